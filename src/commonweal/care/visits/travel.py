"""How long the way between two places takes: an estimate from where small areas lie, not a route."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import ceil, cos, hypot, radians, sqrt

from commonweal.blueprint import SmallArea, TravelEstimate

KILOMETRES_A_DEGREE = 111.2  # of latitude
Point = tuple[float, float]  # kilometres across and down


@dataclass(frozen=True)
class Country:
    """Where small areas lie, and how fast one gets about; places are named by the code of a small area."""

    points: Mapping[str, Point]
    estimate: TravelEstimate

    def minutes(self, here: str, there: str) -> int:
        """From one small area to another; a place that is not known lies in the middle of all."""
        if here == there:
            return self.estimate.nearby
        (x, y), (a, b) = self._point(here), self._point(there)
        kilometres = hypot(x - a, y - b) * self.estimate.detour
        return max(self.estimate.nearby, ceil(60 * kilometres / self.estimate.kilometres_an_hour))

    def middle(self, codes: Collection[str]) -> str:
        """The small area nearest to the middle of these; empty where none of them is known."""
        known = {code: self.points[code] for code in codes if code in self.points}
        if not known:
            return ""
        x, y = mean(known.values())
        return min(known, key=lambda code: (hypot(known[code][0] - x, known[code][1] - y), code))

    def _point(self, code: str) -> Point:
        return self.points[code] if code in self.points else mean(self.points.values())


def mean(points: Iterable[Point]) -> Point:
    """The middle of some points; the corner where there are none."""
    found = list(points) or [(0.0, 0.0)]
    return sum(x for x, _ in found) / len(found), sum(y for _, y in found) / len(found)


def on_the_grid(small_areas: Iterable[SmallArea], estimate: TravelEstimate) -> dict[str, Point]:
    """Middles of the hexagons, odd rows half a place to the right, in kilometres."""
    step = estimate.kilometres_a_step
    return {
        area.code: (step * (area.column + 0.5 * (area.row % 2)), step * area.row * sqrt(3) / 2)
        for area in small_areas
    }


def on_the_map(middles: Mapping[str, Point]) -> dict[str, Point]:
    """Longitude and latitude to kilometres, true enough within one county."""
    shrink = cos(radians(mean(middles.values())[1]))
    return {
        code: (lon * shrink * KILOMETRES_A_DEGREE, -lat * KILOMETRES_A_DEGREE)
        for code, (lon, lat) in middles.items()
    }
