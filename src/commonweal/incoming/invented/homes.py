"""The homes households live in: small area, tenure, kind of housing, since when, from where."""

from __future__ import annotations

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
from commonweal.incoming.invented.history import History
from commonweal.incoming.invented.people_shapes import Geodemographic
from commonweal.incoming.invented.places import Places

TENURES = ("owned", "mortgaged", "private_rented", "social_rented", "homeless")
HOUSING = ("detached", "semi_detached", "terraced", "flat", "other")
HOMELESS = TENURES.index("homeless")
NOWHERE = -1  # small area of people without a home
STUDENT_YEARS = 3
OLDER = 65
BESIDE_STUDENTS = 0.55  # room for others in the student quarter
ADULTS_FOR_EACH_ALONE = 9  # adults for each adult under 65 who lives alone


@dataclass(frozen=True)
class Homes:
    """One place a household. `before` is the small area it moved from within the partnership, or
    NOWHERE; `arrived`, that it came from outside during the years of the records."""

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
    """What is known of households before they have homes: one place each. `until` is the last day they are here, `died`
    that all who lived there have died."""

    oldest: Number
    student: Flags
    alone: Flags
    died: Flags
    until: Whole
    not_after: Whole


def settle(
    chance: np.random.Generator, calibration: Calibration, places: Places, span: History, them: Households
) -> Homes:
    """A home for each household; nobody moves in after `not_after`."""
    area = _areas(chance, calibration, places, them)
    deciles = places.deciles[area]
    tenure = _tenures(chance, calibration, deciles, them)
    housing = np.where(
        tenure == HOMELESS, HOUSING.index("other"), _housing(chance, calibration, tenure, them.student)
    )
    since = np.minimum(_since(chance, calibration, them, tenure), them.not_after)
    outside = chance.random(len(area)) < _from_outside(calibration, tenure, them.student)
    moved = (since > span.first) & ~outside & (tenure != HOMELESS)
    return Homes(
        area=np.where(tenure == HOMELESS, NOWHERE, area),
        tenure=tenure,
        housing=housing,
        since=since,
        before=np.where(moved, _areas(chance, calibration, places, them), NOWHERE),
        arrived=(since > span.first) & outside,
        group=_groups(calibration.geodemographics, tenure, them.oldest, deciles, them.student),
    )


def _areas(chance: np.random.Generator, calibration: Calibration, places: Places, them: Households) -> Whole:
    luck = chance.random(len(them.oldest))
    quarter = places.people * places.student_quarter
    settled = places.people * np.where(places.student_quarter, BESIDE_STUDENTS, 1.0)
    older = settled * step(calibration.homes.older_people_by_decile.value, places.deciles)
    died = older * step(calibration.deaths.ratio_by_decile.value, places.deciles)
    area = np.where(them.oldest >= OLDER, chosen(older, luck), chosen(settled, luck))
    area = np.where(them.died, chosen(died, luck), area)
    return np.where(them.student, chosen(quarter, luck), area) if quarter.any() else area


def _tenures(
    chance: np.random.Generator, calibration: Calibration, deciles: Whole, them: Households
) -> Whole:
    """By age, with more social renting where it is poorer; some people alone have no home."""
    oldest = them.oldest
    table = calibration.homes.tenure.value
    ages = sorted(table)
    factor = step(calibration.homes.social_rented_by_decile.value, np.arange(1, 11))
    rows = np.array(
        [
            [
                [table[age][name] * (f if name == "social_rented" else 1) for name in TENURES[:4]]
                for f in factor
            ]
            for age in ages
        ]
    )
    row = (np.searchsorted(ages, oldest, side="right") - 1).clip(0) * 10 + deciles - 1
    tenure = chosen_by_row(rows.reshape(-1, 4), row, chance.random(len(oldest)))
    tenure = np.where(them.student, TENURES.index("private_rented"), tenure)
    might = them.alone & ~them.student & (oldest >= 18) & (oldest < OLDER)
    share = calibration.homes.homeless_adults.value * ADULTS_FOR_EACH_ALONE
    return np.where(might & (chance.random(len(oldest)) < share), HOMELESS, tenure)


def _housing(chance: np.random.Generator, calibration: Calibration, tenure: Whole, student: Flags) -> Whole:
    table = calibration.homes.housing.value
    rows = np.array([[table[name][kind] for kind in HOUSING[:4]] for name in TENURES[:4]])
    housing = chosen_by_row(rows, np.minimum(tenure, 3), chance.random(len(tenure)))
    return np.where(student, HOUSING.index("flat"), housing)


def _since(chance: np.random.Generator, calibration: Calibration, them: Households, tenure: Whole) -> Whole:
    mean = np.array([calibration.homes.years_at_address.value.get(name, 1.0) for name in TENURES])[tenure]
    years = np.where(them.student, chance.random(len(tenure)) * STUDENT_YEARS, chance.exponential(mean))
    return (them.until - 30 - years * DAYS_A_YEAR).astype(np.int64)


def _from_outside(calibration: Calibration, tenure: Whole, student: Flags) -> Number:
    share = np.array([calibration.homes.came_from_outside.value.get(name, 0.0) for name in TENURES])[tenure]
    return np.where(student, 1.0, share)


def _groups(
    groups: tuple[Geodemographic, ...], tenure: Whole, oldest: Number, deciles: Whole, student: Flags
) -> Whole:
    """The first group that fits each household."""
    names = np.array(TENURES)[tenure]
    fits = [
        (student if group.students else np.ones(len(tenure), dtype=bool))
        & (np.isin(names, group.tenures) if group.tenures else np.ones(len(tenure), dtype=bool))
        & (oldest >= group.from_age)
        & (oldest < group.to_age + 1)
        & (deciles >= group.from_decile)
        & (deciles <= group.to_decile)
        for group in groups
    ]
    return np.argmax(np.stack(fits), axis=0)
