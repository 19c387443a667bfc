"""What a day knows of a person, and what came after: nothing of the time after is known on it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import ibis
import pytest
from tests.analytics.population import Population

from commonweal.analytics import frailty
from commonweal.analytics.linked import Linked
from commonweal.analytics.risk.conditions import conditions
from commonweal.analytics.risk.examples import examples
from commonweal.blueprint.codelists import read_codelists
from commonweal.blueprint.definitions import definitions_of
from commonweal.terms.codes import SNOMED

pytestmark = pytest.mark.requirement("P6")
ON = date(2025, 6, 30)
DAYS = frailty.years_up_to(ON, 7)
READ = ("person", "death", "registration", "residence", "event", "medication", "activity")
AFTER = ("deficits_after", "first_admission", "stays")  # what came after a day
Row = dict[str, Any]
CODES = read_codelists(None)
NAMED = ("register:diabetes", "register:copd", "register:ckd", "register:asthma")
DEFINED = definitions_of(None, None, warn=lambda _: None)
FEW = tuple(one for one in DEFINED.registers if f"register:{one.id}" in NAMED)
LOOKED = conditions(replace(DEFINED, registers=FEW), NAMED)
DIABETES, RESOLVED, COPD, CKD = "44054006", "315051004", "13645005", "431857002"


@pytest.fixture(scope="module")
def population() -> Population:
    return Population(*READ)


def known(population: Population, **rows: list[Row]) -> dict[tuple[str, int], Row]:
    """By person and year before ON."""
    population.put(**rows)
    linked = Linked(population.tables)
    read = (linked[name] for name in ("person", "death"))
    course = frailty.course(*read, CODES, linked["event"], linked["medication"], DAYS)
    found = population.connection.to_pyarrow(examples(linked, course, DAYS, LOOKED))
    return {(row["person"], row["n"]): row for row in found.to_pylist()}


def person(name: str, born: str = "1940-06-30") -> Row:
    born_on = date.fromisoformat(born)
    return {"person": name, "source": "a", "source_id": name, "birth_date": born_on, "sex": "female"}


def registered(name: str, start: str = "2000-01-01", end: str | None = None) -> Row:
    until = date.fromisoformat(end) if end else None
    return {"person": name, "practice": "Z99001", "start": date.fromisoformat(start), "end": until}


def at(day: str, hour: int = 10) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def contact(name: str, setting: str, start: str, end: str | None = None, method: str | None = None) -> Row:
    record = f"{name} {setting} {start}"
    until = at(end) if end else None
    return {
        "person": name,
        "setting": setting,
        "start": at(start),
        "end": until,
        "method": method,
        "record": record,
    }


def medicine(name: str, code: str, day: str) -> Row:
    record = f"{name} {code} {day}"
    return {"person": name, "date": date.fromisoformat(day), "system": SNOMED, "code": code, "record": record}


def test_what_happens_on_a_day_is_known_on_it_and_what_happens_on_the_next_came_after(
    population: Population,
) -> None:
    """The year before leaves out the same day a year before; a stay counts the nights up to the day."""
    found = known(
        population,
        person=[person("ada")],
        registration=[registered("ada")],
        activity=[
            contact("ada", "gp", "2024-06-30"),
            contact("ada", "gp", "2023-06-30"),
            contact("ada", "emergency", "2024-07-01"),
            contact("ada", "bed", "2024-06-28", "2024-07-20", "emergency"),
            contact("ada", "bed", "2024-07-01", "2024-07-03", "emergency"),
            contact("ada", "bed", "2022-07-01", "2022-07-02", "emergency"),
            contact("ada", "outpatient", "2023-07-01"),
        ],
        medication=[
            medicine("ada", "1", "2024-06-30"),
            medicine("ada", "1", "2024-01-01"),
            medicine("ada", "2", "2023-07-01"),
            medicine("ada", "3", "2023-06-30"),
            medicine("ada", "4", "2024-07-01"),
        ],
    )
    year_ago = found["ada", 1]
    told = ("gp_contacts", "emergency_attendances", "emergency_admissions", "bed_days", "outpatient_contacts")
    assert {name: year_ago[name] for name in (*told, "medicines", "earlier_admissions", "age")} == {
        "gp_contacts": 1,
        "emergency_attendances": 0,
        "emergency_admissions": 1,
        "bed_days": 2,
        "outpatient_contacts": 1,
        "medicines": 2,
        "earlier_admissions": 1,
        "age": 84,
    }
    assert (year_ago["first_admission"], found["ada", 0]["first_admission"]) == (1, None)
    assert (found["ada", 2]["first_admission"], found["ada", 3]["first_admission"]) == (364, 1)
    assert found["ada", 2]["gp_contacts"] == 1


def coding(name: str, code: str, day: str) -> Row:
    record = f"{name} {code} {day}"
    return {"person": name, "date": date.fromisoformat(day), "system": SNOMED, "code": code, "record": record}


def test_a_condition_is_known_from_its_first_code_until_another_resolves_it(population: Population) -> None:
    """By age where the register asks one; what medicines show too, as asthma, is not looked for."""
    found = known(
        population,
        person=[person("ada"), person("kid", "2010-01-01")],
        registration=[registered("ada"), registered("kid")],
        event=[
            coding("ada", DIABETES, "2015-01-01"),
            coding("ada", RESOLVED, "2023-06-30"),
            coding("ada", DIABETES, "2024-07-01"),
            coding("ada", COPD, "2024-06-30"),
            coding("kid", CKD, "2020-01-01"),
        ],
    )
    told = ("register:diabetes", "register:copd", "conditions")
    assert [tuple(found["ada", n][name] for name in told) for n in (3, 2, 1, 0)] == [
        (True, False, 1),
        (False, False, 0),
        (False, True, 1),
        (True, True, 2),
    ]
    assert (found["kid", 0]["register:ckd"], found["kid", 0]["conditions"]) == (False, 0)
    assert "register:asthma" not in found["ada", 0]


def test_who_died_stays_and_who_left_does_not(population: Population) -> None:
    """Nobody is known on a day on which they are dead, gone or not yet here."""
    found = known(
        population,
        person=[person(name) for name in ("died", "left", "came", "nowhere")],
        death=[{"person": "died", "date": date(2025, 1, 1)}],
        registration=[
            registered("died", end="2025-01-01"),
            registered("left", end="2025-01-01"),
            registered("came", start="2024-12-01"),
        ],
        residence=[
            {
                "person": "came",
                "address": "1 High Street",
                "lsoa": "E01999001",
                "care_home": "home-1",
                "start": date(2024, 12, 1),
            }
        ],
    )
    assert sorted(n for name, n in found if name == "died") == [1, 2, 3]
    assert [found["died", 1]["stays"], found["left", 1]["stays"], found["left", 2]["stays"]] == [
        True,
        False,
        True,
    ]
    assert [key for key in found if key[0] == "came"] == [("came", 0)]
    assert (found["came", 0]["care_home"], found["came", 0]["lsoa"]) == (True, "E01999001")
    assert ("nowhere", 3) in found


def test_whatever_comes_after_a_day_changes_nothing_that_is_known_on_it(population: Population) -> None:
    """All that the records say after it is taken away, and put back by chance: the day knows the same."""
    dice, people = Random(5), [f"p{place}" for place in range(30)]
    coded = [{"system": SNOMED, "code": code} for code in (DIABETES, RESOLVED, COPD, CKD)]
    codes = CODES.to_pylist() + 20 * coded

    def some(after: bool) -> dict[str, list[Row]]:
        """What happened to these people before the day of a year ago, or after it."""
        first, last = (date(2024, 7, 1), ON) if after else (date(2019, 1, 1), date(2024, 6, 30))
        span = (first.toordinal(), last.toordinal())
        days = [date.fromordinal(dice.randint(*span)).isoformat() for _ in range(200)]
        rows: dict[str, list[Row]] = {"activity": [], "medication": [], "event": []}
        for place, day in enumerate(days):
            name = dice.choice(people)
            setting = dice.choice(["gp", "bed", "emergency", "outpatient"])
            end = "2025-06-20" if setting == "bed" and after else day
            rows["activity"].append(
                {**contact(name, setting, day, end, "emergency"), "record": f"{after} {place}"}
            )
            rows["medication"].append(medicine(name, f"m{place % 7}", day) | {"record": f"{after} m{place}"})
            code = dice.choice(codes)
            rows["event"].append(
                {
                    "person": name,
                    "date": date.fromisoformat(day),
                    "system": code["system"],
                    "code": code["code"],
                    "record": f"{after} e{place}",
                }
            )
        return rows

    before, later = some(after=False), some(after=True)
    ever = {
        "person": [person(name) for name in people],
        "registration": [registered(name) for name in people],
    }
    moved = {
        "registration": [registered(name, end="2025-02-01") for name in people[:9]] + ever["registration"][9:]
    }
    died = {"death": [{"person": name, "date": date(2024, 7, 2)} for name in people[20:]]}
    short = known(population, **ever, **before)
    both = {name: before[name] + later[name] for name in before}
    long = known(population, **(ever | moved), **died, **both)
    for name in people:
        for n in (1, 2, 3):
            then, now = short[name, n], long[name, n]
            told = [column for column in then if column not in AFTER]
            assert {column: then[column] for column in told} == {column: now[column] for column in told}
    assert any(long[name, 1]["first_admission"] for name in people)
    assert not any(short[name, 1]["first_admission"] for name in people)


@pytest.mark.parametrize("dialect", ["duckdb", "pyspark"])
def test_it_can_be_asked_of_either_engine(population: Population, dialect: str) -> None:
    linked = Linked(
        {name: ibis.table(table.schema(), name=name) for name, table in population.tables.items()}
    )
    course = ibis.table({"person": "string", "on": "date", "deficits": "int64"}, name="course")
    assert "SELECT" in str(ibis.to_sql(examples(linked, course, DAYS, LOOKED), dialect=dialect))
