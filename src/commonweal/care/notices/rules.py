"""Which rungs of which clocks are told now, and which notices wait for nobody any more. No database here.

Lateness is read from the steps at the moment of asking: a sender that was down for hours tells of each run
only the highest rung that it has reached, and notes the lower ones as overtaken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from commonweal.blueprint import Pathway
from commonweal.blueprint.pathways_clocks import Rung
from commonweal.care.pathways.clocks import Run, when_reached
from commonweal.care.pathways.rules import Journey

STOPPED = "the clock stopped first"
VOID = "the clock no longer counts"
CORRECTED = "a step was corrected: this much of the time was not used"
OVERTAKEN = "{at}% of the time is used, and that was told"

Key = tuple[str, int, int]  # clock, number of the run, per cent


@dataclass(frozen=True)
class Reached:
    """A rung that a run has come to, and how it was noted: told, or overtaken by a higher one."""

    key: Key
    rung: Rung
    at: datetime
    overtaken_by: int = 0


@dataclass(frozen=True)
class Closed:
    """A notice that waits no longer."""

    key: Key
    state: str
    because: str


@dataclass(frozen=True)
class Changes:
    """What a look at a referral brings."""

    reached: tuple[Reached, ...]
    closed: tuple[Closed, ...]
    again: datetime | None  # when the next look is due, if nothing happens before


def numbered(journey: Journey) -> dict[tuple[str, int], Run]:
    """Each run by clock and number, from 1."""
    found: dict[tuple[str, int], Run] = {}
    for run in journey.clocks:
        number = 1 + sum(clock == run.clock.id for clock, _ in found)
        found[run.clock.id, number] = run
    return found


def look(
    pathway: Pathway, journey: Journey, known: Iterable[Key], waiting: Iterable[Key], now: datetime
) -> Changes:
    """`known` are the rungs that were ever noted, `waiting` those that nobody has answered.

    While a clock rests nobody is told: what it reached before is told once it runs again, if still true.
    """
    runs, noted = numbered(journey), set(known)
    reached = [
        found
        for (clock, number), run in runs.items()
        if run.state == "running"
        for found in _new(pathway, (clock, number), run, noted, now)
    ]
    told = {found.key for found in reached if not found.overtaken_by}
    closed = (_close(key, runs.get(key[:2]), told) for key in waiting)
    ahead = [run.next_rung for run in journey.clocks if run.next_rung]
    return Changes(tuple(reached), tuple(filter(None, closed)), min(ahead, default=None))


def standing(run: Run | None, rung: int) -> str:
    """Why a notice of this rung is no longer true; empty while it is."""
    if run is None:
        return CORRECTED
    if run.state in ("stopped", "void"):
        return STOPPED if run.state == "stopped" else VOID
    return "" if any(one.at == rung for one in run.reached) else CORRECTED


def answer_by(rung: Rung, run: Run | None, noted: datetime) -> datetime | None:
    """Until when an answer is waited for; while the clock rested nobody had to give one."""
    if rung.answer_within is None:
        return None
    woken = [rest.until for rest in run.rests if rest.until] if run else []
    return max([noted, *woken]) + timedelta(minutes=rung.answer_within.minutes)


def _new(
    pathway: Pathway, run_key: tuple[str, int], run: Run, noted: set[Key], now: datetime
) -> Iterator[Reached]:
    """The rungs of a run that nobody has noted, up to the highest reached."""
    highest = max((rung.at for rung in run.reached), default=0)
    for rung in run.reached:
        key = (*run_key, rung.at)
        if key not in noted:
            at = when_reached(pathway, run, rung, now)
            yield Reached(key, rung, at, overtaken_by=highest if rung.at < highest else 0)


def _close(key: Key, run: Run | None, told: set[Key]) -> Closed | None:
    """How a waiting notice ends by what happened since; None where it still waits."""
    if because := standing(run, key[2]):
        return Closed(key, "withdrawn" if because == CORRECTED else "moved_on", because)
    higher = [at for clock, number, at in told if (clock, number) == key[:2] and at > key[2]]
    return Closed(key, "overtaken", OVERTAKEN.format(at=max(higher))) if higher else None
