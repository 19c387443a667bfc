"""The clocks of a referral: each run of one, with the time it has used and the time it has left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal

from commonweal.blueprint import Pathway
from commonweal.blueprint.pathways_clocks import Clock, Pause, Rung, Version
from commonweal.care.pathways.steps import Step, in_new_words
from commonweal.care.pathways.working_time import HERE, INSTANT, Counted, Measure

State = Literal["running", "paused", "stopped", "void"]


@dataclass(frozen=True)
class Rest:
    """From when until when a clock rested; `until` is None while it rests."""

    pause: Pause
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Run:
    """One run of a clock, as it stands now. Void runs have no bearing on whether people were in time.

    `next_rung` is when the next of those that it tells is told, if it goes on as it does.
    """

    clock: Clock
    version: Version
    state: State
    started: datetime
    ended: datetime | None
    used: timedelta
    remaining: timedelta
    breached: bool
    due: datetime | None
    rests: tuple[Rest, ...]
    reached: tuple[Rung, ...]
    next_rung: datetime | None

    @property
    def paused(self) -> Pause | None:
        """Why it rests now, if it does."""
        return self.rests[-1].pause if self.state == "paused" else None


@dataclass
class _Course:
    """A run as it is being followed, step by step."""

    clock: Clock
    version: Version
    started: datetime
    rests: list[Rest]
    ended: datetime | None = None
    void: bool = False


def runs(pathway: Pathway, taken: tuple[Step, ...], now: datetime) -> tuple[Run, ...]:
    """Every run of every clock, in the order of the file and then of time."""
    said = in_new_words(pathway, taken)
    return tuple(_read(pathway, course, now) for clock in pathway.clocks for course in _courses(clock, said))


def when_reached(pathway: Pathway, run: Run, rung: Rung, now: datetime) -> datetime:
    """When a run came to a rung that it has reached by now."""
    measure = Measure(run.version.within, pathway.opening(run.version.hours))
    counted = list(_counted(measure, run, run.ended or now))
    needed = Fraction(rung.at * (measure.limit // INSTANT), 100)
    return _due(measure, counted, needed, rests=True) or now


def _courses(clock: Clock, taken: tuple[Step, ...]) -> Iterator[_Course]:
    """What starts it while it runs changes nothing; what voids it weighs more than what stops it.

    On a day without a rule nothing starts: there is nothing to be in time for.
    """
    course: _Course | None = None
    for step in taken:
        void = Clock.any_of(clock.voids, step.happenings)
        if course and (void or Clock.any_of(clock.stops, step.happenings)):
            _rest(course, "", step.happened)
            course.ended, course.void = step.happened, void
            yield course
            course = None
        if course is None and Clock.any_of(clock.starts, step.happenings):
            version = clock.version(step.happened.astimezone(HERE).date())
            course = _Course(clock, version, step.happened, []) if version else None
        if course:
            _rest(course, step.to, step.happened)
    if course:
        yield course


def _rest(course: _Course, stage: str, at: datetime) -> None:
    """Begins or ends its rest on coming to a stage."""
    last = course.rests[-1] if course.rests else None
    resting = last if last and last.until is None else None
    if resting and resting.pause.stage != stage:
        course.rests[-1] = Rest(resting.pause, resting.since, at)
        resting = None
    pause = next((pause for pause in course.version.pauses if pause.stage == stage), None)
    if pause and not resting:
        course.rests.append(Rest(pause, at, None))


def _read(pathway: Pathway, course: _Course, now: datetime) -> Run:
    """How much of its time is used by now, or was when it ended."""
    measure = Measure(course.version.within, pathway.opening(course.version.hours))
    counted = list(_counted(measure, course, course.ended or now))
    limit = measure.limit // INSTANT
    used = sum(measure.used(since, until) for since, until in counted)
    state = _state(course)
    return Run(
        clock=course.clock,
        version=course.version,
        state=state,
        started=course.started,
        ended=course.ended,
        used=INSTANT * int(used),
        remaining=measure.limit - INSTANT * int(used),
        breached=used > limit,
        due=_due(measure, counted, limit, rests=state == "paused"),
        rests=tuple(course.rests),
        reached=tuple(rung for rung in course.clock.tells if used * 100 >= rung.at * limit),
        next_rung=_next_rung(measure, course, counted, limit, used) if state == "running" else None,
    )


def _next_rung(
    measure: Measure,
    course: _Course,
    counted: list[tuple[datetime, datetime]],
    limit: Counted,
    used: Counted,
) -> datetime | None:
    """When the first rung that is not reached will be."""
    ahead = [Fraction(rung.at * limit, 100) for rung in course.clock.tells if used * 100 < rung.at * limit]
    return _due(measure, counted, min(ahead), rests=False) if ahead else None


def _state(course: _Course) -> State:
    if course.ended:
        return "void" if course.void else "stopped"
    return "paused" if course.rests and course.rests[-1].until is None else "running"


def _counted(measure: Measure, course: _Course | Run, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of a run between its rests; the last one goes up to `until`."""
    since = measure.counts_from(course.started)
    for rest in course.rests:
        yield since, max(since, rest.since)
        if rest.until is None:
            return
        since = max(since, rest.until)
    yield since, max(since, until)


def _due(
    measure: Measure, counted: list[tuple[datetime, datetime]], left: Counted, *, rests: bool
) -> datetime | None:
    """When all its time is used if it goes on as it does; None while it rests with time left."""
    for since, until in counted:
        used = measure.used(since, until)
        if left <= used:
            return measure.when(since, left)
        left -= used
    return None if rests else measure.when(counted[-1][1], left)
