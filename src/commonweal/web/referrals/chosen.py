"""Which referrals a board shows, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping

from commonweal.care.referrals.lines import LATENESS, Chosen
from commonweal.care.referrals.rules import SOURCES
from commonweal.web.address import NotUnderstood, one_of, query

LONGEST = 80


def read(asked: Mapping[str, str]) -> Chosen:
    """The choice an address makes; NotUnderstood where it asks for something there is not."""
    return Chosen(
        pathway=_slug(asked, "pathway"),
        stage=_slug(asked, "stage"),
        team=_slug(asked, "team"),
        source=_known(asked, "source", tuple(SOURCES)),
        lateness=_known(asked, "lateness", LATENESS),
        words=asked.get("words", "").strip()[:LONGEST],
    )


def address(chosen: Chosen, **more: object) -> str:
    """This choice as the part of an address behind the question mark; `more` adds to it or changes it."""
    return query({**vars(chosen), **more})


def _known(asked: Mapping[str, str], key: str, known: tuple[str, ...]) -> str:
    return one_of(asked, key, ("", *known), "")


def _slug(asked: Mapping[str, str], key: str) -> str:
    """An id; one that no file has any more may be asked for too, since referrals may stand there still."""
    value = asked.get(key, "")
    if value and not value.replace("-", "").isalnum():
        raise NotUnderstood(f"‘{key}={value[:40]}’ is not something this page can show.")
    return value
