"""The steps of a referral as recorded: facts that are added to and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from commonweal.blueprint import Pathway
from commonweal.blueprint.pathways_clocks import Happening, happenings

BEGIN = ""  # the move of the first step: from nowhere to the first stage
CARRIED = "carried-over"  # the move of a step that goes on under a later wording of the pathway


@dataclass(frozen=True)
class Step:
    """Who did what, when it happened, when it was recorded; one that `corrects` another stands for it.

    `wording` is the pathway as it read when the step was made, where it has been worded anew since.
    """

    id: str
    by: str
    happened: datetime
    recorded: datetime
    move: str
    source: str
    to: str
    reason: str = ""
    instruments: tuple[str, ...] = ()
    outcome: str = ""
    next_owner: str = ""
    corrects: str = ""
    never_happened: bool = False
    wording: Pathway | None = None

    @property
    def happenings(self) -> set[Happening]:
        return {("enters", self.to)} if self.move == BEGIN else happenings(self.source, self.to, self.move)


@dataclass(frozen=True)
class OutOfPlace:
    """A step that moved nothing, and why; it is kept and shown."""

    step: Step
    because: str


def standing(steps: Iterable[Step]) -> list[Step]:
    """What holds of all that was recorded: the newest word on each step, in the order it happened."""
    recorded = {step.id: step for step in steps}
    newest: dict[str, Step] = {}
    for step in sorted(recorded.values(), key=lambda step: (step.recorded, step.id)):
        newest[_first(step, recorded)] = step
    held = (step for step in newest.values() if not step.never_happened)
    return sorted(held, key=lambda step: (step.happened, step.id))


def _first(step: Step, recorded: dict[str, Step]) -> str:
    """The id of the step that a chain of corrections is about."""
    seen = {step.id}
    while step.corrects in recorded and step.corrects not in seen:
        step = recorded[step.corrects]
        seen.add(step.id)
    return step.corrects or step.id


def follow(
    pathway: Pathway, steps: Iterable[Step], now: datetime
) -> tuple[tuple[Step, ...], tuple[OutOfPlace, ...]]:
    """The steps that lead from the first stage to where the referral stands, and those that do not fit."""
    waiting = standing(steps)
    taken: list[Step] = []
    apart: list[OutOfPlace] = []
    stage = ""
    while waiting:
        step = next(_at_once(pathway, stage, waiting), waiting[0])
        waiting.remove(step)
        if because := misfit(pathway, stage, step, now):
            apart.append(OutOfPlace(step, because))
        else:
            taken.append(step)
            stage = step.to
    return tuple(taken), tuple(apart)


def _at_once(pathway: Pathway, stage: str, waiting: list[Step]) -> Iterator[Step]:
    """Of the steps that happened at the same moment as the next one, those that fit."""
    moment = waiting[0].happened
    same = (step for step in waiting if step.happened == moment)
    return (step for step in same if not misfit(pathway, stage, step, moment))


def in_new_words(pathway: Pathway, taken: Iterable[Step]) -> tuple[Step, ...]:
    """What was done before a referral was carried over, in the words of the file that it goes on under.

    So a clock that waits for a stage by its new name has seen it come there by the old one.
    """
    said: list[Step] = []
    for step in taken:
        if step.move == CARRIED:
            came = {one.stood_in: one.comes_to for one in (step.wording or pathway).carries_over}
            said = [_renamed(before, came) for before in said]
            step = replace(step, source=came.get(step.source, step.source))
        said.append(step)
    return tuple(said)


def _renamed(step: Step, came: Mapping[str, str]) -> Step:
    return replace(step, source=came.get(step.source, step.source), to=came.get(step.to, step.to))


def misfit(pathway: Pathway, stage: str, step: Step, now: datetime) -> str:
    """Why this step cannot be the next one; empty where it can."""
    if step.happened > now:
        return "it has not happened yet"
    if step.move == CARRIED:
        there = step.to in {known.id for known in pathway.stages}
        return "" if there and step.source == stage else "it was carried over from another stage"
    pathway = step.wording or pathway
    if step.move == BEGIN:
        begins = (step.source, step.to) == ("", pathway.first.id)
        return "" if begins and not stage else "the referral had begun already, or begins elsewhere"
    move = pathway.move(step.move)
    if move is None or step.source not in move.starts or step.to != move.to:
        return f"the pathway has no move '{step.move}' from '{step.source}' to '{step.to}'"
    if step.source != stage:
        return f"the referral stood in '{stage}' then" if stage else "the referral had not begun then"
    return ""
