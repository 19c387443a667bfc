"""How a visit goes on, and what a record of one has to say. No database here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from commonweal.blueprint import Pathway
from commonweal.blueprint.pathways import Move
from commonweal.care.assessments.rules import FilledIn
from commonweal.care.involvements.rules import check_words
from commonweal.care.pathways.rules import Answer, moves
from commonweal.care.possible import NotPossible
from commonweal.care.visits.models import OVER, Visit, VisitRecord

NEXT = {  # state → what may follow it; a record of a visit can be corrected by a further one
    "waiting": {"planned", "done", "not_done"},
    "planned": {"waiting", "planned", "on_the_way", "with_person", "done", "not_done"},
    "on_the_way": {"with_person", "done", "not_done"},
    "with_person": {"done", "not_done"},
    "done": {"done", "not_done"},
    "not_done": {"done", "not_done"},
}
REASONS = {
    "not_at_home": "Nobody opened",
    "declined": "The person did not want it",
    "not_safe": "It was not safe to go in",
    "not_needed": "It is no longer needed",
    "other": "Another reason, which the note says",
}
LONGEST_NOTE = 10_000
SHORTEST, LONGEST = 5, 480  # minutes


class Overtaken(Exception):
    """Somebody else recorded the visit first; `theirs` is what they wrote, nothing of ours is kept."""

    def __init__(self, theirs: VisitRecord | None, became: str) -> None:
        super().__init__(became)
        self.theirs = theirs


@dataclass(frozen=True)
class Asked:
    """A visit that somebody asks for: begun between two moments, with these skills."""

    earliest: datetime
    latest: datetime
    minutes: int
    skills: tuple[str, ...] = ()
    purpose: str = ""
    know: str = ""


@dataclass(frozen=True)
class Recorded:
    """What somebody says of a visit; `seen` is how many records they had seen, `step` a key of `steps`."""

    seen: int
    made: bool
    arrived: datetime | None = None
    finished: datetime | None = None
    reason: str = ""
    note: str = ""
    step: str = ""
    next_owner: str = ""
    instruments: tuple[str, ...] = field(default=())
    assessed: Mapping[str, FilledIn] = field(default_factory=dict)  # by the pathway's id of the instrument


@dataclass(frozen=True)
class NextStep:
    """A move that may be made with the record of a visit, with the reason and outcome it would have."""

    move: Move
    reason: str
    outcome: str
    title: str

    @property
    def id(self) -> str:
        return "|".join((self.move.id, self.reason, self.outcome))


def check_next(visit: Visit, state: str) -> None:
    """NotPossible where the visit cannot come to this state from where it is."""
    if state not in NEXT[visit.state]:
        raise NotPossible("state", f"This visit {'is over' if visit.state in OVER else 'has begun'} already")


def check_asked(asked: Asked, skills: Iterable[str]) -> Asked:
    """NotPossible names the question that is not answered well."""
    if asked.latest < asked.earliest:
        raise NotPossible("latest", "The latest time is before the earliest")
    if not SHORTEST <= asked.minutes <= LONGEST:
        raise NotPossible("minutes", f"Give minutes from {SHORTEST} to {LONGEST}")
    unknown = sorted(set(asked.skills) - set(skills))
    if unknown:
        raise NotPossible("skills", f"No team has the skill ‘{unknown[0][:40]}’")
    return asked


def check_arrival(arrived: datetime, dispatched: datetime, now: datetime) -> datetime:
    """NotPossible where somebody would have arrived before they were sent, or in the future."""
    if arrived > now:
        raise NotPossible("arrived", "This is in the future; give the time at which you arrived")
    if arrived < dispatched:
        raise NotPossible(
            "arrived", "You cannot have arrived before you were sent; check the day and the time"
        )
    return arrived


def settled(said: Recorded, tapped: datetime | None, dispatched: datetime) -> Recorded:
    """Typed times have no seconds: within its minute one is taken for the moment that is known."""
    arrived, finished = said.arrived, said.finished
    known = (one for one in (tapped, dispatched) if one and arrived and _minute(one) == _minute(arrived))
    arrived = next(known, arrived)
    if arrived and finished and _minute(finished) == _minute(arrived):
        finished = max(finished, arrived)
    return replace(said, arrived=arrived, finished=finished)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def check_record(said: Recorded, dispatched: datetime, now: datetime) -> Recorded:
    """NotPossible names the question of the record that is not answered well."""
    if len(said.note) > LONGEST_NOTE:
        raise NotPossible("note", f"The note is longer than {LONGEST_NOTE:,} letters; shorten it")
    if not said.made:
        return _check_not_made(said)
    if said.arrived is None:
        raise NotPossible("arrived", "Say when you arrived")
    check_arrival(said.arrived, dispatched, now)
    if said.finished is None:
        raise NotPossible("finished", "Say when you left")
    if said.finished > now + timedelta(minutes=1):
        raise NotPossible("finished", "This is in the future; give the time at which you left")
    if said.finished < said.arrived:
        raise NotPossible("finished", "You cannot have left before you arrived")
    check_words("note", said.note, "Say what you saw and did, in a few words")
    return said


def _check_not_made(said: Recorded) -> Recorded:
    if said.reason not in REASONS:
        raise NotPossible("reason", "Say why the visit was not made")
    if said.reason == "other":
        check_words("note", said.note, "Say in the note why the visit was not made")
    return said


def arriving(answers: Iterable[Answer]) -> Move | None:
    """The move that being with the person is, where the pathway has one that may be made now."""
    return next((one.move for one in answers if one.allowed and one.move.visit), None)


def ways_on(pathway: Pathway, answers: Iterable[Answer], role: str) -> Iterator[NextStep]:
    """The steps from here and, where being with the person is a move of its own, those from after it."""
    known = tuple(answers)
    come = arriving(known)
    after = moves(pathway, pathway.stage(come.to), role) if come else ()
    found = {step.id: step for step in (*steps(pathway, after), *steps(pathway, known)) if step.move != come}
    yield from found.values()


def steps(pathway: Pathway, answers: Iterable[Answer]) -> Iterator[NextStep]:
    """Every way on from here that whoever asks may take, one for each reason and outcome."""
    reasons = {one.id: one.title for one in pathway.reasons}
    outcomes = {one.id: one.title for one in pathway.outcomes}
    for answer in answers:
        move = answer.move
        if not answer.allowed or move.team == "given":
            continue
        for reason in move.reasons or ("",):
            for outcome in move.outcomes or ("",):
                said = [move.title, outcomes.get(outcome, ""), reasons.get(reason, "")]
                yield NextStep(move, reason, outcome, ": ".join(word for word in said if word))
