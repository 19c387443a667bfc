"""What the partnership covers: its blueprint, and any part of it that a page or a post can be about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import models

from commonweal.blueprint import Blueprint, load


class Population(models.TextChoices):
    """Registered with a practice, or resident in a small area: every figure says which."""

    REGISTERED = "registered"
    RESIDENT = "resident"


@dataclass(frozen=True)
class Extent:
    """The people an area, a practice or a small area stands for: registered with, or resident in, these."""

    id: str
    title: str
    kind: str
    practices: frozenset[str]
    small_areas: frozenset[str]

    def members(self, population: str) -> frozenset[str]:
        """The practices or the small areas whose people make up this population of it."""
        return self.practices if population == Population.REGISTERED else self.small_areas


def blueprint() -> Blueprint:
    """The partnership this site serves; read once."""
    return read(settings.BLUEPRINT)


@cache
def read(folder: str) -> Blueprint:
    """The blueprint in this folder, read once in the life of this process."""
    return load(Path(folder))


def extent(id: str) -> Extent:
    """By id of an area, ODS code of a practice or code of a small area; KeyError where there is none."""
    return every(settings.BLUEPRINT)[id]


@cache
def every(folder: str | Path) -> dict[str, Extent]:
    """Every extent of the blueprint in this folder, by id; worked out once."""
    return extents_of(read(str(folder)))


def extents_of(declared: Blueprint) -> dict[str, Extent]:
    """By id: areas first, then practices, then small areas."""
    none: frozenset[str] = frozenset()
    found = [
        *(
            Extent(area.id, area.title, area.kind, frozenset(area.practices), frozenset(area.small_areas))
            for area in declared.areas
        ),
        *(Extent(gp.ods, gp.title, "practice", frozenset([gp.ods]), none) for gp in declared.practices),
        *(
            Extent(place.code, place.title, "small_area", none, frozenset([place.code]))
            for place in declared.small_areas
        ),
    ]
    return {one.id: one for one in found}
