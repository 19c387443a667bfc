"""Registers by measured values, by medicines however old, and those that a code rules out."""

from datetime import date

import pytest
from tests.spec.linked import declared, linked
from tests.spec.tables import rows

from commonweal.analytics.methods import METHODS
from commonweal.blueprint.definitions_registers import Items, Measured, Register

pytestmark = pytest.mark.requirement("P6")

ON = date(2025, 6, 30)
TWO = Register(
    id="two", title="Two", measured=Measured(lists=("e", "f"), last=2, below=60), from_age=18, source="test"
)
HIGH = Register(
    id="high", title="High", measured=Measured(lists=("h",), at_least=48, unit="mmol/mol"), source="test"
)
ALL = Register(
    id="all",
    title="All",
    codes=("c",),
    measured=Measured(lists=("e",), below=60),
    needs="both",
    source="test",
)
ANY = Register(
    id="any",
    title="Any",
    codes=("c",),
    medicines=Items(lists=("m",)),
    measured=Measured(lists=("w",), below=60),
    needs="either",
    source="test",
)
EVER = Register(id="ever", title="Ever", medicines=Items(lists=("l",), months=1200), source="test")
SPARED = Register(
    id="spared", title="Spared", medicines=Items(lists=("g",), at_least=2), unless=("x",), source="test"
)

VALUES = """
    person        | date       | code | value | unit     | record
    one value     | 2025-01-01 | e    | 30    |          | 1
    two values    | 2015-01-01 | e    | 59.9  |          | 2
    two values    | 2025-06-30 | f    | 59.9  |          | 3
    the older not | 2024-01-01 | e    | 60    |          | 4
    the older not | 2025-01-01 | e    | 30    |          | 5
    the newer not | 2024-01-01 | e    | 30    |          | 6
    the newer not | 2025-01-01 | e    | 60    |          | 7
    better before | 2020-01-01 | e    | 90    |          | 8
    better before | 2024-01-01 | e    | 59    |          | 9
    better before | 2025-01-01 | e    | 58    |          | 10
    from tomorrow | 2025-01-01 | e    | 58    |          | 11
    from tomorrow | 2025-07-01 | e    | 58    |          | 12
    same day      | 2025-01-01 | e    | 58    |          | 13
    same day      | 2025-02-01 | e    | 58    |          | 14
    same day      | 2025-02-01 | e    | 61    |          | 15
    no number     | 2024-01-01 | e    | 58    |          | 16
    no number     | 2024-02-01 | e    | 58    |          | 17
    no number     | 2025-01-01 | e    |       |          | 18
    coded twice   | 2025-01-01 | e    | 58    |          | 19
    coded twice   | 2025-01-01 | f    | 58    |          | 19
    a child       | 2024-01-01 | e    | 30    |          | 20
    a child       | 2025-01-01 | e    | 30    |          | 21
    just          | 2025-01-01 | h    | 48    | mmol/mol | 22
    not quite     | 2025-01-01 | h    | 47.9  | mmol/mol | 23
    other unit    | 2025-01-01 | h    | 48    | %        | 24
    unit unknown  | 2025-01-01 | h    | 48    |          | 25
    not any more  | 2024-01-01 | h    | 60    | mmol/mol | 26
    not any more  | 2025-01-01 | h    | 40    | mmol/mol | 27
    code, value   | 2025-01-01 | e    | 59    |          | 28
    weight        | 2025-01-01 | w    | 59    |          | 29
"""


def test_the_newest_values_put_somebody_on_a_register():
    """Below means less than; of values of one day the better counts as the newer; none is too old."""
    names = sorted({line.split("|")[0].strip() for line in VALUES.strip().splitlines()[1:]})
    population = linked(
        person="person | birth_date\n"
        + "\n".join(f"{name} | {2010 if name == 'a child' else 1950}-01-01" for name in names),
        measurement=VALUES,
        event="person | date | code\ncode, value | 2001-01-01 | c",
    )
    assert rows(METHODS["registers"].result(population, declared(TWO, HIGH, ALL, ANY), ON)) == [
        ("better before", "two"),
        ("code, value", "all"),
        ("code, value", "any"),
        ("just", "high"),
        ("two values", "two"),
        ("weight", "any"),
    ]


def test_medicines_of_long_ago_and_codes_that_rule_out():
    """An item however old, where so many months are said; a code ever, but not one of tomorrow."""
    population = linked(
        person="""
        person       | birth_date
        long ago     | 1950-01-01
        tomorrow     | 1950-01-01
        other        | 1950-01-01
        spared       | 1950-01-01
        spared once  | 1950-01-01
        ruled out    | 1950-01-01
        ruled out in | 1950-01-01
        """,
        medication="""
        person       | date       | code | record
        long ago     | 1990-01-01 | l    | 1
        tomorrow     | 2025-07-01 | l    | 2
        other        | 1990-01-01 | g    | 3
        other        | 1990-01-02 | g    | 4
        spared       | 2025-01-01 | g    | 5
        spared       | 2025-02-01 | g    | 6
        spared once  | 2025-02-01 | g    | 7
        ruled out    | 2025-01-01 | g    | 8
        ruled out    | 2025-02-01 | g    | 9
        ruled out in | 2025-01-01 | g    | 10
        ruled out in | 2025-02-01 | g    | 11
        """,
        event="""
        person       | date       | code
        ruled out    | 1960-01-01 | x
        ruled out in | 2025-07-01 | x
        """,
    )
    assert rows(METHODS["registers"].result(population, declared(EVER, SPARED), ON)) == [
        ("long ago", "ever"),
        ("ruled out in", "spared"),
        ("spared", "spared"),
    ]
