"""A person's journey through organisations with its one clock: legs, waits and work. No database here.

Legs belong to one journey where they overlap, or where no more than so many days lie between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from commonweal.blueprint import Pathway
from commonweal.care.pathways import rules as pathways
from commonweal.care.pathways.clocks import Run
from commonweal.care.pathways.steps import Step
from commonweal.care.referrals.rules import FOLLOWS

APART = timedelta(days=30)  # as long as a further referral counts as the same trouble come back
NONE = timedelta(0)


@dataclass(frozen=True)
class Span:
    """A stretch in one stage with one owner; it waits unless somebody looks after the person."""

    starts: datetime
    ends: datetime
    owner: str
    stage: str
    waits: bool
    because: str = ""

    @property
    def lasts(self) -> timedelta:
        return self.ends - self.starts


@dataclass(frozen=True)
class Leg:
    """One referral as a stretch of a journey; while it is open `ended` is None, and it goes to now."""

    reference: str
    pathway: str
    sender: str
    spans: tuple[Span, ...]
    ended: datetime | None = None
    outcome: str = ""
    next_owner: str = ""

    @property
    def starts(self) -> datetime:
        return self.spans[0].starts

    @property
    def ends(self) -> datetime:
        return self.spans[-1].ends


@dataclass(frozen=True)
class Gap:
    """Between two legs: nobody here had the person; `owner` is whoever the leg before named, if anybody."""

    starts: datetime
    ends: datetime
    owner: str

    @property
    def lasts(self) -> timedelta:
        return self.ends - self.starts


@dataclass(frozen=True)
class Journey:
    """The legs in the order in which they began, from the first call to now, or to the last end."""

    legs: tuple[Leg, ...]
    gaps: tuple[Gap, ...]

    @property
    def starts(self) -> datetime:
        return self.legs[0].starts

    @property
    def until(self) -> datetime:
        return max(leg.ends for leg in self.legs)

    @property
    def lasts(self) -> timedelta:
        return self.until - self.starts

    @property
    def open(self) -> tuple[Leg, ...]:
        """The legs that somebody has now."""
        return tuple(leg for leg in self.legs if leg.ended is None)

    @property
    def attended(self) -> timedelta:
        """How much of it somebody was with the person; time with two at once counts once."""
        stretches = [(one.starts, one.ends) for leg in self.legs for one in leg.spans if not one.waits]
        return sum((ends - starts for starts, ends in joined(stretches)), NONE)


def spans(
    pathway: Pathway, journey: pathways.Journey, given: dict[str, str], hub: str, now: datetime
) -> tuple[Span, ...]:
    """Each stretch of a referral; `given` has the team that a step, by its id, gave it to."""
    owner, found = hub, []
    ends = [step.happened for step in journey.taken[1:]]
    for step, end in zip(journey.taken, [*ends, now], strict=True):
        wording = step.wording or pathway
        owner = given.get(step.id) or _after(wording, step, owner, hub)
        stage = wording.stage(step.to)
        if not stage.ends:
            because = _rest(journey.clocks, step.to, step.happened)
            found.append(Span(step.happened, end, owner, stage.title, not stage.with_somebody, because))
    return _merged(found)


def _after(pathway: Pathway, step: Step, owner: str, hub: str) -> str:
    move = pathway.move(step.move)
    return hub if move and move.team == "taken_back" else owner


def _rest(clocks: Iterable[Run], stage: str, since: datetime) -> str:
    """Why a clock rests in this stretch, if one does."""
    rests = (rest for run in clocks for rest in run.rests)
    return next(
        (rest.pause.because for rest in rests if (rest.pause.stage, rest.since) == (stage, since)), ""
    )


def _merged(found: Sequence[Span]) -> tuple[Span, ...]:
    """Stretches alike that follow one another are one; one without length goes, unless it is all there is."""
    merged: list[Span] = []
    for span in found:
        last = merged[-1] if merged else None
        if last and replace(span, starts=last.starts, ends=last.ends) == last:
            merged[-1] = replace(last, ends=span.ends)
        else:
            merged.append(span)
    return tuple(span for span in merged if span.lasts) or tuple(merged[-1:])


def journey_of(legs: Iterable[Leg], reference: str) -> Journey:
    """The journey that the leg with this reference is part of."""
    found: list[list[Leg]] = []
    for leg in sorted(legs, key=lambda leg: (leg.starts, leg.reference)):
        if found and leg.starts - max(one.ends for one in found[-1]) <= APART:
            found[-1].append(leg)
        else:
            found.append([leg])
    ours = next(one for one in found if reference in {leg.reference for leg in one})
    return Journey(tuple(ours), _gaps(ours))


def _gaps(legs: Sequence[Leg]) -> tuple[Gap, ...]:
    """Where nothing of ours was open."""
    gaps: list[Gap] = []
    last = legs[0]
    for leg in legs[1:]:
        if leg.starts > last.ends:
            owner = "" if last.next_owner.startswith(FOLLOWS) else last.next_owner
            gaps.append(Gap(last.ends, leg.starts, owner))
        last = max(last, leg, key=lambda one: one.ends)
    return tuple(gaps)


def joined(stretches: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """The same time, each moment of it once."""
    found: list[tuple[datetime, datetime]] = []
    for starts, ends in sorted(stretches):
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((starts, ends))
    return found
