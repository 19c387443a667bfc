"""How what someone types into the search for a person is understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from commonweal.terms import nhs_number

DATES = (  # as people write a date of birth → how it is read
    (re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}\b"), "%Y-%m-%d"),
    (re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b"), "%d/%m/%Y"),
    (re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{4}\b"), "%d.%m.%Y"),
    (re.compile(r"\b\d{1,2} [a-z]{3} \d{4}\b", re.IGNORECASE), "%d %b %Y"),
    (re.compile(r"\b\d{1,2} [a-z]{3,9} \d{4}\b", re.IGNORECASE), "%d %B %Y"),
)


@dataclass(frozen=True)
class Sought:
    """Whom a search is for; nothing in it means that nothing was understood."""

    nhs_number: str | None = None
    birth_date: date | None = None
    names: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nhs_number or self.birth_date or self.names)


def understood(words: str) -> Sought:
    """An NHS number, or names and a date of birth in any order.

    Digits that are neither find nobody, nor does a single letter: half of everybody has it.
    """
    number = nhs_number.normal(words)
    if number:
        return Sought(nhs_number=number)
    born, rest = _birth_date(words)
    names = tuple(word for word in re.split(r"[\s,]+", rest) if word)
    too_wide = not born and all(len(name) == 1 for name in names)
    if too_wide or any(character.isdigit() for character in rest):
        return Sought()
    return Sought(birth_date=born, names=names)


def _birth_date(words: str) -> tuple[date | None, str]:
    for pattern, form in DATES:
        found = pattern.search(words)
        if found:
            try:
                return datetime.strptime(found[0], form).date(), words.replace(found[0], " ")
            except ValueError:
                continue
    return None, words
