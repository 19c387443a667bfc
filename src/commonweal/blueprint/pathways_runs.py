"""Whether a referral can run through a pathway, and its clocks with it, from the first stage to an end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from commonweal.blueprint import pathways_walks as walks
from commonweal.blueprint.document import Where
from commonweal.blueprint.draft import Draft, Part
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.pathways import Pathway
from commonweal.blueprint.pathways_checks import declared
from commonweal.blueprint.pathways_clocks import ALWAYS, Clock, Event
from commonweal.blueprint.wording import did_you_mean

DAY = timedelta(days=1)


def stages_are_reached(draft: Draft) -> Iterator[BlueprintFault]:
    for part, pathway in declared(draft):
        reached = walks.reached(pathway)
        for place, stage in enumerate(pathway.stages):
            if stage.id not in reached:
                message = f"no referral comes to '{stage.id}'; let a move lead to it, or take it out"
                yield part.document.fault(("stages", place, "id"), message)


def stages_lead_out(draft: Draft) -> Iterator[BlueprintFault]:
    for part, pathway in declared(draft):
        out = walks.leading_out(pathway)
        for place, stage in enumerate(pathway.stages):
            if stage.id not in out:
                message = (
                    f"no way leads from '{stage.id}' to an end; let a move lead on, or give it ends: true"
                )
                yield part.document.fault(("stages", place, "id"), message)


def clocks_name_what_is_declared(draft: Draft) -> Iterator[BlueprintFault]:
    for part, pathway in declared(draft):
        stages, moves = ([entry.id for entry in entries] for entries in (pathway.stages, pathway.moves))
        for where, (kind, name) in _named(pathway):
            there, noun = (moves, "move") if kind == "move" else (stages, "stage")
            if name not in there:
                remedy = did_you_mean(name, there, f"add it to {noun}s, or take it out")
                yield part.document.fault(where, f"there is no {noun} '{name}' in this file; {remedy}")


def clocks_start_and_stop(draft: Draft) -> Iterator[BlueprintFault]:
    for part, pathway in declared(draft):
        for place, clock in enumerate(pathway.clocks):
            if not any(walks.can_happen(pathway, event) for event in clock.starts):
                message = f"'{clock.id}' cannot start: none of these ever happens; name what does"
                yield part.document.fault(("clocks", place, "starts"), message)
            elif not walks.stops_from(pathway, clock):
                message = f"'{clock.id}' cannot stop: none of these happens while it runs; name what does"
                yield part.document.fault(("clocks", place, "stops"), message)
            else:
                yield from _runs_on(part, pathway, place, clock)


def _runs_on(part: Part, pathway: Pathway, place: int, clock: Clock) -> Iterator[BlueprintFault]:
    """A fault for each end in which the clock goes on."""
    running = walks.running_in(pathway, clock)
    for stage in pathway.stages:
        if stage.ends and stage.id in running:
            message = (
                f"'{clock.id}' can still run when the referral has ended in '{stage.id}';"
                f" add {{enters: {stage.id}}} to stops or voids"
            )
            yield part.document.fault(("clocks", place, "id"), message)


def versions_follow_each_other(draft: Draft) -> Iterator[BlueprintFault]:
    for part, _, (place, clock) in _clocks(draft):
        for item, (earlier, later) in enumerate(pairwise(clock.versions)):
            if earlier.until is None or later.starts <= earlier.until:
                message = f"overlaps with '{earlier.id}'; begin the day after it ends, and give that until"
            elif later.starts - earlier.until > DAY:
                message = f"leaves days without a rule after '{earlier.id}'; begin on {earlier.until + DAY}"
            else:
                continue
            yield part.document.fault(("clocks", place, "versions", item + 1, "from"), message)


def versions_have_hours(draft: Draft) -> Iterator[BlueprintFault]:
    for part, pathway, (place, clock) in _clocks(draft):
        there = [ALWAYS, *(hours.id for hours in pathway.hours)]
        for item, version in enumerate(clock.versions):
            if version.hours not in there:
                remedy = did_you_mean(version.hours, there, "add it to hours, or say always")
                message = f"there are no working hours '{version.hours}' in this file; {remedy}"
                yield part.document.fault(("clocks", place, "versions", item, "hours"), message)


def ladders_go_up(draft: Draft) -> Iterator[BlueprintFault]:
    for part, _, (place, clock) in _clocks(draft):
        for item, (lower, upper) in enumerate(pairwise(clock.tells)):
            if upper.at <= lower.at:
                message = f"should be more than the {lower.at} above it; tell people in the order of time"
                yield part.document.fault(("clocks", place, "tells", item + 1, "at"), message)


def _clocks(draft: Draft) -> Iterator[tuple[Part, Pathway, tuple[int, Clock]]]:
    return (
        (part, pathway, found) for part, pathway in declared(draft) for found in enumerate(pathway.clocks)
    )


def _named(pathway: Pathway) -> Iterator[tuple[Where, tuple[str, str]]]:
    """Every stage and move that its clocks name, and where."""
    for place, clock in enumerate(pathway.clocks):
        for key in ("starts", "stops", "voids"):
            events: tuple[Event, ...] = getattr(clock, key)
            for item, event in enumerate(events):
                kind, name = event.happening
                yield ("clocks", place, key, item, kind), (kind, name)
        for item, version in enumerate(clock.versions):
            for rest, pause in enumerate(version.pauses):
                where = ("clocks", place, "versions", item, "pauses", rest, "stage")
                yield where, ("stage", pause.stage)


RULES = (
    stages_are_reached,
    stages_lead_out,
    clocks_name_what_is_declared,
    clocks_start_and_stop,
    versions_follow_each_other,
    versions_have_hours,
    ladders_go_up,
)
