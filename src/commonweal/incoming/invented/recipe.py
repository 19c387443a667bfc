"""The recipe: how one chunk of an invented population is made, table by table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from commonweal.blueprint import Blueprint
from commonweal.blueprint.codelists import read_codelists
from commonweal.incoming.invented.activity import Providers, activity_table
from commonweal.incoming.invented.arrays import Whole
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.care_homes import move_in
from commonweal.incoming.invented.conditions import Ceilings, band, begin, ceilings
from commonweal.incoming.invented.deaths import deaths_table
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.events import Codes, codes_of, events_table
from commonweal.incoming.invented.frailty import course
from commonweal.incoming.invented.history import History, history
from commonweal.incoming.invented.identities import identify, people_table
from commonweal.incoming.invented.measuring import measurements_table
from commonweal.incoming.invented.medicines import prescribe
from commonweal.incoming.invented.nhs_numbers import nhs_numbers
from commonweal.incoming.invented.packages import arrange, packages_table
from commonweal.incoming.invented.people import draw_people, numbers
from commonweal.incoming.invented.people_shapes import AgeStructure
from commonweal.incoming.invented.places import Places, places
from commonweal.incoming.invented.prescriptions import medication_table
from commonweal.incoming.invented.registrations import register, registrations_table
from commonweal.incoming.invented.residences import residences_table
from commonweal.incoming.invented.residents import house
from commonweal.incoming.invented.rows import Keys, joined
from commonweal.incoming.invented.use import years_of

WHOLE = 1 << 32  # the number of the chunk that stands for all of them


@dataclass(frozen=True)
class Plan:
    """Everything all chunks share. `living` and `numbers`: one place a chunk."""

    seed: int
    calibration: Calibration
    ages: AgeStructure
    span: History
    places: Places
    providers: Providers
    codes: Codes
    tops: Ceilings
    living: tuple[int, ...]
    nhs_numbers: tuple[Whole, ...]


def plan(
    blueprint: Blueprint, calibration: Calibration, *, people: int, seed: int, on: date, in_a_chunk: int
) -> Plan:
    """What is to be made for this partnership: `people` registered on the day `on`, so many in a chunk."""
    ages = calibration.ages(blueprint.partnership.id)
    living = _chunks(people, in_a_chunk)
    return Plan(
        seed=seed,
        calibration=calibration,
        ages=ages,
        span=history(on, calibration.years),
        places=places(blueprint, ages.student_quarter, calibration.homes.practice_reach.value),
        providers=_providers(blueprint),
        codes=codes_of(calibration, read_codelists(None)),
        tops=ceilings(calibration),
        living=living,
        nhs_numbers=_numbers(calibration, ages, living, seed),
    )


def make(plan: Plan, chunk: int) -> Iterator[tuple[str, pa.Table]]:
    """The tables of one chunk, each as soon as it is made."""
    calibration, span, dice = plan.calibration, plan.span, Dice(plan.seed, chunk)
    people = draw_people(dice, calibration, plan.ages, span, plan.living[chunk])
    them = house(dice, calibration, plan.ages, plan.places, span, people)
    keys = _keys(plan, chunk)
    yield "person", people_table(keys, plan.nhs_numbers[chunk], identify(dice, calibration, span, them), them)

    began = begin(dice, calibration, plan.tops, plan.places, them)
    yield "event", events_table(keys, dice, calibration, plan.codes, them, began)
    yield "measurement", measurements_table(keys, dice, calibration, them, began)
    repeats = prescribe(dice, calibration, them, began)
    yield "medication", medication_table(keys, dice, calibration, them, repeats)

    deficits = course(calibration, span, began, repeats)
    care = move_in(dice, calibration, plan.places, span, them, deficits[:, -1])
    yield "death", deaths_table(keys, dice, calibration, them, care)
    yield "residence", residences_table(keys, calibration, plan.places, them, care)
    with_ = register(dice, calibration, plan.places, them, care)
    yield "registration", registrations_table(keys, plan.places, them, with_)

    years = years_of(span, them, band(deficits))
    packages = arrange(dice, calibration, them, years, care)
    yield "care_package", packages_table(keys, calibration, packages, plan.providers.get("council"))
    yield (
        "activity",
        activity_table(
            keys, dice, calibration, plan.places, plan.providers, span, them, years, with_, packages
        ),
    )


def _chunks(people: int, in_a_chunk: int) -> tuple[int, ...]:
    """Chunks of like size."""
    count = max(1, -(-people // in_a_chunk))
    return tuple(people // count + (place < people % count) for place in range(count))


def _numbers(
    calibration: Calibration, ages: AgeStructure, living: tuple[int, ...], seed: int
) -> tuple[Whole, ...]:
    """NHS numbers for each chunk in ascending order; those who have none (0) come last."""
    sizes = [numbers(calibration, ages, size).all for size in living]
    without = [round(size * calibration.people.without_nhs_number.value) for size in sizes]
    having = np.subtract(sizes, without)
    drawn = np.split(
        nhs_numbers(Dice(seed, WHOLE).of("nhs numbers"), int(having.sum())), np.cumsum(having)[:-1]
    )
    return tuple(
        np.append(np.sort(some), np.zeros(none, dtype=np.int64))
        for some, none in zip(drawn, without, strict=True)
    )


def _keys(plan: Plan, chunk: int) -> Keys:
    """The NHS number; for those without, the source's own identifier."""
    mine = plan.nhs_numbers[chunk]
    ids = joined(f"person-{chunk}-", pa.array(np.arange(len(mine))).cast(pa.string()))
    return Keys(pa.compute.if_else(pa.array(mine > 0), pa.array(mine).cast(pa.string()), ids), chunk)


def _providers(blueprint: Blueprint) -> Providers:
    """The first organisation of each kind; community care by the hospital's where there is no other."""
    first: dict[str, str] = {}
    for organisation in blueprint.organisations:
        first.setdefault(organisation.kind, organisation.ods)
    return {
        "hospital": first.get("hospital"),
        "community": first.get("community", first.get("hospital")),
        "council": first.get("council"),
    }
