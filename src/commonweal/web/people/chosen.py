"""Which people a list is of, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from commonweal.care.extents import Extent, Population, extent
from commonweal.care.people.lists import SORTS, Chosen
from commonweal.care.published.groups import AGES, ALL, BAND_GROUPS, SEXES
from commonweal.web import words
from commonweal.web.address import NotUnderstood, one_of, query
from commonweal.web.population import counting
from commonweal.web.population.filters import populations

YES = ("", "yes")
PLAIN = {"ages": ALL, "sex": ALL, "band": ALL}


def read(asked: Mapping[str, str], about: Extent) -> Chosen:
    """The choice an address makes; NotUnderstood where it asks for something there is not."""
    known = populations(about) or (Population.REGISTERED.value,)
    return Chosen(
        area=about.id,
        population=one_of(asked, "population", known, known[0]),
        practice=_known(asked, "practice", "practice"),
        small_area=_known(asked, "small_area", "small_area"),
        ages=one_of(asked, "ages", tuple(AGES), ALL),
        sex=one_of(asked, "sex", SEXES, ALL),
        band=one_of(asked, "band", BAND_GROUPS, ALL),
        risers=one_of(asked, "risers", YES, "") == "yes",
        having=one_of(asked, "having", ("", *counting.listed()), ""),
        of=_group(asked),
    )


def sort(asked: Mapping[str, str], chosen: Chosen) -> str:
    """Most deficits first, or the steepest rise first in a list of risers."""
    return one_of(asked, "sort", tuple(SORTS), plain_sort(chosen))


def plain_sort(chosen: Chosen) -> str:
    return "rise" if chosen.risers else "deficits"


def mark(asked: Mapping[str, str], key: str) -> UUID | None:
    """The person at whom a page begins."""
    try:
        return UUID(asked[key]) if asked.get(key) else None
    except ValueError:
        raise NotUnderstood(f"‘{key}’ should name a person of the list; begin at the first page.") from None


def address(chosen: Chosen, **more: object) -> str:
    """This choice as the part of an address behind its page; `more` adds to it or changes it."""
    known = populations(extent(chosen.area))
    said: dict[str, object] = {key: value for key, value in asdict(chosen).items() if key != "area"}
    said |= {"population": chosen.population if (chosen.population,) != known[:1] else ""}
    said |= {"risers": "yes" if chosen.risers else "", **more}
    return query({key: value for key, value in said.items() if value != PLAIN.get(key)})


def who(chosen: Chosen) -> str:
    """The people chosen, in words: women aged 75 and over with severe frailty who moved up a band."""
    noun = "people" if chosen.sex == ALL else words.SEX_WORDS[chosen.sex]
    aged = "" if chosen.ages == ALL else f" aged {words.ages(chosen.ages)}"
    band = {"all": "", "fit": " who are fit"}.get(chosen.band, f" with {words.BAND_WORDS[chosen.band]}")
    joined = " and are" if chosen.band == "fit" else " who are"
    rose = f"{joined} in a higher band than a year ago" if chosen.risers else ""
    lives = f", living in {extent(chosen.small_area).title}" if chosen.small_area else ""
    listed = f", registered with {extent(chosen.practice).title}" if chosen.practice else ""
    return f"{noun}{aged}{band}{rose}{lives}{listed}{counting.said(chosen.having, chosen.of)}"


def _group(asked: Mapping[str, str]) -> str:
    """A group that measures are told apart by, as segment:frailty."""
    of = asked.get("of", "")
    if of and not counting.is_group(of):
        raise NotUnderstood(f"‘of={of[:40]}’ is nothing that people are told apart by here.")
    return of


def _known(asked: Mapping[str, str], key: str, kind: str) -> str:
    value = asked.get(key, "")
    try:
        if value and extent(value).kind != kind:
            raise KeyError(value)
    except KeyError:
        raise NotUnderstood(
            f"‘{key}={value[:40]}’ is not a {kind.replace('_', ' ')} of this partnership."
        ) from None
    return value
