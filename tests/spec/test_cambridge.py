"""The Cambridge Multimorbidity Score of the starter's registers: all 37 conditions, and the edges of some."""

from datetime import date

import pytest
from tests.spec.linked import linked
from tests.spec.tables import rows

from commonweal.analytics.methods import METHODS
from commonweal.blueprint.definitions import definitions_of

pytestmark = pytest.mark.requirement("P8")

ON = date(2025, 6, 30)


def test_the_two_conditions_seldom_counted_weigh_too_and_one_of_them_less_than_nothing():
    """Sinusitis 0.13, diverticular disease -0.02: for a code on any day up to the one asked about."""
    population = linked(
        person="""
        person    | birth_date
        neither   | 1950-01-01
        sinuses   | 1950-01-01
        bowel     | 1950-01-01
        both      | 1950-01-01
        long ago  | 1950-01-01
        today     | 1950-01-01
        tomorrow  | 1950-01-01
        raised bp | 1950-01-01
        """,
        event="""
        person    | date       | code
        sinuses   | 2020-01-01 | 40055000
        sinuses   | 2021-01-01 | 40055000
        bowel     | 2020-01-01 | 398050005
        both      | 2020-01-01 | 40055000
        both      | 2020-01-01 | 398050005
        long ago  | 1960-01-01 | 40055000
        today     | 2025-06-30 | 398050005
        tomorrow  | 2025-07-01 | 398050005
        raised bp | 2020-01-01 | 398050005
        raised bp | 2020-01-01 | 38341003
        """,
    )
    result = METHODS["cambridge"].result(population, definitions_of(), ON)
    assert rows(result, "person", "cambridge", "conditions") == [
        ("both", 11, 2),
        ("bowel", -2, 1),
        ("long ago", 13, 1),
        ("neither", 0, 0),
        ("raised bp", 7, 2),
        ("sinuses", 13, 1),
        ("today", -2, 1),
        ("tomorrow", 0, 0),
    ]


GABAPENTIN, MEBEVERINE, LITHIUM, DIAZEPAM, EGFR = (
    "386845007",
    "419830007",
    "85899009",
    "387264003",
    "1011481000000105",
)


def items(person: str, code: str, *days: str) -> list[str]:
    return [f"{person} | {day} | {code} | {person} {code} {day}" for day in days]


def test_conditions_that_medicines_and_values_show():
    """Each weighs once, however it is shown; four items in twelve months, lithium ever, two eGFR below 60."""
    four = ("2024-07-01", "2024-10-01", "2025-01-01", "2025-06-30")
    people = ("bowel", "bowel twice", "three items", "psychosis", "pain", "epilepsy", "anxiety", "kidney",
        "kidney twice")  # fmt: skip
    population = linked(
        person="\n".join(["person | birth_date", *(f"{name} | 1950-01-01" for name in people)]),
        medication="\n".join(
            [
                "person | date | code | record",
                *items("bowel", MEBEVERINE, *four),
                *items("bowel twice", MEBEVERINE, *four),
                *items("three items", MEBEVERINE, "2024-06-30", *four[1:]),
                *items("psychosis", LITHIUM, "1999-01-01"),
                *items("pain", GABAPENTIN, *four),
                *items("epilepsy", GABAPENTIN, *four),
                *items("anxiety", DIAZEPAM, *four),
            ]
        ),
        event="""
        person       | date       | code
        bowel twice  | 2001-01-01 | 10743008
        epilepsy     | 1960-01-01 | 84757009
        kidney twice | 2020-01-01 | 433144002
        """,
        measurement=f"""
        person       | date       | code   | value
        kidney       | 2012-01-01 | {EGFR} | 59
        kidney       | 2013-01-01 | {EGFR} | 45
        kidney twice | 2012-01-01 | {EGFR} | 59
        kidney twice | 2013-01-01 | {EGFR} | 45
        """,
    )
    scored = [
        rows(METHODS[name].result(population, definitions_of(), ON), "person", "cambridge", "conditions")
        for name in ("cambridge", "profile")
    ]
    assert scored == 2 * [
        [
            ("anxiety", 47, 0),
            ("bowel", 18, 0),
            ("bowel twice", 18, 1),
            ("epilepsy", 0, 0),
            ("kidney", 51, 0),
            ("kidney twice", 51, 1),
            ("pain", 87, 0),
            ("psychosis", 58, 0),
            ("three items", 0, 0),
        ]
    ]
