"""Draws the map of an area by small area: rate or count in five shades, suppressed ones hatched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from commonweal.blueprint import Blueprint
from commonweal.care.extents import read
from commonweal.web.charts.shades import Shades, shades
from commonweal.web.population.opens import page
from commonweal.web.population.outlines import Outlines, boundaries, hexagons
from commonweal.web.population.places import Place


@dataclass(frozen=True)
class Shape:
    path: str
    fill: str
    says: str
    href: str


@dataclass(frozen=True)
class Map:
    title: str
    wide: int
    high: int
    places: tuple[Shape, ...]
    shades: Shades

    def has(self, fill: str) -> bool:
        return any(shape.fill == fill for shape in self.places)


def outlines(declared: Blueprint, codes: frozenset[str]) -> Outlines:
    """From the boundary file of the settings, else the blueprint's own, else hexagons on its grid."""
    named = settings.BOUNDARIES or declared.partnership.boundaries
    path = declared.path / named if named else None
    found = boundaries(path, codes) if path and path.is_file() else None
    return found or _grid(declared.path, codes)


@lru_cache(maxsize=64)
def _grid(folder: Path, codes: frozenset[str]) -> Outlines:
    return hexagons([place for place in read(folder).small_areas if place.code in codes])


def small_area_map(title: str, drawn: Outlines, several: Iterable[Place], beyond: str, measure: str) -> Map:
    """Each place that has an outline, in the shade of its rate or its count."""
    by_code = {place.id: place for place in several}
    values = {code: _value(place, measure) for code, place in by_code.items()}
    scale = shades([value for value in values.values() if value is not None], whole=measure == "count")
    shapes = []
    for code, path in drawn.shapes.items():
        place = by_code[code]
        shapes.append(Shape(path, _fill(place, values[code], scale), place.says, page("area", code) + beyond))
    return Map(title, drawn.wide, drawn.high, tuple(shapes), scale)


def _fill(place: Place, value: float | None, scale: Shades) -> str:
    if place.people is None:
        return "hatched"
    return "cw-few" if value is None else f"cw-shade-{scale.shade(value)}"


def _value(place: Place, measure: str) -> float | None:
    if measure == "count":
        return place.people
    return place.rate.value if place.rate else None
