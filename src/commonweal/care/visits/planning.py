"""Plans a day: visits, workers and travel → who goes where, when and in which order.

Windows, skills, shifts and rests are kept. Of all plans that keep them the solver looks for the one that
leaves out the fewest visits and then costs least: minutes late, on the way, waited, and unfamiliar faces.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from ortools.util.optional_boolean_pb2 import BOOL_TRUE

from commonweal.care.visits.explaining import Clock, alone, why_not
from commonweal.care.visits.plan import Plan, Stop, Travel, Unplaced, Wanted, Worker

WAITED = 1  # what a plan costs for each minute that somebody waits who cannot be late
TRAVELLED = 10  # for each minute on the way
LATE = 50  # for each minute late
NEW_FACE = 100  # for each visit by somebody whom the person does not know, while they know somebody
LEFT_OUT = 1_000_000  # for each visit it leaves out
TRIES, TRIES_A_VISIT = 4_000, 3_000  # looked at, whatever the clock says: the same day gives the same plan
FEW = 6  # visits of a day that is solved exactly; ten can take half a minute
SECONDS = 30  # where a machine is so slow that it does not come to its tries
NOBODY = -1  # the solver's word for a visit that is left out


def plan(visits: Sequence[Wanted], workers: Sequence[Worker], travel: Travel, clock: Clock = str) -> Plan:
    """The best plan found; `clock` says times in the reasons for what could not be placed."""
    visits, workers = sorted(visits, key=lambda one: one.id), sorted(workers, key=lambda one: one.id)
    possible = [one for one in visits if any(alone(one, by, travel) is not None for by in workers)]
    found = _Day(possible, workers, travel).best() if possible else Plan(())
    placed = {stop.visit for stop in found.stops}
    unplaced = (
        Unplaced(visit.id, why_not(visit, workers, found, travel, clock))
        for visit in visits
        if visit.id not in placed
    )
    return Plan(found.stops, tuple(unplaced), found.breaks)


class _Day:
    """The day as the solver sees it: visits are nodes, then where each worker sets out, then an end."""

    def __init__(self, visits: Sequence[Wanted], workers: Sequence[Worker], travel: Travel) -> None:
        self.visits, self.workers = visits, workers
        self.end = len(visits) + len(workers)
        places = [*(visit.place for visit in visits), *(worker.place for worker in workers)]
        self.way = [[*(travel(here, there) for there in places), 0] for here in places]
        self.way.append([0] * (self.end + 1))
        self.lasts = [*(visit.minutes for visit in visits), *(0 for _ in workers), 0]
        starts = list(range(len(visits), self.end))
        self.manager = pywrapcp.RoutingIndexManager(
            self.end + 1, len(workers), starts, [self.end] * len(workers)
        )
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.time = self._time()

    def best(self) -> Plan:
        """The plan that the search ends with."""
        for vehicle, worker in enumerate(self.workers):
            self._costs(vehicle, worker)
            self._shift(vehicle, worker)
        for node, visit in enumerate(self.visits):
            self._window(self.manager.NodeToIndex(node), visit)
        tries = count(1)
        most = TRIES + TRIES_A_VISIT * len(self.visits)
        self.routing.AddSearchMonitor(self.routing.solver().CustomLimit(lambda: next(tries) > most))
        solution = self.routing.SolveWithParameters(_parameters(exactly=len(self.visits) <= FEW))
        return self._plan(solution) if solution else Plan(())

    def _time(self) -> Any:
        """A worker's minutes: the visit they are at, then the way to the next."""
        spent = self._matrix(lambda here, there: self.lasts[here] + self.way[here][there])
        most = max(worker.ends for worker in self.workers)
        self.routing.AddDimension(spent, most, most, False, "time")
        return self.routing.GetDimensionOrDie("time")

    def _matrix(self, cell: Callable[[int, int], int]) -> int:
        nodes = range(self.end + 1)
        return int(
            self.routing.RegisterTransitMatrix([[cell(one, other) for other in nodes] for one in nodes])
        )

    def _costs(self, vehicle: int, worker: Worker) -> None:
        strange = [NEW_FACE if visit.faces and worker.id not in visit.faces else 0 for visit in self.visits]
        strange += [0] * (self.end + 1 - len(strange))
        cost = self._matrix(lambda here, there: TRAVELLED * self.way[here][there] + strange[there])
        self.routing.SetArcCostEvaluatorOfVehicle(cost, vehicle)

    def _shift(self, vehicle: int, worker: Worker) -> None:
        for index in (self.routing.Start(vehicle), self.routing.End(vehicle)):
            self.time.CumulVar(index).SetRange(worker.starts, worker.ends)
        rests = [
            self.routing.solver().FixedDurationIntervalVar(
                one.earliest, one.latest, one.minutes, False, str(vehicle)
            )
            for one in worker.breaks
            if one.earliest <= min(one.latest, worker.ends - one.minutes)
        ]
        if rests:
            indices = range(self.routing.Size())
            lasting = [self.lasts[self.manager.IndexToNode(index)] for index in indices]
            self.time.SetBreakIntervalsOfVehicle(rests, vehicle, lasting)

    def _window(self, index: int, visit: Wanted) -> None:
        begins = self.time.CumulVar(index)
        begins.SetRange(visit.earliest, visit.latest)
        if visit.due is None or visit.due >= visit.latest:  # nobody can be late for it
            self.time.SetCumulVarSoftUpperBound(index, visit.earliest, WAITED)
        else:
            self.time.SetCumulVarSoftUpperBound(index, max(0, visit.due), LATE)
        able = [number for number, worker in enumerate(self.workers) if visit.skills <= worker.skills]
        self.routing.VehicleVar(index).SetValues([NOBODY, *able])
        self.routing.AddDisjunction([index], LEFT_OUT)
        self.routing.AddVariableMinimizedByFinalizer(begins)

    def _plan(self, solution: Any) -> Plan:
        stops = [stop for vehicle in range(len(self.workers)) for stop in self._stops(solution, vehicle)]
        return Plan(tuple(stops), breaks=self._breaks(solution))

    def _stops(self, solution: Any, vehicle: int) -> list[Stop]:
        index, stops = self.routing.Start(vehicle), []
        before = self.manager.IndexToNode(index)
        while not self.routing.IsEnd(index := solution.Value(self.routing.NextVar(index))):
            node = self.manager.IndexToNode(index)
            visit, start = self.visits[node], solution.Min(self.time.CumulVar(index))
            late = max(0, start - visit.due) if visit.due is not None else 0
            way = self.way[before][node]
            stops.append(Stop(visit.id, self.workers[vehicle].id, start, start + visit.minutes, way, late))
            before = node
        return stops

    def _breaks(self, solution: Any) -> dict[str, tuple[tuple[int, int], ...]]:
        rests: dict[str, tuple[tuple[int, int], ...]] = {}
        known = solution.IntervalVarContainer()
        for place in range(known.Size()):
            one = known.Element(place)
            worker, start = self.workers[int(one.Var().Name())].id, one.StartValue()
            rests[worker] = (*rests.get(worker, ()), (start, start + one.DurationValue()))
        return rests


def _parameters(*, exactly: bool) -> Any:
    asked = pywrapcp.DefaultRoutingSearchParameters()
    asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.disable_scheduling_beware_this_may_degrade_performance = (
        True  # with rests it takes 60 times as long
    )
    if exactly:
        asked.use_cp_sat = BOOL_TRUE
    asked.time_limit.FromSeconds(SECONDS)
    return asked
