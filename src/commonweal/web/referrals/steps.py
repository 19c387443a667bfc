"""What was done with a referral, step by step in words: who, when, why, and what was corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from commonweal.blueprint import Pathway
from commonweal.care.extents import blueprint
from commonweal.care.pathways.clocks import Run
from commonweal.care.pathways.steps import BEGIN, CARRIED
from commonweal.care.referrals.models import Step
from commonweal.care.referrals.reads import Standing
from commonweal.care.referrals.rules import FOLLOWS, OUTSIDE
from commonweal.web import words
from commonweal.web.referrals import clock, names

RECORDED_LATE = timedelta(minutes=1)  # up to then nobody needs to be told both times


@dataclass(frozen=True)
class Entry:
    """One step as the page tells it; `corrected` says that a later one stands for it."""

    number: int
    title: str
    stage: str
    happened: datetime
    recorded: datetime | None
    who: str
    details: tuple[tuple[str, str], ...]
    note: str
    corrects: int | None
    corrected: bool
    undone: bool
    apart: str


@dataclass(frozen=True)
class Face:
    """One run of a clock as the page shows it."""

    title: str
    state: str
    words: str
    detail: str


def entries(standing: Standing) -> list[Entry]:
    """The newest first."""
    corrected = {step.corrects for step in standing.steps if step.corrects is not None}
    apart = {int(one.step.id): one.because for one in standing.journey.out_of_place}
    found = [_entry(standing, step, step.number in corrected, apart) for step in standing.steps]
    return found[::-1]


def faces(standing: Standing) -> list[Face]:
    """Every clock: those that run first."""
    order = {"running": 0, "paused": 1, "stopped": 2, "void": 3}
    shown = sorted(standing.journey.clocks, key=lambda run: order[run.state])
    return [_face(run, standing.now) for run in shown]


def undoable(standing: Standing) -> Step | None:
    """The last step, where the viewer's role could have made it and it is not corrected itself."""
    last = standing.steps[-1]
    move = standing.pathway.move(last.move)
    if move is None or last.corrects is not None or last.move in (BEGIN, CARRIED):
        return None
    return last if standing.role in move.by else None


def owner(id: str) -> str:
    """Who goes on, in words."""
    if id.startswith(OUTSIDE):
        return f"{id.removeprefix(OUTSIDE).strip()}, outside the partnership"
    titles = {one.id: one.title for one in blueprint().pathways}
    if id.startswith(FOLLOWS):
        return titles.get(id.removeprefix(FOLLOWS), id)
    return names.titles().get(id, id)


def _entry(standing: Standing, step: Step, corrected: bool, apart: Mapping[int, str]) -> Entry:
    pathway = standing.wordings.get(step.version) or standing.pathway
    late = step.recorded - step.happened > RECORDED_LATE
    return Entry(
        number=step.number,
        title=_title(pathway, step),
        stage=names.stage(step.version, step.to) if step.version else step.to,
        happened=step.happened,
        recorded=step.recorded if late else None,
        who=_who(step),
        details=tuple((about, said) for about, said in _details(pathway, step) if said),
        note=step.note,
        corrects=step.corrects,
        corrected=corrected,
        undone=step.never_happened,
        apart=apart.get(step.number, ""),
    )


def _title(pathway: Pathway, step: Step) -> str:
    if step.move == BEGIN:
        return "Received"
    if step.move == CARRIED:
        return "Carried over to the pathway’s new wording"
    move = pathway.move(step.move)
    title = move.title if move else step.move
    return f"‘{title}’ never happened" if step.never_happened else title


def _who(step: Step) -> str:
    roles = {role.id: role.title for role in blueprint().roles}
    where = names.titles().get(step.team or step.organisation, "")
    return ", ".join(filter(None, (step.by_name, roles.get(step.role, step.role), where))) or "The system"


def _details(pathway: Pathway, step: Step) -> list[tuple[str, str]]:
    said = {one.id: one.title for one in (*pathway.reasons, *pathway.instruments)}
    said |= {outcome.id: outcome.title for outcome in pathway.outcomes}
    done = ", ".join(said.get(id, id) for id in step.instruments)
    return [
        ("Reason", said.get(step.reason, step.reason)),
        ("Given to", names.titles().get(step.given_team, step.given_team)),
        ("Filled in", done),
        ("Ended", said.get(step.outcome, step.outcome)),
        ("Goes on with", owner(step.next_owner) if step.next_owner else ""),
    ]


def _face(run: Run, now: datetime) -> Face:
    if run.state == "running":
        shown = clock.said(run.due, "", now)
        until = "ran out" if shown.state == "late" else "until"
        return Face(run.clock.title, shown.state, shown.words, f"{until} {words.moment(run.due, now)}")
    if run.paused:
        left = "late already" if run.breached else f"{clock.length(run.remaining)} left"
        return Face(run.clock.title, "resting", "rests", f"{run.paused.because} Then {left}.")
    if run.state == "void":
        return Face(run.clock.title, "none", "does not count", "")
    used = clock.length(run.used)
    return Face(
        run.clock.title,
        "late" if run.breached else "met",
        "late" if run.breached else "in time",
        f"took {used}",
    )
