"""Each person as a row of noughts, ones and numbers: what every measure of a population adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.blueprint import Blueprint
from commonweal.blueprint.definitions_registers import Expected
from commonweal.care.population import groups
from commonweal.care.population.measures import Measure

EXPECTED, USERS = BESIDE = ("expected ", "users ")  # in front of a measure: what is added up beside it
WHERE = ("practice", "lsoa", "ages", "sex", "segment", "band", "deprivation", "ethnicity", "geodemographic")
HIGH = "high"
TEN = 10


def traits(profile: ibis.Table, blueprint: Blueprint, measures: Sequence[Measure]) -> ibis.Table:
    """One row per person: where, ages, sex, the groups they are in, and a column for each measure."""
    columns = {one.id: _column(profile, one).cast("int64") for one in measures}
    costs = {
        f"{USERS}{one.id}": (columns[one.id] > 0).cast("int64") for one in measures if one.kind == "cost"
    }
    expected = {
        f"{EXPECTED}register:{one.id}": _share(profile, one.expected)
        for one in blueprint.registers
        if one.expected
    }
    return profile.select(
        "person_id",
        "practice",
        "lsoa",
        "sex",
        "segment",
        "band",
        ages=_ages(profile.age),
        ethnicity=profile.ethnicity,
        deprivation=((profile.decile + 1) // 2).cast("string").fill_null(groups.NO_GROUP),
        geodemographic=_named(profile.geodemographic),
        **columns,
        **costs,
        **expected,
    )


def classified(traits: ibis.Table, classes: Mapping[str, Mapping[str, str]]) -> ibis.Table:
    """The same with the group of each area classification; `classes` says it of each small area."""
    for id, by_area in classes.items():
        name = f"{groups.CLASSIFICATION}{id}"
        told = ibis.memtable(pa.table([list(by_area), list(by_area.values())], names=["of_area", name]))
        joined = traits.left_join(told, traits.lsoa == told.of_area).drop("of_area")
        traits = joined.mutate(**{name: joined[name].fill_null(groups.NO_GROUP)})
    return traits


def _column(profile: ibis.Table, measure: Measure) -> ir.Value:
    """What one person adds to a measure."""
    match measure.sort:
        case "people":
            return ibis.literal(1)
        case "band":
            return profile.band == measure.of
        case "register":
            return profile.registers.contains(measure.of)
        case "segment":
            return profile.segment == measure.of
        case "multimorbidity":
            return profile.conditions >= 2
        case "medicines":
            return profile.medicines >= TEN
        case "hospital_frailty":
            return (profile.hospital_frailty_risk == HIGH).fill_null(False)
    return profile[measure.id.replace(":", "_")]


def _share(profile: ibis.Table, expected: Expected) -> ir.FloatingValue:
    """The chance that the source gives this person of being on a register."""
    women = profile.sex == "female"
    return ibis.cases(
        *(
            (profile.age >= share.from_age, women.ifelse(share.women, share.men))
            for share in reversed(expected.shares)
        ),
        else_=0.0,
    ).cast("float64")


def _ages(age: ir.IntegerValue) -> ir.StringValue:
    oldest_first = [(age >= youngest, name) for name, youngest in reversed(groups.AGES.items())]
    return ibis.cases(*oldest_first, else_="0-19")


def _named(group: ir.StringValue) -> ir.StringValue:
    return (group.fill_null("") == "").ifelse(groups.NO_GROUP, group)
