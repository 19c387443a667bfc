"""Walking a pathway's moves: which stages are reached, which ends, and what a clock meets on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from commonweal.blueprint.pathways import Pathway
from commonweal.blueprint.pathways_clocks import Clock, Event, Happening, happenings


@dataclass(frozen=True)
class Arrow:
    """One move from one of its stages."""

    source: str
    to: str
    move: str

    @property
    def happenings(self) -> set[Happening]:
        return happenings(self.source, self.to, self.move)


def arrows(pathway: Pathway) -> tuple[Arrow, ...]:
    """Each move from each of its stages."""
    return tuple(Arrow(source, move.to, move.id) for move in pathway.moves for source in move.starts)


def reached(pathway: Pathway) -> set[str]:
    """The stages that a referral can come to."""
    return _walk([pathway.first.id], arrows(pathway), lambda arrow: (arrow.source, arrow.to))


def leading_out(pathway: Pathway) -> set[str]:
    """The stages from which some end can be reached, ends included."""
    ends = [stage.id for stage in pathway.stages if stage.ends]
    return _walk(ends, arrows(pathway), lambda arrow: (arrow.to, arrow.source))


def can_happen(pathway: Pathway, event: Event) -> bool:
    """Whether any referral can ever make it happen."""
    begins = event.happening == ("enters", pathway.first.id)
    return begins or any(event.happening in arrow.happenings for arrow in _made(pathway))


def running_in(pathway: Pathway, clock: Clock) -> set[str]:
    """The stages in which the clock can still be running."""
    ending = (*clock.stops, *clock.voids)
    going_on = [arrow for arrow in _made(pathway) if not Clock.any_of(ending, arrow.happenings)]
    return _walk(_started(pathway, clock), going_on, lambda arrow: (arrow.source, arrow.to))


def stops_from(pathway: Pathway, clock: Clock) -> bool:
    """Whether the clock, once started, can come to one of its stops."""
    running = running_in(pathway, clock)
    return any(
        arrow.source in running and Clock.any_of(clock.stops, arrow.happenings) for arrow in _made(pathway)
    )


def _started(pathway: Pathway, clock: Clock) -> Iterator[str]:
    """Where a referral stands when the clock starts."""
    if Clock.any_of(clock.starts, {("enters", pathway.first.id)}):
        yield pathway.first.id
    yield from (arrow.to for arrow in _made(pathway) if Clock.any_of(clock.starts, arrow.happenings))


def _made(pathway: Pathway) -> list[Arrow]:
    """The moves that some referral can make."""
    known = reached(pathway)
    return [arrow for arrow in arrows(pathway) if arrow.source in known]


def _walk(begin: Iterable[str], along: Iterable[Arrow], ends: Callable[[Arrow], tuple[str, str]]) -> set[str]:
    """Every stage that is met, beginning anywhere in `begin`; `ends` says which way an arrow is walked."""
    beyond: dict[str, set[str]] = {}
    for here, there in map(ends, along):
        beyond.setdefault(here, set()).add(there)
    waiting = list(begin)
    found: set[str] = set()
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting.extend(beyond.get(here, ()))
    return found
