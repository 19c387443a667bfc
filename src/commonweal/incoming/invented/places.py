"""Where people live and where they are registered: small areas, and which practices their residents use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commonweal.blueprint import Blueprint
from commonweal.incoming.invented.arrays import Flags, Number, Texts, Whole

ROUNDS_OF_FITTING = 60
NOWHERE = -1  # the small area of people without a home
ROW_HEIGHT = 0.866  # of a grid of hexagons whose columns are 1 apart


@dataclass(frozen=True)
class Places:
    """Small areas in the blueprint's order. `practice_shares` has a row a small area and a last one for
    NOWHERE, and a column a practice.
    `care_homes` are those that the blueprint declares, by code."""

    codes: Texts
    localities: Texts
    deciles: Whole
    people: Number
    student_quarter: Flags
    practices: Texts
    practice_shares: Number
    care_homes: Texts


def places(blueprint: Blueprint, student_quarter: float, reach: float) -> Places:
    """The blueprint's small areas and practices, with `student_quarter` of the residents in one quarter."""
    areas = blueprint.small_areas
    people = np.array([max(area.people, 1) for area in areas], dtype=float)
    spots = np.array([(area.column + (area.row % 2) / 2, area.row * ROW_HEIGHT) for area in areas])
    return Places(
        codes=np.array([area.code for area in areas]),
        localities=np.array([re.sub(r"\s+\w?\d+\w?$", "", area.title) for area in areas]),
        deciles=np.array([area.decile for area in areas], dtype=np.int64),
        people=people,
        student_quarter=_quarter(spots, people, student_quarter),
        practices=np.array([practice.ods for practice in blueprint.practices]),
        practice_shares=_fitted(_nearness(blueprint, spots, people, reach), people, _lists(blueprint)),
        care_homes=np.array(
            [one.ods for one in blueprint.organisations if one.kind == "care_home"], dtype=str
        ),
    )


def _lists(blueprint: Blueprint) -> Number:
    return np.array([practice.people for practice in blueprint.practices], dtype=float)


def _quarter(spots: Number, people: Number, share: float) -> Flags:
    """The small areas nearest the middle, until they hold this share of the residents."""
    middle = np.average(spots, axis=0, weights=people)
    order = np.argsort(np.linalg.norm(spots - middle, axis=1), kind="stable")
    inside = np.zeros(len(people), dtype=bool)
    inside[order[: np.searchsorted(np.cumsum(people[order]), share * people.sum())]] = True
    return inside


def _nearness(blueprint: Blueprint, spots: Number, people: Number, reach: float) -> Number:
    """For each small area and practice, how readily a resident would choose it if lists had no size."""
    places = np.array(_surgeries(blueprint, spots, people))
    apart = np.linalg.norm(spots[:, None, :] - places[None, :, :], axis=2)
    return np.asarray(np.exp(-apart / reach))


def _surgeries(blueprint: Blueprint, spots: Number, people: Number) -> Sequence[Number]:
    """A spot for each practice: far from those before it, inside the smallest area it belongs to."""
    index = {area.code: place for place, area in enumerate(blueprint.small_areas)}
    taken: list[Number] = []
    for practice in blueprint.practices:
        sets = [a.small_areas for a in blueprint.areas if practice.ods in a.practices and a.small_areas]
        inside = np.array([index[code] for code in min(sets, key=len, default=tuple(index))])
        room = people[inside] if not taken else _room(spots[inside], taken) * people[inside]
        taken.append(spots[inside[int(np.argmax(room))]])
    return taken


def _room(spots: Number, taken: Sequence[Number]) -> Number:
    apart = np.linalg.norm(spots[:, None, :] - np.array(taken)[None, :, :], axis=2)
    return np.asarray(apart.min(axis=1) + 0.05)


def _fitted(nearness: Number, people: Number, lists: Number) -> Number:
    """Shares of each small area's residents by practice, so that lists have the sizes declared."""
    flows = nearness * people[:, None]
    wanted = lists / lists.sum() * people.sum()
    for _ in range(ROUNDS_OF_FITTING):
        flows *= wanted / flows.sum(axis=0)
        flows *= (people / flows.sum(axis=1))[:, None]
    return np.vstack([flows / people[:, None], lists / lists.sum()])
