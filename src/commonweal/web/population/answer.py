"""Says the answer of a population page in a sentence, its numbers ready to be opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from commonweal.care.extents import Population
from commonweal.care.published.groups import ALL
from commonweal.care.published.reads import Count, Counts
from commonweal.web import words
from commonweal.web.population.filters import Filters
from commonweal.web.population.opens import Opens
from commonweal.web.population.rates import rate


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence; one with an address opens."""

    text: str
    href: str = ""


def plain(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def answer(counts: Counts, filters: Filters, opens: Opens) -> tuple[Piece, ...]:
    """How many live with the band asked for, how many of them rose, and how many that is in 100."""
    band = filters.shown_band
    found = counts.count(filters.ages, filters.sex, band)
    lives = _lives(filters, one=found.people == 1)
    if found.people == 0:
        return (Piece(f"No {filters.who()} {filters.where} {lives}."), *_everyone(counts, filters, opens))
    here = (filters.ages, filters.sex, band)
    return (
        Piece(words.stated(found.people, of=True).capitalize(), opens(*here, False)),
        Piece(f" {filters.who(number=found.people)} {filters.where} {lives}"),
        *_risers(found, lambda: opens(*here, True)),
        Piece("."),
        *_in_every_hundred(counts, filters, opens),
    )


def _lives(filters: Filters, *, one: bool) -> str:
    """live with severe frailty; of those who live here, have severe frailty."""
    if filters.shown_band == "fit":
        return "is fit" if one else "are fit"
    resident = filters.population == Population.RESIDENT
    verb = ("has" if one else "have") if resident else ("lives with" if one else "live with")
    return f"{verb} {words.BAND_WORDS[filters.shown_band]}"


def _risers(found: Count, href: Callable[[], str]) -> tuple[Piece, ...]:
    """Not where there are none, nor where the people themselves are withheld."""
    risers = found.risers
    if risers == 0 or found.people is None:
        return ()
    were = "was" if risers == 1 else "were"
    return (
        Piece("; "),
        Piece(words.stated(risers), href()),
        Piece(f" of them {were} in a lower band a year ago"),
    )


def _in_every_hundred(counts: Counts, filters: Filters, opens: Opens) -> tuple[Piece, ...]:
    among = counts.count(filters.ages, filters.sex, ALL).people
    share = rate(counts.count(filters.ages, filters.sex, filters.shown_band).people, among)
    if share is None:
        return ()
    return (
        Piece(" That is "),
        Piece(str(share), opens(filters.ages, filters.sex, filters.shown_band, False)),
        Piece(" in every 100 of the "),
        Piece(f"{among:,}", opens(filters.ages, filters.sex, ALL, False)),
        Piece(f" {filters.who(number=among)} {filters.where}."),
    )


def _everyone(counts: Counts, filters: Filters, opens: Opens) -> tuple[Piece, ...]:
    among = counts.count(filters.ages, filters.sex, ALL).people
    if among == 0:
        return ()
    href = opens(filters.ages, filters.sex, ALL, False)
    return (
        Piece(" "),
        Piece(words.stated(among, of=True).capitalize(), href),
        Piece(f" {filters.who(number=among)} {'is' if among == 1 else 'are'} counted."),
    )
