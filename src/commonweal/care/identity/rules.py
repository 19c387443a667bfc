"""Whether two records are of one person: what all that agrees or differs counts, and what that adds up to.

Points and thresholds are ours: weighed on invented people, no published rule. Nothing here merges anybody.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

Kind = Literal["same", "possible", "different"]
BETWEEN = re.compile(r"[^\w]+|_")
NUMBER_AGREES = "the NHS number is the same"
TWINS = "born on the same day at the same address with another given name: they could be twins"


class Overtaken(Exception):
    """Somebody else changed one of the two records first; the message says what to do."""


@dataclass(frozen=True)
class Thresholds:
    """How many points make two records possibly, or almost certainly, of one person."""

    possible: int = 45
    same: int = 70


THRESHOLDS = Thresholds()
POINTS = {
    "number": 60,
    "numbers_differ": -40,
    "family": 15,
    "family_part": 10,
    "family_differs": -10,
    "given": 15,
    "given_first": 12,
    "given_initial": 5,
    "given_differs": -25,
    "names_swapped": 25,
    "born": 25,
    "born_transposed": 15,
    "born_one_part": 5,
    "born_differs": -40,
    "sex": 3,
    "sex_differs": -10,
    "address": 12,
    "postcode": 10,
    "practice": 4,
    "source_id": 10,
}


@dataclass(frozen=True)
class Identity:
    """What a record says of who it is about; empty and None for what it does not say."""

    family: str = ""
    given: str = ""
    birth_date: date | None = None
    sex: str = "unknown"
    nhs_number: str | None = None
    address: str = ""
    postcode: str = ""
    practice: str = ""
    source_id: str = ""
    died: date | None = None
    id: UUID | None = None


@dataclass(frozen=True)
class Reason:
    points: int
    words: str


@dataclass(frozen=True)
class Verdict:
    """What the rules make of two records; the reasons add up to the score; twins overrule it."""

    kind: Kind
    score: int
    reasons: tuple[Reason, ...]


def compare(one: Identity, other: Identity, thresholds: Thresholds = THRESHOLDS) -> Verdict:
    """The same whichever of the two comes first."""
    names = tuple(_names(one, other))
    reasons = (*_numbers(one, other), *names, *_born(one, other), *_rest(one, other))
    score = sum(reason.points for reason in reasons)
    numbered = bool(one.nhs_number) and one.nhs_number == other.nhs_number
    if _could_be_twins(one, other, names) and not numbered:
        return Verdict("different", score, (*reasons, Reason(0, TWINS)))
    if one.nhs_number and other.nhs_number and not numbered:
        return Verdict("possible" if score >= thresholds.possible else "different", score, reasons)
    if score >= thresholds.same:
        return Verdict("same", score, reasons)
    return Verdict("possible" if score >= thresholds.possible else "different", score, reasons)


def normal(name: str) -> tuple[str, ...]:
    """The words of a name in capitals without accents, hyphens, apostrophes; nicknames stay as they are."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter)
    )
    return tuple(word for word in BETWEEN.split(re.sub(r"['’`]", "", plain.upper())) if word)


def told(one: Identity, other: Identity) -> str:
    """A digest of what two records say, the same in either order: where it is another, something changed."""
    said = sorted("\x1f".join(map(str, astuple(replace(each, source_id="")))) for each in (one, other))
    return hashlib.sha256("\x1e".join(said).encode()).hexdigest()[:16]


def transposed(day: date) -> date | None:
    """The day with its month in the place of the day; none where that is no other day."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 and day.day != day.month else None


def in_order(one: Identity, other: Identity) -> tuple[Identity, Identity]:
    """Whose record is kept, and whose becomes part of it: one with an NHS number, or registered, is kept."""

    def worth(each: Identity) -> tuple[bool, bool, bool, str]:
        return (not each.nhs_number, not each.practice, not each.address, str(each.id))

    first, second = sorted((one, other), key=worth)
    return first, second


def to_confirm(kept: Identity, gone: Identity, thresholds: Thresholds = THRESHOLDS) -> tuple[str, ...]:
    """What speaks so strongly against a merge that whoever makes it has to say that they saw it."""
    found = []
    if bool(kept.died) != bool(gone.died):
        found.append("one of them has died and the other has not")
    if kept.nhs_number and gone.nhs_number:
        found.append("they have two different NHS numbers")
    if compare(kept, gone, thresholds).kind == "different":
        found.append("what is recorded of them is of two different people, by the rules")
    return tuple(found)


def _numbers(one: Identity, other: Identity) -> Iterator[Reason]:
    if one.nhs_number and other.nhs_number:
        same = one.nhs_number == other.nhs_number
        yield (
            _reason("number", NUMBER_AGREES)
            if same
            else _reason("numbers_differ", "the NHS numbers are two different ones")
        )
    if one.source_id and one.source_id == other.source_id:
        yield _reason("source_id", "the source calls them by the same id")


def _names(one: Identity, other: Identity) -> Iterator[Reason]:
    families, givens = (normal(one.family), normal(other.family)), (normal(one.given), normal(other.given))
    if all(families) and all(givens) and _swapped(families, givens):
        yield _reason("names_swapped", "family and given name have changed places")
        return
    if all(families):
        yield _family(*families)
    if all(givens):
        yield _given(*givens)


def _swapped(families: tuple[tuple[str, ...], ...], givens: tuple[tuple[str, ...], ...]) -> bool:
    crosswise = families[0] == givens[1] and families[1] == givens[0]
    return crosswise and families[0] != families[1]


def _family(one: tuple[str, ...], other: tuple[str, ...]) -> Reason:
    if one == other or "".join(one) == "".join(other):
        return _reason("family", "the family name is the same")
    if set(one) & set(other):
        return _reason("family_part", "a part of the family name is the same")
    return _reason("family_differs", "the family name is another")


def _given(one: tuple[str, ...], other: tuple[str, ...]) -> Reason:
    if one == other or "".join(one) == "".join(other):
        return _reason("given", "the given name is the same")
    shorter, longer = sorted((one, other), key=len)
    if longer[: len(shorter)] == shorter:
        return _reason("given_first", "the first given name is the same")
    if one[0][0] == other[0][0] and 1 in (len(one[0]), len(other[0])):
        return _reason("given_initial", "one has only the initial of the given name, which fits")
    return _reason("given_differs", "the given name is another")


def _born(one: Identity, other: Identity) -> Iterator[Reason]:
    first, second = one.birth_date, other.birth_date
    if first is None or second is None:
        return
    if first == second:
        yield _reason("born", "the date of birth is the same")
    elif second == transposed(first):
        yield _reason("born_transposed", "day and month of birth have changed places")
    elif _alike(first, second) == 2:
        yield _reason("born_one_part", "the date of birth differs in the day, the month or the year alone")
    else:
        yield _reason("born_differs", "the date of birth is another")


def _alike(one: date, other: date) -> int:
    return (one.year == other.year) + (one.month == other.month) + (one.day == other.day)


def _rest(one: Identity, other: Identity) -> Iterator[Reason]:
    if "unknown" not in (one.sex, other.sex):
        same = one.sex == other.sex
        yield _reason("sex", "the sex is the same") if same else _reason("sex_differs", "the sex is another")
    if _same_address(one, other):
        yield _reason("address", "the address is the same")
    elif _postcode(one) and _postcode(one) == _postcode(other):
        yield _reason("postcode", "the postcode is the same")
    if one.practice and one.practice == other.practice:
        yield _reason("practice", "the practice is the same")


def _same_address(one: Identity, other: Identity) -> bool:
    lines = normal(one.address), normal(other.address)
    codes = _postcode(one), _postcode(other)
    return (
        bool(lines[0]) and lines[0] == lines[1] != ("UNKNOWN",) and (codes[0] == codes[1] or not all(codes))
    )


def _postcode(one: Identity) -> str:
    code = "".join(one.postcode.upper().split())
    return "" if code == "ZZ993VZ" else code  # no fixed abode is nobody's home


def _could_be_twins(one: Identity, other: Identity, names: tuple[Reason, ...]) -> bool:
    """Children of one birth share all but the given name."""
    another = any(reason.points == POINTS["given_differs"] for reason in names)
    home = _same_address(one, other) or (bool(_postcode(one)) and _postcode(one) == _postcode(other))
    return another and home and one.birth_date is not None and one.birth_date == other.birth_date


def _reason(name: str, words: str) -> Reason:
    return Reason(POINTS[name], words)
