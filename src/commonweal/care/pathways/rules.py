"""Where a referral stands, what its clocks say, and who may do what next.

A pathway, the steps recorded so far and a moment go in. Nothing that was recorded is lost: a step that does
not fit is named with the reason, and a correction stands for what it corrects as if it had been there first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from commonweal.blueprint import Pathway
from commonweal.blueprint.pathways import Move, Stage
from commonweal.care.pathways.clocks import Run, runs
from commonweal.care.pathways.steps import BEGIN, OutOfPlace, Step, follow, misfit


@dataclass(frozen=True)
class Answer:
    """Whether somebody may make a move now, and why not."""

    move: Move
    because: str

    @property
    def allowed(self) -> bool:
        return not self.because


@dataclass(frozen=True)
class Journey:
    """A referral on its pathway at one moment; `stage` is None before it has begun."""

    stage: Stage | None
    since: datetime | None
    taken: tuple[Step, ...]
    out_of_place: tuple[OutOfPlace, ...]
    clocks: tuple[Run, ...]

    @property
    def ended(self) -> bool:
        return self.stage is not None and self.stage.ends


def read(pathway: Pathway, steps: Iterable[Step], now: datetime) -> Journey:
    """The order in which steps were recorded has no bearing, only when they happened."""
    taken, apart = follow(pathway, steps, now)
    came = [step for step in taken if step.source != step.to]
    return Journey(
        stage=pathway.stage(taken[-1].to) if taken else None,
        since=came[-1].happened if came else None,
        taken=taken,
        out_of_place=apart,
        clocks=runs(pathway, taken, now),
    )


def moves(pathway: Pathway, stage: Stage | None, role: str) -> tuple[Answer, ...]:
    """Every move of the pathway, and whether somebody in this role may make it from here."""
    return tuple(Answer(move, refusal(move, stage, role)) for move in pathway.moves)


def refusal(move: Move, stage: Stage | None, role: str) -> str:
    """Why somebody in this role may not make this move from here; empty where they may."""
    if stage is None:
        return "the referral has not begun"
    if stage.ends:
        return "the referral has ended"
    if stage.id not in move.starts:
        return f"it is not made from '{stage.title}'"
    if role not in move.by:
        return f"it is for {' or '.join(move.by)}, not for {role}"
    return ""


def faults(pathway: Pathway, steps: Iterable[Step], new: Step, role: str) -> tuple[str, ...]:
    """Everything that stands against recording this step or correction; nothing where it can be recorded.

    It is held against where the referral stood when it happened, and against what was recorded after it.
    """
    recorded = tuple(steps)
    if new.happened > new.recorded:
        return ("it cannot be recorded before it has happened",)
    without = (*recorded, replace(new, never_happened=True))
    return (*_at_its_place(pathway, without, new, role), *_afterwards(pathway, recorded, new))


def _at_its_place(pathway: Pathway, without: tuple[Step, ...], new: Step, role: str) -> Iterator[str]:
    if new.never_happened:
        return
    stage = read(pathway, without, new.happened).stage
    move = pathway.move(new.move)
    if because := misfit(pathway, stage.id if stage else "", new, new.happened):
        yield because
    elif move:  # the beginning has none, and needs nothing more
        yield from filter(None, [refusal(move, stage, role)])
        yield from wanting(pathway, move, new)


def _afterwards(pathway: Pathway, recorded: tuple[Step, ...], new: Step) -> Iterator[str]:
    """What happened after it and would no longer fit."""
    before = {apart.step.id for apart in read(pathway, recorded, new.recorded).out_of_place}
    for apart in read(pathway, (*recorded, new), new.recorded).out_of_place:
        if apart.step.id not in before and apart.step != new:
            yield f"'{apart.step.move}', recorded already, would not fit: {apart.because}"


def wanting(pathway: Pathway, move: Move, new: Step) -> Iterator[str]:
    """What the move needs and the step does not bring."""
    if move.reasons and new.reason not in move.reasons:
        yield f"'{move.title}' needs a reason: {', '.join(move.reasons)}"
    yield from (
        f"'{move.title}' needs {instrument}"
        for instrument in move.instruments
        if instrument not in new.instruments
    )
    if move.outcomes and new.outcome not in move.outcomes:
        yield f"'{move.title}' needs an outcome: {', '.join(move.outcomes)}"
    outcome = next((one for one in pathway.outcomes if one.id == new.outcome), None)
    if outcome and outcome.next_owner and not new.next_owner:
        yield f"'{outcome.title}' needs whoever goes on to be named"


__all__ = ["BEGIN", "Answer", "Journey", "Step", "faults", "moves", "read", "refusal", "wanting"]
