"""The country that this partnership's visits are made in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from commonweal.care.boundaries import geometries
from commonweal.care.extents import Extent, blueprint, every, read
from commonweal.care.visits.travel import Country, Point, mean, on_the_grid, on_the_map


def country() -> Country:
    """From the boundary file of the settings, else the blueprint's own, else its grid of hexagons."""
    declared = blueprint()
    named = settings.BOUNDARIES or declared.partnership.boundaries
    path = declared.path / named if named else None
    changed = path.stat().st_mtime if path and path.is_file() else 0.0
    return _country(settings.BLUEPRINT, path if changed else None, changed)


@lru_cache(maxsize=4)
def _country(folder: str, path: Path | None, changed: float) -> Country:
    declared = read(folder)
    grid = on_the_grid(declared.small_areas, declared.partnership.travel)
    middles = {code: mean(_outer(shape)) for code, shape in geometries(path).items()} if path else {}
    known = {code: middle for code, middle in middles.items() if code in grid}
    return Country(on_the_map(known) if len(known) == len(grid) else grid, declared.partnership.travel)


def _outer(shape: Any) -> Iterator[Point]:
    """The corners of the outer rings."""
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return ((lon, lat) for polygon in polygons for lon, lat, *_ in polygon[0])


def place_of(lsoa: str, practice: str) -> tuple[str, bool]:
    """Where to go to, and whether that is where the person lives rather than where their practice works."""
    here = country()
    if lsoa in here.points:
        return lsoa, True
    return here.middle(_around(practice)), False


def place_of_team(area: str) -> str:
    """Where a team sets out from that says nothing else: the middle of its area."""
    return country().middle(_small_areas(every(settings.BLUEPRINT)[area]))


def _around(practice: str) -> frozenset[str]:
    """The small areas of the smallest area that the practice works in."""
    covering = [
        one for one in every(settings.BLUEPRINT).values() if practice in one.practices and one.small_areas
    ]
    smallest = min(covering, key=lambda one: (len(one.small_areas), one.id), default=None)
    return smallest.small_areas if smallest else frozenset(country().points)


def _small_areas(extent: Extent) -> frozenset[str]:
    return extent.small_areas or frozenset(country().points)
