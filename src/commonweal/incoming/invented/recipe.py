"""The recipe: how one chunk of an invented population is made, table by table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.blueprint import Blueprint
from commonweal.blueprint.codelists import read_codelists
from commonweal.incoming.invented.arrays import Whole
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.calibration.people_shapes import AgeStructure
from commonweal.incoming.invented.care.activity import Providers, activity_table, contacts
from commonweal.incoming.invented.care.diagnoses import diagnoses_table
from commonweal.incoming.invented.care.packages import arrange, packages_table
from commonweal.incoming.invented.care.use import years_of
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.health.codes import Codes, codes_of
from commonweal.incoming.invented.health.conditions import Ceilings, ceilings
from commonweal.incoming.invented.health.events import events_table
from commonweal.incoming.invented.health.frailty import band, course
from commonweal.incoming.invented.health.measurements import measurements_table
from commonweal.incoming.invented.health.medicines import prescribe
from commonweal.incoming.invented.health.mortality import begin
from commonweal.incoming.invented.health.prescriptions import medication_table
from commonweal.incoming.invented.history import History, history
from commonweal.incoming.invented.people.care_homes import move_in
from commonweal.incoming.invented.people.deaths import deaths_table, die
from commonweal.incoming.invented.people.everyone import everyone, numbers
from commonweal.incoming.invented.people.identities import people_table
from commonweal.incoming.invented.people.nhs_numbers import nhs_numbers
from commonweal.incoming.invented.people.registrations import register, registrations_table
from commonweal.incoming.invented.people.residences import residences_table
from commonweal.incoming.invented.people.residents import house
from commonweal.incoming.invented.places import Places, places
from commonweal.incoming.invented.rows import Keys, joined, text
from commonweal.incoming.invented.world import World

WHOLE = 1 << 32  # the number of the chunk that stands for all of them


@dataclass(frozen=True)
class Plan:
    """Everything chunks share; `living` and `nhs_numbers` have one place a chunk."""

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
    world = _world(plan, chunk)
    them = house(world, everyone(world, plan.living[chunk]))
    yield "person", people_table(world, plan.nhs_numbers[chunk], them)

    began = begin(world, plan.tops, them)
    yield "event", events_table(world, plan.codes, them, began)
    yield "measurement", measurements_table(world, them, began)
    repeats = prescribe(world, them, began)
    yield "medication", medication_table(world, them, repeats)

    deficits = course(world, began, repeats)
    care = move_in(world, them, deficits[:, -1])
    deaths = die(world, them, care)
    yield "death", deaths_table(world, them, deaths)
    yield "residence", residences_table(world, them, care)
    practices = register(world, them, care)
    yield "registration", registrations_table(world, them, practices)

    years = years_of(world, them, band(deficits))
    packages = arrange(world, them, years, care)
    yield "care_package", packages_table(world, packages, plan.providers.get("council"))
    used = contacts(world, them, deaths, years, packages)
    yield "activity", activity_table(world, plan.providers, practices, used)
    yield "diagnosis", diagnoses_table(world, them, began, years, used)


def _chunks(people: int, in_a_chunk: int) -> tuple[int, ...]:
    """Chunks of like size."""
    count = max(1, -(-people // in_a_chunk))
    return tuple(people // count + (place < people % count) for place in range(count))


def _numbers(
    calibration: Calibration, ages: AgeStructure, living: tuple[int, ...], seed: int
) -> tuple[Whole, ...]:
    """NHS numbers for each chunk in ascending order; those who have none (0) come last."""
    sizes = np.array([numbers(calibration, ages, size).all for size in living])
    without = np.rint(sizes * calibration.people.without_nhs_number.value).astype(np.int64)
    having = sizes - without
    drawn = nhs_numbers(Dice(seed, WHOLE).of("nhs numbers"), int(having.sum()))
    of_each = zip(np.split(drawn, np.cumsum(having)[:-1]), without, strict=True)
    return tuple(np.append(np.sort(some), np.zeros(none, dtype=np.int64)) for some, none in of_each)


def _world(plan: Plan, chunk: int) -> World:
    dice = Dice(plan.seed, chunk)
    return World(dice, plan.calibration, plan.ages, plan.places, plan.span, _keys(plan, chunk))


def _keys(plan: Plan, chunk: int) -> Keys:
    """The NHS number; for those without, the source's own identifier."""
    mine = plan.nhs_numbers[chunk]
    ids = joined(f"person-{chunk}-", text(np.arange(len(mine))))
    return Keys(pc.if_else(pa.array(mine > 0), text(mine), ids), chunk)


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
