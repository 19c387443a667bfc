"""The homes households live in: small area, tenure, kind of housing, since when, from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import (
    DAYS_A_YEAR,
    Flags,
    Number,
    Whole,
    chosen,
    chosen_by_row,
    step,
)
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.calibration.people_shapes import Geodemographic
from commonweal.incoming.invented.places import NOWHERE
from commonweal.incoming.invented.world import World

TENURES = ("owned", "mortgaged", "private_rented", "social_rented", "homeless")
HOUSED = TENURES[:4]
HOUSING = ("detached", "semi_detached", "terraced", "flat", "other")
PRIVATE, HOMELESS = TENURES.index("private_rented"), TENURES.index("homeless")
FLAT, OTHER = HOUSING.index("flat"), HOUSING.index("other")
TENTHS = np.arange(1, 11)

OLDER = 65
BESIDE_STUDENTS = 0.55  # room for others in the student quarter
STUDENT_YEARS = 3
LATEST_MOVE = 30  # days before the end
ADULTS_FOR_EACH_ALONE = 9  # adults for each adult under 65 who lives alone


@dataclass(frozen=True)
class Homes:
    """One place a household. `before` is the small area it moved from within the partnership, or NOWHERE;
    `arrived`, that it came from outside during the years of the records."""

    area: Whole
    tenure: Whole
    housing: Whole
    since: Whole
    before: Whole
    arrived: Flags
    group: Whole

    def __len__(self) -> int:
        return len(self.area)


@dataclass(frozen=True)
class Households:
    """What is known of households before they have homes, one place each: the age of the oldest in years, the
    last day anyone is here, a day they must have moved in by, and whether all who lived there have died."""

    oldest: Number
    student: Flags
    alone: Flags
    died: Flags
    until: Whole
    not_after: Whole

    def __len__(self) -> int:
        return len(self.oldest)


def settle(world: World, them: Households) -> Homes:
    """A home for each household."""
    chance = world.chance("homes")
    area = _areas(chance, world, them)
    deciles = world.places.deciles[area]
    tenure = _tenures(chance, world.calibration, deciles, them)
    since = np.minimum(_since(chance, world.calibration, them, tenure), them.not_after)
    lately, outside = since > world.span.first, _from_outside(chance, world.calibration, them, tenure)
    moved = lately & ~outside & (tenure != HOMELESS)
    return Homes(
        area=np.where(tenure == HOMELESS, NOWHERE, area),
        tenure=tenure,
        housing=_housing(chance, world.calibration, tenure, them.student),
        since=since,
        before=np.where(moved, _areas(chance, world, them), NOWHERE),
        arrived=lately & outside,
        group=_groups(world.calibration.geodemographics, tenure, deciles, them),
    )


def _areas(chance: np.random.Generator, world: World, them: Households) -> Whole:
    """Students in their quarter, older people rather where it is richer; more of those who died were poor."""
    luck, places, figures = chance.random(len(them)), world.places, world.calibration
    quarter = places.people * places.student_quarter
    settled = places.people * np.where(places.student_quarter, BESIDE_STUDENTS, 1.0)
    older = settled * step(figures.homes.older_people_by_decile.value, places.deciles)
    died = older * step(figures.deaths.ratio_by_decile.value, places.deciles)
    area = np.where(them.oldest >= OLDER, chosen(older, luck), chosen(settled, luck))
    area = np.where(them.died, chosen(died, luck), area)
    return np.where(them.student, chosen(quarter, luck), area) if quarter.any() else area


def _tenures(
    chance: np.random.Generator, calibration: Calibration, deciles: Whole, them: Households
) -> Whole:
    """By age, with more social renting where it is poorer; some people alone have no home."""
    table = calibration.homes.tenure.value
    social = step(calibration.homes.social_rented_by_decile.value, TENTHS)
    more = np.where(np.array(HOUSED) == "social_rented", social[:, None], 1.0)
    rows = np.concatenate([np.array([table[age][name] for name in HOUSED]) * more for age in sorted(table)])
    row = (np.searchsorted(sorted(table), them.oldest, side="right") - 1) * len(TENTHS) + deciles - 1
    tenure = chosen_by_row(rows, row, chance.random(len(them)))
    might = them.alone & (them.oldest >= 18) & (them.oldest < OLDER)
    share = calibration.homes.homeless_adults.value * ADULTS_FOR_EACH_ALONE
    tenure = np.where(might & (chance.random(len(them)) < share), HOMELESS, tenure)
    return np.where(them.student, PRIVATE, tenure)


def _housing(chance: np.random.Generator, calibration: Calibration, tenure: Whole, student: Flags) -> Whole:
    table = calibration.homes.housing.value
    rows = np.array([[table[name][kind] for kind in HOUSING[:OTHER]] for name in HOUSED])
    housing = chosen_by_row(rows, np.minimum(tenure, len(HOUSED) - 1), chance.random(len(tenure)))
    return np.where(tenure == HOMELESS, OTHER, np.where(student, FLAT, housing))


def _since(chance: np.random.Generator, calibration: Calibration, them: Households, tenure: Whole) -> Whole:
    mean = _by_tenure(calibration.homes.years_at_address.value, tenure, of_homeless=1.0)
    years = np.where(them.student, chance.random(len(them)) * STUDENT_YEARS, chance.exponential(mean))
    return them.until - LATEST_MOVE - np.floor(years * DAYS_A_YEAR).astype(np.int64)


def _from_outside(
    chance: np.random.Generator, calibration: Calibration, them: Households, tenure: Whole
) -> Flags:
    share = _by_tenure(calibration.homes.came_from_outside.value, tenure, of_homeless=0.0)
    return them.student | (chance.random(len(them)) < share)


def _by_tenure(table: Mapping[str, float], tenure: Whole, *, of_homeless: float) -> Number:
    return np.array([*(table[name] for name in HOUSED), of_homeless])[tenure]


def _groups(groups: tuple[Geodemographic, ...], tenure: Whole, deciles: Whole, them: Households) -> Whole:
    """The first group that fits each household."""
    names = np.array(TENURES)[tenure]
    fits = [
        (them.student | (not group.students))
        & (np.isin(names, group.tenures) | (not group.tenures))
        & (them.oldest >= group.from_age)
        & (them.oldest < group.to_age + 1)
        & (deciles >= group.from_decile)
        & (deciles <= group.to_decile)
        for group in groups
    ]
    return np.asarray(np.argmax(np.stack(fits), axis=0))
