"""A team's day planned by the solver, beside one planned by hand: the most urgent first, to whoever is free.

Sixty visits and ten people in one place of a blueprint, on several invented days. What counts is minutes late
and minutes on the way together; a visit left out counts as late until the day ends. Limits: never worse than
by hand on any day, at most 0.8 of it over all days, and no plan takes longer than ten seconds.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commonweal.blueprint import load
from commonweal.care.visits import planning
from commonweal.care.visits.plan import Break, Plan, Stop, Travel, Wanted, Worker
from commonweal.care.visits.travel import Country, on_the_grid

REPOSITORY = Path(__file__).resolve().parents[1]
SKILLS = ("assessment", "wound-care", "catheter-care", "therapy")
DAY = (8 * 60, 18 * 60)
LIMIT, SLOWEST = 0.8, 10.0  # of what is done by hand; seconds


def main(words: Sequence[str] | None = None) -> int:
    """1 where a limit is missed."""
    asked = _asked(words)
    declared = load(asked.blueprint)
    estimate = declared.partnership.travel
    country = Country(on_the_grid(declared.small_areas, estimate), estimate)
    places = sorted(declared.area(asked.area).small_areas)
    said = f"{asked.visits} visits, {asked.people} people, {len(places)} small areas"
    print(f"{said}; {os.cpu_count()} processors")
    print(f"{'day':>4} {'by hand: out, late, way':>26} {'solver: out, late, way':>26}  ratio  seconds")
    days = [_measured(seed, places, country.minutes, asked) for seed in range(1, asked.days + 1)]
    ratio = sum(day.ours for day in days) / sum(day.by_hand for day in days)
    slowest = max(day.seconds for day in days)
    print(f"all days: {ratio:.2f} of by hand, limit {LIMIT}; slowest {slowest:.1f} s, limit {SLOWEST:.0f}")
    worse = any(day.ours > day.by_hand for day in days)
    return 1 if worse or ratio > LIMIT or slowest > SLOWEST else 0


@dataclass(frozen=True)
class Day:
    """What one day costs, planned by the solver and by hand, and how long the solver took."""

    ours: int
    by_hand: int
    seconds: float


def _measured(seed: int, places: Sequence[str], travel: Travel, asked: argparse.Namespace) -> Day:
    visits, people = _day(seed, places, asked)
    began = time.perf_counter()
    ours = planning.plan(visits, people, travel)
    seconds = time.perf_counter() - began
    hand = _by_hand(visits, people, travel)
    day = Day(_cost(ours, visits), _cost(hand, visits), seconds)
    said = [f"{len(visits) - len(plan.stops):3} {plan.late:7} {plan.travel:7}" for plan in (hand, ours)]
    print(f"{seed:4} {said[0]:>26} {said[1]:>26} {day.ours / day.by_hand:6.2f} {seconds:8.2f}")
    return day


def _cost(plan: Plan, visits: Sequence[Wanted]) -> int:
    placed = {stop.visit for stop in plan.stops}
    left_out = sum(DAY[1] - visit.earliest for visit in visits if visit.id not in placed)
    return plan.late + plan.travel + left_out


def _day(seed: int, places: Sequence[str], asked: argparse.Namespace) -> tuple[list[Wanted], list[Worker]]:
    """A third of the visits have a two-hour clock; all have a window, half need a skill that not all have."""
    chance = random.Random(seed)
    visits = [_visit(f"v{n:03}", places, chance) for n in range(asked.visits)]
    people = [_person(f"p{n:02}", places, chance) for n in range(asked.people)]
    return visits, people


def _visit(id: str, places: Sequence[str], chance: random.Random) -> Wanted:
    earliest = chance.randrange(DAY[0], DAY[1] - 180, 15)
    urgent = chance.random() < 1 / 3
    latest = DAY[1] - 60 if urgent else min(DAY[1] - 60, earliest + chance.choice([60, 120, 240]))
    skills = frozenset([chance.choice(SKILLS)]) if chance.random() < 0.5 else frozenset[str]()
    minutes, due = chance.choice([20, 30, 45, 60]), earliest + 120 if urgent else None
    return Wanted(id, earliest, latest, minutes, chance.choice(places), skills, due)


def _person(id: str, places: Sequence[str], chance: random.Random) -> Worker:
    starts = chance.choice([DAY[0], DAY[0], DAY[0] + 120])
    rest = Break(starts + 180, starts + 300, 30)
    skills = frozenset(chance.sample(SKILLS, 2))
    return Worker(id, starts, starts + 480, chance.choice(places), skills, (rest,))


def _by_hand(visits: Sequence[Wanted], people: Sequence[Worker], travel: Travel) -> Plan:
    """One after the other, by when it has to be done: whoever can begin it first goes, rests aside."""
    days = [_Hand(one) for one in people]
    for visit in sorted(visits, key=lambda one: (one.due or one.latest, one.id)):
        able = [day for day in days if day.takes(visit, travel)]
        if able:
            min(able, key=lambda day: day.begins(visit, travel)).take(visit, travel)
    return Plan(tuple(stop for day in days for stop in day.stops))


class _Hand:
    """One person's day as it fills up from its beginning."""

    def __init__(self, worker: Worker) -> None:
        self.worker, self.free, self.here = worker, worker.starts, worker.place
        self.stops: list[Stop] = []

    def begins(self, visit: Wanted, travel: Travel) -> int:
        return max(visit.earliest, self.free + travel(self.here, visit.place))

    def takes(self, visit: Wanted, travel: Travel) -> bool:
        begins = self.begins(visit, travel)
        fits = begins <= visit.latest and begins + visit.minutes <= self.worker.ends
        return fits and visit.skills <= self.worker.skills

    def take(self, visit: Wanted, travel: Travel) -> None:
        begins, way = self.begins(visit, travel), travel(self.here, visit.place)
        late = max(0, begins - visit.due) if visit.due is not None else 0
        self.stops.append(Stop(visit.id, self.worker.id, begins, begins + visit.minutes, way, late))
        self.free, self.here = begins + visit.minutes, visit.place


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    told = argparse.ArgumentParser(prog="bin/bench visits", description=__doc__)
    told.add_argument("--visits", type=int, default=60)
    told.add_argument("--people", type=int, default=10)
    told.add_argument("--days", type=int, default=5)
    told.add_argument("--blueprint", type=Path, default=REPOSITORY / "blueprints" / "derbyshire")
    told.add_argument("--area", default="derbyshire-dales")
    return told.parse_args(words)


if __name__ == "__main__":
    raise SystemExit(main())
