"""An action as it is typed while somebody speaks: Weigh her weekly @riverside-team/nia by friday.

The words, the owner behind the @, and the day behind the last "by" may come in any order. No database here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OWNER = re.compile(r"(?:^|\s)@([\w.&'-]+)(?:/([\w.'-]+))?")
WHEN = re.compile(
    r"(?:^|\s)by\s+((?:next\s+|in\s+)?\S+(?:\s+(?:\d{4}|days?|weeks?|months?|[a-z]{3,9}(?:\s+\d{4})?))?)$",
    re.IGNORECASE,
)
IN = re.compile(r"(?:in\s+)?(\d{1,2}|a|an|one|two|three|four|six)\s+(day|week|month)s?$")
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6}
DAYS = {"day": 1, "week": 7, "month": 30}
DATED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})(?:\s+(\d{4}))?$")
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?$")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
EXAMPLE = "such as friday, tomorrow, 3 May or in 2 weeks"

Workers = Callable[[str], Sequence[tuple[int, str, str]]]  # owner → post, sign-in name and name of each


@dataclass(frozen=True)
class Typed:
    """What was understood; `faults` says what was not, by the part that it is about."""

    said: str
    owner: str
    due: date
    post: int | None
    worker: str
    assumed: tuple[str, ...]
    faults: Mapping[str, str]


def understood(
    text: str, owners: Mapping[str, str], workers: Workers, today: date, *, plain_owner: str, plain_due: date
) -> Typed:
    """The action in this text; an owner or a day that is not said is the plain one, named as assumed."""
    words, assumed = " ".join(text.split()), []
    faults: dict[str, str] = {}
    words, owner, post, worker = _owner(words, owners, workers, plain_owner, faults)
    before = words
    words, due = _due(words, today, faults)
    if owner == plain_owner and "@" not in text:
        assumed.append("owner")
    if due is None:
        due = plain_due
        if words == before:
            assumed.append("due")
    said = words.strip(" ,;:-–.")
    if sum(letter.isalpha() for letter in said) < 3:
        faults["said"] = "Say what is to be done"
    return Typed(said, owner, due, post, worker, tuple(assumed), faults)


def day(text: str, today: date) -> date | None:
    """The day, today or later, that somebody typed; None where it is none. ValueError where it has passed."""
    plain = " ".join(text.lower().replace(",", " ").split())
    if plain in ("today", "tomorrow"):
        return today + timedelta(days=plain == "tomorrow")
    if plain.removeprefix("next ")[:3] in WEEKDAYS and plain.removeprefix("next ").isalpha():
        return _weekday(plain.removeprefix("next ")[:3], today, plain.startswith("next "))
    if found := IN.match(plain):
        number = NUMBERS.get(found[1]) or int(found[1])
        return today + timedelta(days=number * DAYS[found[2]])
    try:
        said = _dated(plain, today)
    except (ValueError, OverflowError):
        return None
    if said and said < today:
        raise ValueError("passed")
    return said


def _owner(
    words: str, owners: Mapping[str, str], workers: Workers, plain: str, faults: dict[str, str]
) -> tuple[str, str, int | None, str]:
    found = OWNER.search(words)
    if not found:
        return words, plain, None, ""
    rest = f"{words[: found.start()]} {words[found.end() :]}".strip()
    sought = _one(found[1], {id: (id, title) for id, title in owners.items()})
    if sought is None:
        faults["owner"] = f"There is no one team called ‘{found[1]}’; choose it from the list"
        return rest, plain, None, ""
    if not found[2]:
        return rest, sought, None, ""
    held = {str(post): (login, name) for post, login, name in workers(sought)}
    worker = _one(found[2], held)
    if worker is None:
        faults["worker"] = f"Nobody of that team, or more than one, is called ‘{found[2]}’"
        return rest, sought, None, ""
    return rest, sought, int(worker), held[worker][1]


def _one(word: str, known: Mapping[str, tuple[str, str]]) -> str | None:
    """The key of the one whose names the word begins, or is; None where there is none, or several."""
    wanted = _plain(word)
    exactly = [key for key, names in known.items() if wanted in map(_plain, names)]
    begun = [key for key, names in known.items() if any(_begins(wanted, name) for name in names)]
    found = exactly or begun
    return found[0] if wanted and len(found) == 1 else None


def _plain(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())


def _begins(wanted: str, name: str) -> bool:
    """Whether the name, or a word of it, begins so."""
    parts = re.split(r"[\s._-]+", name)
    return any(_plain("".join(parts[n:])).startswith(wanted) for n in range(len(parts)))


def _due(words: str, today: date, faults: dict[str, str]) -> tuple[str, date | None]:
    found = WHEN.search(words.strip(" ."))
    if not found:
        return words, None
    rest = words.strip(" .")[: found.start()]
    try:
        said = day(found[1], today)
    except ValueError:
        faults["due"] = f"‘{found[1]}’ has passed; give today or a later day"
        return rest, None
    if said is None and any(sign.isdigit() for sign in found[1]):
        faults["due"] = f"‘{found[1]}’ is not a day; give one {EXAMPLE}"
        return rest, None
    return (rest, said) if said else (words, None)


def _weekday(name: str, today: date, next_week: bool) -> date:
    """The next day of this name; today only where it is not asked for next week."""
    ahead = (WEEKDAYS.index(name) - today.weekday()) % 7
    return today + timedelta(days=ahead + 7 if next_week and ahead == 0 else ahead or 7)


def _dated(text: str, today: date) -> date | None:
    if iso := ISO.match(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if numbers := SLASHED.match(text):
        return _with_year(int(numbers[1]), int(numbers[2]), numbers[3], today)
    if named := DATED.match(text):
        return _with_year(int(named[1]), MONTHS.index(named[2][:3]) + 1, named[3], today)
    return None


def _with_year(day: int, month: int, year: str | None, today: date) -> date:
    """Of a date without a year, the next one."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = date(today.year, month, day)
    return this if this >= today else date(today.year + 1, month, day)
