"""Registers and deficits of many people at random, counted in two ways: the same, whatever the lists."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from tests.analytics.plain_registers import memberships
from tests.analytics.population import Population

from commonweal.analytics import frailty, registers
from commonweal.analytics.ages import age
from commonweal.analytics.findings import Asked, found, prescribed
from commonweal.analytics.linked import Linked
from commonweal.analytics.polypharmacy import a_year_before
from commonweal.analytics.profile import profile
from commonweal.analytics.tables import TABLES
from commonweal.blueprint.definitions import Definitions, definitions_of
from commonweal.blueprint.definitions_codelists import read_lists
from commonweal.terms.codes import CTV3, DMD, SNOMED

pytestmark = pytest.mark.requirement("P6")

ON = date(2024, 2, 29)
PEOPLE, EVENTS, ITEMS, VALUES = 300, 4000, 4000, 20_000


def drawn(lists: pa.Table, seed: int) -> dict[str, list[dict[str, object]]]:
    """People of all ages whose events and items bear mostly codes of the lists, many of them lately."""
    chance = random.Random(seed)
    codings = [(row["system"], row["code"]) for row in lists.to_pylist()]
    codings += [(CTV3, code) for _, code in chance.sample(codings, 20)] + [(SNOMED, "0")]
    people = [
        {"person": f"p{n}", "birth_date": ON - timedelta(days=chance.randrange(34_000))}
        for n in range(PEOPLE)
    ]

    def rows(kind: str, count: int, years: int, *, also: tuple[str, ...] = ()) -> list[dict[str, object]]:
        found = []
        for _ in range(count):
            system, code = chance.choice(codings)
            day = ON - timedelta(days=chance.randrange(-30, years * 365))
            record = f"{kind}/{chance.randrange(count)}"
            system = chance.choice([system, *also])
            person = f"p{chance.randrange(PEOPLE)}"
            found.append(
                {"person": person, "date": day, "system": system, "code": code, "record": record, "term": ""}
            )
        return found

    return {
        "person": [row | {"source": "x", "source_id": "x", "sex": "female"} for row in people],
        "event": rows("event", EVENTS, 12),
        "medication": rows("medication", ITEMS, 2, also=(DMD,)),
        "measurement": [
            row | {"value": chance.choice([None, 45.0, 59.9, 60.0, 75.0]), "record": f"m/{n}"}
            for n, row in enumerate(rows("measurement", VALUES, 9))
        ],
    }


def recounted(definitions: Definitions, seed: int) -> int:
    """How many memberships there are, found to be the same by both."""
    population = Population("person", "event", "medication", "measurement")
    rows = drawn(definitions.lists, seed)
    population.put(**rows)
    people = population.tables["person"].select("person", "birth_date")
    people = people.select("person", age=age(people.birth_date, ibis.literal(ON)))
    asked = Asked(registers.sought(definitions), ON)
    codings = prescribed(population.tables["medication"], asked.sought, ON)
    each = found(people, population.tables["event"], codings, population.tables["measurement"], asked)
    told = population.ask(registers.memberships(each, definitions))
    lists = definitions.lists.to_pylist()
    large = rows["event"], rows["medication"], rows["measurement"]
    plain = memberships(rows["person"], *large, definitions.registers, lists, ON)
    assert told == sorted(plain)
    return len(told)


def test_the_profile_counts_deficits_as_the_frailty_index_does():
    """Though it finds them in one reading with the registers; also those of a year ago."""
    definitions = definitions_of()
    population = Population(*(name for name in TABLES if name != "refused"))
    population.put(**drawn(definitions.lists, 9))
    tables = population.tables
    recorded = tables["person"], tables["death"], definitions.deficits, tables["event"], tables["medication"]
    before = a_year_before(ON)
    course = {
        (person, on): deficits
        for person, on, deficits in population.ask(
            frailty.course(*recorded, [before, ON]).select("person", "on", "deficits")
        )
    }
    known = profile(Linked(tables), definitions, ON).select("person", "deficits", "deficits_year_ago")
    told = sorted(tuple(row.values()) for row in population.connection.to_pyarrow(known).to_pylist())
    assert told == sorted((p, course[p, ON], course.get((p, before))) for p in {p for p, _ in course})
    assert {now - then for _, now, then in told if then is not None} > {0, 1}


def test_the_starters_lists():
    definitions = definitions_of()
    assert recounted(definitions, 7) > 1000


def test_the_national_lists(shared: Path, tmp_path: Path):
    """As they come, with the starter's where there is none among them."""
    (tmp_path / "registers").symlink_to(shared / "data" / "codelists" / "opensafely")
    starter = definitions_of()
    names = {name for one in starter.registers for name in one.lists}
    national = read_lists(tmp_path, names, warn=lambda note: None)
    told = set(national["list"].to_pylist())
    ours = [row for row in starter.lists.to_pylist() if row["list"] not in told]
    lists = pa.concat_tables([national, pa.Table.from_pylist(ours, national.schema)])
    definitions = Definitions(
        starter.deficits, lists, starter.registers, starter.segments, starter.words, starter.deciles
    )
    assert len(told) >= 20
    assert recounted(definitions, 8) > 1000
