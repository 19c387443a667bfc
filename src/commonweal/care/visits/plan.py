"""What a plan of a day is made of. Times are whole minutes from one moment that the caller chooses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

Travel = Callable[[str, str], int]  # from one place to another, in minutes


@dataclass(frozen=True)
class Wanted:
    """A visit to be planned: it begins between `earliest` and `latest`, and is late after `due`.

    `faces` are the workers whom the person knows already, or was told to expect.
    """

    id: str
    earliest: int
    latest: int
    minutes: int
    place: str
    skills: frozenset[str] = frozenset()
    due: int | None = None
    faces: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Break:
    """A rest of so many minutes that begins between two times."""

    earliest: int
    latest: int
    minutes: int


@dataclass(frozen=True)
class Worker:
    """Somebody on shift: they set out from `place`, and their last visit is over when the shift ends."""

    id: str
    starts: int
    ends: int
    place: str
    skills: frozenset[str] = frozenset()
    breaks: tuple[Break, ...] = ()

    def from_then(self, moment: int, place: str) -> Worker:
        """What is left of the shift at a moment at which they are at `place`; all of it before it begins."""
        if moment <= self.starts:
            return self
        rests = (
            replace(one, earliest=max(one.earliest, moment)) for one in self.breaks if one.latest >= moment
        )
        return replace(self, starts=moment, place=place, breaks=tuple(rests))


@dataclass(frozen=True)
class Stop:
    """A visit in its place: who begins it when, and how long the way to it takes."""

    visit: str
    worker: str
    start: int
    end: int
    travel: int
    late: int = 0


@dataclass(frozen=True)
class Unplaced:
    """A visit that nobody can make, and why."""

    visit: str
    because: str


@dataclass(frozen=True)
class Plan:
    """Who makes which visit when, in the order of each worker's day; every visit is placed or explained."""

    stops: tuple[Stop, ...]
    unplaced: tuple[Unplaced, ...] = ()
    breaks: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    @property
    def late(self) -> int:
        return sum(stop.late for stop in self.stops)

    @property
    def travel(self) -> int:
        return sum(stop.travel for stop in self.stops)

    def of(self, worker: str) -> tuple[Stop, ...]:
        """One worker's visits in their order."""
        return tuple(
            sorted((stop for stop in self.stops if stop.worker == worker), key=lambda stop: stop.start)
        )


def able(visit: Wanted, workers: Collection[Worker]) -> tuple[Worker, ...]:
    """Those who have every skill that the visit needs."""
    return tuple(worker for worker in workers if visit.skills <= worker.skills)
