"""A group as addresses say it: what people are told apart by, and which of these, as segment:frailty."""

from __future__ import annotations

from commonweal.care.population.groups import CLASSIFICATION

SMALL_AREA = "small_area"


def parted(of: str) -> tuple[str, str]:
    """By what, and which; an area classification that was loaded has its own id in the first of them."""
    if of.startswith(CLASSIFICATION):
        id, _, group = of.removeprefix(CLASSIFICATION).partition(":")
        return f"{CLASSIFICATION}{id}", group
    by, _, group = of.partition(":")
    return by, group
