"""What a referral is made of, and where its steps leave it. No database here."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from commonweal.blueprint import Pathway
from commonweal.care.assessments.rules import FilledIn
from commonweal.care.pathways import rules
from commonweal.care.pathways.clocks import Run
from commonweal.care.possible import NotPossible
from commonweal.care.referrals.models import Referral, Step

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's, in which none is taken for another
FOLLOWS, OUTSIDE = "pathway:", "outside:"
SOURCES = {
    "practice": "Practice",
    "community": "Community services",
    "hospital": "Hospital",
    "mental_health": "Mental health services",
    "council": "Council",
    "ambulance": "Ambulance service",
    "charity": "Charity",
    "care_home": "Care home",
    "commissioner": "Commissioner",
    "nhs_111": "NHS 111",
    "ambulance_999": "999 ambulance",
    "person": "The person themselves",
    "family": "Family or friend",
}


class Overtaken(Exception):
    """Somebody recorded a step first; nothing of ours was recorded. The message says what became of it."""


@dataclass(frozen=True)
class About:
    """Whom a referral is about, as the sender knows them; `person` where they were chosen from the record."""

    given: str = ""
    family: str = ""
    birth_date: date | None = None
    sex: str = "unknown"
    nhs_number: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    person: UUID | None = None
    died: bool = False  # as the sender says; what the record says is looked up


@dataclass(frozen=True)
class Sender:
    """Who refers: a key of SOURCES, and how to reach them. The organisation is an ODS code."""

    source: str
    organisation: str = ""
    name: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Given:
    """A referral as it comes in; `follows` is the leg that it goes on from, `received` is now if not said."""

    pathway: str
    about: About
    sender: Sender
    reason: str
    answers: Mapping[str, bool] = field(default_factory=dict)
    received: datetime | None = None
    channel: str = "page"
    follows: Referral | None = None


@dataclass(frozen=True)
class Received:
    """What came in, what else is open for the same person, and what the sender is warned of."""

    referral: Referral
    alike: tuple[Referral, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A move as somebody makes it; `seen` is how many steps they had seen, `happened` is now if not said."""

    move: str
    seen: int
    happened: datetime | None = None
    reason: str = ""
    instruments: tuple[str, ...] = ()
    outcome: str = ""
    next_owner: str = ""
    team: str = ""
    note: str = ""
    assessed: Mapping[str, FilledIn] = field(default_factory=dict)  # by the pathway's id of the instrument


def reference(pathway: str) -> str:
    """Such as UCR-7F3K92QDLM: the first letters of the pathway, and fifty bits that nobody can guess."""
    initials = "".join(word[0] for word in pathway.split("-")).upper()
    return f"{initials}-{''.join(secrets.choice(LETTERS) for _ in range(10))}"


def may_refer(pathway: Pathway, role: str, source: str) -> bool:
    """Whether the pathway takes referrals from this role, or from this source."""
    wanted = pathway.may_refer
    return role in wanted.roles or source in wanted.organisations or source in wanted.others


def check_answers(pathway: Pathway, answers: Mapping[str, bool]) -> dict[str, bool]:
    """The answers to the pathway's questions; NotPossible, with what to do instead, where one is unfit."""
    known = {question.id: question for question in pathway.questions}
    for id, answer in answers.items():
        if id in known and answer != known[id].wanted:
            raise NotPossible(id, known[id].otherwise)
    return {id: bool(answer) for id, answer in answers.items() if id in known}


def check_moment(about: str, moment: datetime, now: datetime, born: date | None) -> None:
    """NotPossible where it has not come yet, or was before the person was born."""
    if moment > now:
        raise NotPossible(about, "This is in the future; give the time at which it happened")
    if born and moment.date() < born:
        raise NotPossible(about, "This is before the person was born; check the year")


def as_engine(step: Step, wordings: Mapping[str, Pathway]) -> rules.Step:
    """A recorded step as the rules of pathways read it."""
    return rules.Step(
        id=f"{step.number:06}",
        by=str(step.by_id or ""),
        happened=step.happened,
        recorded=step.recorded,
        move=step.move,
        source=step.source,
        to=step.to,
        reason=step.reason,
        instruments=tuple(step.instruments),
        outcome=step.outcome,
        next_owner=step.next_owner,
        corrects=f"{step.corrects:06}" if step.corrects is not None else "",
        never_happened=step.never_happened,
        wording=wordings.get(step.version),
    )


def holder(steps: Iterable[Step], taken: Sequence[rules.Step], pathway: Pathway) -> str:
    """The team it stands with after these steps; empty while with none but the hub."""
    given = {f"{step.number:06}": step.given_team for step in steps}
    team = ""
    for step in taken:
        if given.get(step.id):
            team = given[step.id]
        move = (step.wording or pathway).move(step.move)
        if move and move.team == "taken_back":
            team = ""
    return team


def most_urgent(clocks: Iterable[Run]) -> Run | None:
    """The running clock that runs out first."""
    running = [run for run in clocks if run.state == "running" and run.due]
    return min(running, key=lambda run: run.due or run.started, default=None)


def stands(journey: rules.Journey, team: str) -> dict[str, object]:
    """Where a referral stands, as the columns of its row; the moments in UTC as ISO text.

    A rung that is reached may be untold after this step: `next_rung` asks for a look at once.
    """
    assert journey.stage  # every referral begins with its first step
    last = journey.taken[-1]
    urgent = most_urgent(journey.clocks)
    resting = next((run.paused for run in journey.clocks if run.paused), None)
    running = [run for run in journey.clocks if run.state == "running"]
    recorded = max(step.recorded for step in journey.taken)
    ahead = [moment for run in running if (moment := recorded if run.reached else run.next_rung)]
    return {
        "stage": journey.stage.id,
        "since": _text(journey.since),
        "team": team,
        "due": _text(urgent.due if urgent else None),
        "due_clock": urgent.clock.id if urgent else "",
        "resting": resting.because if resting and not urgent else "",
        "next_rung": _text(min(ahead, default=None)),
        "ended": _text(last.happened if journey.ended else None),
        "outcome": last.outcome if journey.ended else "",
        "next_owner": last.next_owner if journey.ended else "",
    }


def clock_rows(journey: rules.Journey) -> list[dict[str, object]]:
    """Each run of each clock, as it is kept."""
    numbers: dict[str, int] = {}
    rows = []
    for run in journey.clocks:
        number = numbers[run.clock.id] = numbers.get(run.clock.id, 0) + 1
        limit = run.used + run.remaining
        rows.append(
            {
                "clock": run.clock.id,
                "number": number,
                "rule": run.version.id,
                "state": run.state,
                "started": _text(run.started),
                "due": _text(run.due),
                "ended": _text(run.ended),
                "used_seconds": int(run.used.total_seconds()),
                "limit_seconds": int(limit.total_seconds()),
                "target": run.version.target,
            }
        )
    return rows


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
