"""Where small areas lie on a map: their boundaries where the blueprint has a file, otherwise hexagons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, inf, radians, sqrt
from pathlib import Path
from typing import Any

from commonweal.blueprint import SmallArea
from commonweal.care.boundaries import geometries

WIDE = 600.0  # units of the picture
EDGE = 6.0
LARGEST = 64.0  # units across a hexagon, however few there are
Point = tuple[float, float]


@dataclass(frozen=True)
class Outlines:
    """`shapes` is code → SVG path; all of them lie between 0 and `wide`, 0 and `high`."""

    shapes: Mapping[str, str]
    wide: int
    high: int


def hexagons(small_areas: Iterable[SmallArea]) -> Outlines:
    """One hexagon each, odd rows half a place to the right; as wide as the grid allows."""
    places = {area.code: (area.column + 0.5 * (area.row % 2), area.row * sqrt(3) / 2) for area in small_areas}
    rings = {code: [[_corner(x, y, n) for n in range(6)]] for code, (x, y) in places.items()}
    return _fitted(rings, most=LARGEST)


def _corner(x: float, y: float, n: int) -> Point:
    """Corner n of a hexagon one unit across that stands on its point, a little air around it."""
    across, down = ((0, -2), (1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1))[n]
    size = 0.94
    return (x + size * across / 2, y + size * down / (2 * sqrt(3)))


def boundaries(path: Path, codes: frozenset[str]) -> Outlines | None:
    """The outlines of `codes` in a GeoJSON file; None where it holds none of them."""
    return _outlined(path, path.stat().st_mtime, codes)


@lru_cache(maxsize=64)
def _outlined(path: Path, changed: float, codes: frozenset[str]) -> Outlines | None:
    known = _rings(path, changed)
    rings = {code: known[code] for code in sorted(codes) if code in known}
    return _fitted(rings) if rings else None


@lru_cache(maxsize=4)
def _rings(path: Path, changed: float) -> dict[str, list[list[Point]]]:
    """Every area's outer and inner rings, on a flat plane; read again when the file has changed."""
    return {code: _flat(geometry) for code, geometry in geometries(path).items()}


def _flat(geometry: Mapping[str, Any]) -> list[list[Point]]:
    """Degrees to a plane true enough for one county: longitude shrinks with the cosine of 52° north."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    shrink = cos(radians(52))
    return [[(lon * shrink, -lat) for lon, lat, *_ in ring] for polygon in polygons for ring in polygon]


def _fitted(rings: Mapping[str, list[list[Point]]], most: float = inf) -> Outlines:
    """As large as the picture holds, and at `most` so many units for one of the plane."""
    points = [point for several in rings.values() for ring in several for point in ring]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    right, bottom = max(x for x, _ in points), max(y for _, y in points)
    zoom = min(most, (WIDE - 2 * EDGE) / max(right - left, bottom - top, 1e-9))
    wide, high = (right - left) * zoom + 2 * EDGE, (bottom - top) * zoom + 2 * EDGE
    paths = {
        code: "".join(_path(((x - left) * zoom + EDGE, (y - top) * zoom + EDGE) for x, y in r) for r in rs)
        for code, rs in rings.items()
    }
    return Outlines(paths, round(wide), round(high))


def _path(points: Iterable[Point]) -> str:
    """Closed, in tenths of a unit, each step from the point before: the shortest that SVG knows."""
    tenths = [(round(10 * x), round(10 * y)) for x, y in points]
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(tenths)]
    first, *rest = (
        f"{_short(x)} {_short(y)}" for x, y in (tenths[0], *(step for step in steps if step != (0, 0)))
    )
    return f"M{first}l{' '.join(rest)}z"


def _short(tenths: int) -> str:
    return f"{tenths / 10:g}"
