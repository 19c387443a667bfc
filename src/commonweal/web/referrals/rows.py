"""A referral as one compact row of the board."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

import orjson

from commonweal.care.referrals.lines import Line
from commonweal.care.referrals.rules import SOURCES
from commonweal.web import words
from commonweal.web.referrals import names

LONGEST_REASON = 160
MARKS = {
    "died": "has died",
    "no_name": "no name was given",
    "nhs_number_not_valid": "NHS number not valid",
}
NOT_MATCHED = {"unverified": "not matched yet", "unknown": "not known by name"}


class Row(NamedTuple):
    """All of it in words but its clock; `due` is the moment that runs out, as machines read it."""

    reference: str
    steps: str
    due: str
    exact: str
    name: str
    age: str
    marks: str
    reason: str
    source: str
    where: str
    place: str
    band: str
    stage: str
    team: str
    pathway: str
    since: str


def row(line: Line, pathway: str, today: date) -> Row:
    """A line in words; `pathway` is the title of its pathway, or empty where that goes without saying."""
    called = names.titles()
    return Row(
        line.reference,
        str(line.steps),
        line.due.isoformat(timespec="seconds") if line.due else "",
        shortly(line.due, today) if line.due else line.resting,
        name(line.family, line.given),
        age(line.birth_date, today),
        "; ".join(marks(line.identity, orjson.loads(line.marks))),
        _short(line.reason),
        SOURCES.get(line.source, line.source),
        called.get(line.practice, line.practice) or line.postcode,
        called.get(line.lsoa, line.lsoa) or (line.postcode if line.practice else ""),
        line.band or "",
        names.stage(line.version, line.stage),
        called.get(line.team, line.team),
        pathway,
        shortly(line.since, today),
    )


def shortly(moment: datetime, today: date) -> str:
    """14:20, yesterday 14:20, 3 May 14:20: as short as can be."""
    here = moment.astimezone(words.HERE)
    at = f"{here.hour:02}:{here.minute:02}"  # strftime takes ten times as long
    days = (today - here.date()).days
    if days in (0, 1):
        return f"yesterday {at}" if days else at
    return f"{here.day} {here:%b} {at}" if abs(days) < 300 else words.day(here.date())


def name(family: str, given: str) -> str:
    """ADAIR, Ann; said in words where no name is known."""
    return ", ".join(filter(None, (family.upper(), given))) or "Not known by name"


def age(born: date | None, today: date) -> str:
    """Whole years; empty where the birth date is not known."""
    if born is None:
        return ""
    return str(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))


def marks(identity: str, marked: list[str]) -> tuple[str, ...]:
    """What to look out for before anything else."""
    warned = [MARKS[mark] for mark in marked if mark in MARKS]
    return tuple(filter(None, (NOT_MATCHED.get(identity, ""), *warned)))


def _short(reason: str) -> str:
    text = " ".join(reason.split())
    return text if len(text) <= LONGEST_REASON else f"{text[: LONGEST_REASON - 1].rstrip()}…"
