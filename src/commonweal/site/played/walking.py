"""Where a referral goes next and when, read off its pathway's file. No database here."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from statistics import NormalDist

from commonweal.blueprint import Pathway
from commonweal.blueprint.pathways import Move
from commonweal.blueprint.pathways_clocks import Clock, Hours, Within, happenings
from commonweal.care.pathways.clocks import Run
from commonweal.care.pathways.rules import Journey
from commonweal.care.pathways.working_time import INSTANT, Measure
from commonweal.site.played.chance import Chance, weighed
from commonweal.site.played.usual import Usual

FAR = 1_000


@dataclass(frozen=True)
class Intended:
    """What somebody is going to do, and when."""

    move: Move
    happens: datetime


def intended(
    pathway: Pathway, journey: Journey, now: datetime, chance: Chance, usual: Usual
) -> Intended | None:
    """The next move of a referral; None where it has ended."""
    if journey.stage is None or journey.ended:
        return None
    dice = chance.of("next", len(journey.taken))
    move = next_move(pathway, journey.stage.id, dice, usual)
    onward = move if not move.reasons else straight_on(pathway, journey.stage.id)
    happens = _when(pathway, onward or move, journey, now, chance, usual)
    if chance.of("lying").random() < usual.shares.left_lying:
        happens = now + (happens - now) * usual.longer
    if move.reasons:  # it turns aside somewhere on the way
        happens = now + (happens - now) * dice.uniform(0.1, 0.9)
    return Intended(move, max(happens, now + timedelta(minutes=usual.minutes.least * dice.uniform(0.5, 2))))


def next_move(pathway: Pathway, stage: str, dice: Random, usual: Usual) -> Move:
    """Mostly straight on to an end; what has to give a reason is out of the ordinary."""
    starting = [move for move in pathway.moves if stage in move.starts]
    aside = [move for move in starting if move.reasons]
    staying = [move for move in starting if not move.reasons and move.to == stage]
    onward = [move for move in starting if not move.reasons and move.to != stage]
    if aside and (not onward or dice.random() < usual.shares.aside):
        return dice.choice(aside)
    if staying and (not onward or dice.random() < usual.shares.stays):
        return dice.choice(staying)
    left = {move.id: to_an_end(pathway, move.to) for move in onward}
    nearest = min(left.values())
    weights = {id: 1.0 if far == nearest else usual.shares.detour for id, far in left.items()}
    chosen = weighed(dice, weights)
    return next(move for move in onward if move.id == chosen)


def straight_on(pathway: Pathway, stage: str) -> Move | None:
    """The move that leads nearest to an end without a reason, if any does."""
    onward = [move for move in _usual_moves(pathway, stage) if move.to != stage]
    return min(onward, key=lambda move: to_an_end(pathway, move.to), default=None)


def to_an_end(pathway: Pathway, stage: str) -> int:
    """How many moves without a reason lead from a stage to an end."""
    ends = {known.id for known in pathway.stages if known.ends}
    return next((far for far, at, _ in _walk(pathway, stage) if at in ends), FAR)


def to_stop(pathway: Pathway, clock: Clock, stage: str, move: Move) -> int | None:
    """How many moves stop the clock, this one the first; None where none without a reason does."""
    if _stops(clock, stage, move):
        return 1
    return next((far + 1 for far, at, by in _walk(pathway, move.to) if by and _stops(clock, at, by)), None)


def _walk(pathway: Pathway, stage: str) -> Iterator[tuple[int, str, Move | None]]:
    """Every stage that moves without a reason lead to, and every such move from it, the nearest first."""
    waiting, seen = deque([(0, stage)]), {stage}
    while waiting:
        far, at = waiting.popleft()
        yield far, at, None
        for move in _usual_moves(pathway, at):
            yield far + 1, at, move
            if move.to not in seen:
                seen.add(move.to)
                waiting.append((far + 1, move.to))


def _usual_moves(pathway: Pathway, stage: str) -> list[Move]:
    return [move for move in pathway.moves if stage in move.starts and not move.reasons]


def _stops(clock: Clock, stage: str, move: Move) -> bool:
    return clock.any_of(clock.stops, happenings(stage, move.to, move.id))


def _when(
    pathway: Pathway, move: Move, journey: Journey, now: datetime, chance: Chance, usual: Usual
) -> datetime:
    """By the clock that presses most; unhurried where none does."""
    pressing = list(_pressing(pathway, move, journey, now, chance, usual))
    if pressing:
        return min(pressing)
    dice = chance.of("unhurried", len(journey.taken))
    rests = any(run.state == "paused" for run in journey.clocks)
    minutes = usual.minutes.resting if rests else usual.minutes.unhurried
    whole = round(minutes * dice.lognormvariate(0, usual.spread)) + 1
    hours = pathway.hours[0] if pathway.hours else None
    return Measure(Within(minutes=whole), hours).when(now, timedelta(minutes=whole) // INSTANT)


def _pressing(
    pathway: Pathway, move: Move, journey: Journey, now: datetime, chance: Chance, usual: Usual
) -> Iterator[datetime]:
    """For each clock that runs and that this way stops: when this move is made, so that it stops in time."""
    assert journey.stage
    for number, run in enumerate(journey.clocks):
        moves_left = to_stop(pathway, run.clock, journey.stage.id, move)
        if run.state != "running" or moves_left is None:
            continue
        measure, limit = _worked(run, pathway.opening(run.version.hours))
        share = takes(run, chance.of("takes", run.clock.id, number), usual)
        left = limit * (share - run.used / (run.used + run.remaining))
        if moves_left > 1:
            left *= chance.of("part", run.clock.id, len(journey.taken)).uniform(0.5, 1.2) / moves_left
        yield measure.when(now, max(left, timedelta(minutes=usual.minutes.least)) // INSTANT)


def takes(run: Run, dice: Random, usual: Usual) -> float:
    """The share of its time until a clock is stopped: as often within it as the target says."""
    target = (run.version.target or usual.in_time) / 100
    middle = -usual.spread * NormalDist().inv_cdf(min(target, 0.99))
    return dice.lognormvariate(middle, usual.spread)


def _worked(run: Run, hours: Hours | None) -> tuple[Measure, timedelta]:
    """The hours in which work is done, and how much of them; working days begin with the rest of today."""
    within = run.version.within
    if hours is None or not within.working_days:
        measure = Measure(within, hours)
        return measure, measure.limit
    spans = [(day, span) for day in range(7) for opening in hours.week if (span := opening.on(day))]
    minutes = sum(closes - opens for _, (opens, closes) in spans)
    a_day = timedelta(minutes=minutes) / len({day for day, _ in spans})
    return Measure(Within(minutes=1), hours), (within.working_days + 0.5) * a_day
