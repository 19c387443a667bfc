"""Why a visit could not be placed, in words for whoever has to do something about it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from commonweal.care.visits.plan import Plan, Travel, Wanted, Worker, able

Clock = Callable[[int], str]


def alone(visit: Wanted, worker: Worker, travel: Travel) -> int | None:
    """The earliest that this worker could begin it with nothing else to do; None where they cannot."""
    start = soonest(visit, worker, travel)
    fits = start <= visit.latest and start + visit.minutes <= worker.ends
    return start if fits and visit.skills <= worker.skills else None


def soonest(visit: Wanted, worker: Worker, travel: Travel) -> int:
    """When they could be there, whatever the window says about the end."""
    return max(visit.earliest, worker.starts + travel(worker.place, visit.place))


def why_not(visit: Wanted, workers: Sequence[Worker], plan: Plan, travel: Travel, clock: Clock) -> str:
    """Of all that stands in the way, what would have to change first."""
    window = _window(visit, clock)
    if not workers:
        return "nobody is on shift"
    skilled = able(visit, workers)
    if not skilled:
        return f"nobody on shift has {_missing(visit, workers)}"
    there = [worker for worker in skilled if worker.starts <= visit.latest and worker.ends > visit.earliest]
    if not there:
        return f"nobody{_with(visit)} {window}"
    if not any(alone(visit, worker, travel) is not None for worker in there):
        return _too_far(visit, there, travel, window, clock)
    busy = [worker for worker in there if plan.of(worker.id)]
    return f"everybody{_with(visit)} is with others or at rest {window} ({_several(len(busy) or len(there))})"


def _missing(visit: Wanted, workers: Collection[Worker]) -> str:
    """The skills that nobody has, or that no one person has together."""
    known = frozenset[str]().union(*(worker.skills for worker in workers))
    absent = sorted(visit.skills - known)
    return " or ".join(absent) if absent else " and ".join(sorted(visit.skills)) + " together"


def _too_far(visit: Wanted, there: Sequence[Worker], travel: Travel, window: str, clock: Clock) -> str:
    reach = [worker for worker in there if soonest(visit, worker, travel) + visit.minutes <= worker.ends]
    if not reach:
        return f"no shift{_with(visit)} is long enough to go there and stay {visit.minutes} minutes"
    first = min(soonest(visit, worker, travel) for worker in reach)
    return f"nobody{_with(visit)} can be there {window}; the first could at {clock(first)}"


def _with(visit: Wanted) -> str:
    return f" with {' and '.join(sorted(visit.skills))}" if visit.skills else ""


def _window(visit: Wanted, clock: Clock) -> str:
    if visit.earliest == visit.latest:
        return f"at {clock(visit.earliest)}"
    return f"between {clock(visit.earliest)} and {clock(visit.latest)}"


def _several(people: int) -> str:
    return "1 person" if people == 1 else f"{people} people"
