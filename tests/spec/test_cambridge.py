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
