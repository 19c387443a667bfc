"""Rows of a table in the order that its address asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from commonweal.web.address import NotUnderstood

Row = TypeVar("Row")


def ordered(
    rows: Iterable[Row],
    sort: str,
    numbers: Mapping[str, Callable[[Row], float | None]],
    title: Callable[[Row], str],
) -> list[Row]:
    """By title or a key of `numbers`, highest first after a minus sign; what is withheld stands last."""
    key, descending = sort.removeprefix("-"), sort.startswith("-")
    by_title = sorted(rows, key=title, reverse=descending and key == "title")
    if key == "title":
        return by_title
    if key not in numbers:
        raise NotUnderstood(f"‘sort={sort[:20]}’ is not a column; sort may be title, {', '.join(numbers)}.")
    number = numbers[key]
    known = [row for row in by_title if number(row) is not None]
    withheld = [row for row in by_title if number(row) is None]
    return sorted(known, key=lambda row: number(row) or 0, reverse=descending) + withheld
