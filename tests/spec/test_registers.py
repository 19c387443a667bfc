"""Registers: who is on one, by codes, the day of codes, resolving codes, medicines and age."""

from datetime import date

import pytest
from tests.spec.linked import declared, linked
from tests.spec.tables import rows

from commonweal.analytics.findings import Asked, found, months_before
from commonweal.analytics.methods import METHODS
from commonweal.analytics.registers import sought
from commonweal.analytics.sought import Sought
from commonweal.blueprint.definitions_registers import Finding, Items, Register
from commonweal.terms.codes import CTV3, DMD

pytestmark = pytest.mark.requirement("P6")

ON = date(2025, 6, 30)
EVER = Register(id="ever", title="Ever", codes=("a", "b"), resolved_by=("z",), source="test")
ADULT = Register(id="adult", title="Adult", codes=("a",), from_age=18, to_age=64, source="test")
NOW = Register(id="now", title="Now", codes=("n",), within_months=9, source="test")
NEW = Register(id="new", title="New", codes=("c",), new_within_months=60, source="test")
FOUR = Register(
    id="four",
    title="Four items",
    medicines=Items(lists=("p", "q"), at_least=4),
    long_term=False,
    source="test",
)
BOTH = Register(
    id="both", title="Both", codes=("s",), medicines=Items(lists=("i",)), needs="both", source="test"
)
EITHER = Register(
    id="either",
    title="Either",
    codes=("s",),
    within_months=12,
    medicines=Items(lists=("i",), at_least=2),
    needs="either",
    source="test",
)
ALL = (EVER, ADULT, NOW, NEW, FOUR, BOTH, EITHER)

PERSON = """
    person          | birth_date
    any of lists    | 1970-01-01
    twice           | 1970-01-01
    tomorrow        | 1970-01-01
    other system    | 1970-01-01
    resolved        | 1970-01-01
    same day        | 1970-01-01
    again           | 1970-01-01
    resolved later  | 1970-01-01
    only resolved   | 1970-01-01
    seventeen       | 2007-07-01
    eighteen        | 2007-06-30
    sixty-four      | 1960-07-01
    sixty-five      | 1960-06-30
    nine months     | 1970-01-01
    within nine     | 1970-01-01
    five years      | 1970-01-01
    within five     | 1970-01-01
    old and new     | 1970-01-01
    three items     | 1970-01-01
    four items      | 1970-01-01
    one item twice  | 1970-01-01
    year ago        | 1970-01-01
    dmd             | 1970-01-01
    code alone      | 1970-01-01
    item alone      | 1970-01-01
    code and item   | 1970-01-01
    two items       | 1970-01-01
    dead            | 1970-01-01
    moved away      | 1970-01-01
"""
EVENT = f"""
    person         | date       | code | system
    any of lists   | 2001-01-01 | b    | http://snomed.info/sct
    twice          | 2001-01-01 | a    | http://snomed.info/sct
    twice          | 2002-01-01 | b    | http://snomed.info/sct
    tomorrow       | 2025-07-01 | b    | http://snomed.info/sct
    other system   | 2001-01-01 | b    | {CTV3}
    resolved       | 2001-01-01 | b    | http://snomed.info/sct
    resolved       | 2001-01-02 | z    | http://snomed.info/sct
    same day       | 2001-01-01 | b    | http://snomed.info/sct
    same day       | 2001-01-01 | z    | http://snomed.info/sct
    again          | 2001-01-01 | b    | http://snomed.info/sct
    again          | 2002-01-01 | z    | http://snomed.info/sct
    again          | 2003-01-01 | b    | http://snomed.info/sct
    resolved later | 2001-01-01 | b    | http://snomed.info/sct
    resolved later | 2025-07-01 | z    | http://snomed.info/sct
    only resolved  | 2001-01-01 | z    | http://snomed.info/sct
    seventeen      | 2020-01-01 | a    | http://snomed.info/sct
    eighteen       | 2020-01-01 | a    | http://snomed.info/sct
    sixty-four     | 2020-01-01 | a    | http://snomed.info/sct
    sixty-five     | 2020-01-01 | a    | http://snomed.info/sct
    nine months    | 2024-09-30 | n    | http://snomed.info/sct
    within nine    | 2024-10-01 | n    | http://snomed.info/sct
    five years     | 2020-06-30 | c    | http://snomed.info/sct
    within five    | 2020-07-01 | c    | http://snomed.info/sct
    old and new    | 2010-01-01 | c    | http://snomed.info/sct
    old and new    | 2025-01-01 | c    | http://snomed.info/sct
    code alone     | 2024-06-30 | s    | http://snomed.info/sct
    code and item  | 2010-01-01 | s    | http://snomed.info/sct
    dead           | 2010-01-01 | b    | http://snomed.info/sct
    moved away     | 2010-01-01 | b    | http://snomed.info/sct
"""
MEDICATION = f"""
    person         | record | date       | code | system
    three items    | 1      | 2025-01-01 | p    | http://snomed.info/sct
    three items    | 2      | 2025-02-01 | p    | http://snomed.info/sct
    three items    | 3      | 2025-03-01 | q    | http://snomed.info/sct
    four items     | 4      | 2024-07-01 | p    | http://snomed.info/sct
    four items     | 5      | 2025-02-01 | p    | http://snomed.info/sct
    four items     | 6      | 2025-03-01 | q    | http://snomed.info/sct
    four items     | 7      | 2025-06-30 | q    | http://snomed.info/sct
    one item twice | 8      | 2025-01-01 | p    | http://snomed.info/sct
    one item twice | 8      | 2025-01-01 | q    | http://snomed.info/sct
    one item twice | 9      | 2025-02-01 | p    | http://snomed.info/sct
    one item twice | 10     | 2025-03-01 | p    | http://snomed.info/sct
    year ago       | 11     | 2024-06-30 | p    | http://snomed.info/sct
    year ago       | 12     | 2025-02-01 | p    | http://snomed.info/sct
    year ago       | 13     | 2025-03-01 | p    | http://snomed.info/sct
    year ago       | 14     | 2025-04-01 | p    | http://snomed.info/sct
    year ago       | 15     | 2025-07-01 | p    | http://snomed.info/sct
    dmd            | 16     | 2025-01-01 | p    | {DMD}
    dmd            | 17     | 2025-02-01 | p    | {DMD}
    dmd            | 18     | 2025-03-01 | p    | {DMD}
    dmd            | 19     | 2025-04-01 | p    | {DMD}
    item alone     | 20     | 2025-04-01 | i    | http://snomed.info/sct
    code and item  | 21     | 2025-04-01 | i    | http://snomed.info/sct
    two items      | 22     | 2025-04-01 | i    | http://snomed.info/sct
    two items      | 23     | 2025-05-01 | i    | http://snomed.info/sct
"""


def test_who_is_on_which_register():
    """Codes count from their own day; a year, or so many months, leave out the same day before.

    Of a code and one that resolves it, both of one day, nobody can say which came last: the person stays on.
    """
    population = linked(
        person=PERSON,
        event=EVENT,
        medication=MEDICATION,
        death="person | date\ndead | 2025-06-30",
        registration="person | practice | start | end\nmoved away | A | 2000-01-01 | 2025-06-30",
    )
    result = METHODS["registers"].result(population, declared(*ALL), ON)
    assert rows(result) == [
        ("again", "ever"),
        ("any of lists", "ever"),
        ("code and item", "both"),
        ("dmd", "four"),
        ("eighteen", "adult"),
        ("eighteen", "ever"),
        ("four items", "four"),
        ("resolved later", "ever"),
        ("same day", "ever"),
        ("seventeen", "ever"),
        ("sixty-five", "ever"),
        ("sixty-four", "adult"),
        ("sixty-four", "ever"),
        ("twice", "adult"),
        ("twice", "ever"),
        ("two items", "either"),
        ("within five", "new"),
        ("within nine", "now"),
    ]


def test_no_number_of_findings_is_too_large():
    """They go into several whole numbers, and none is lost or taken for another."""
    findings = {f"f{n:03}": Finding(codes=(f"l{n:03}",), resolved_by=("z",)) for n in range(70)}
    codes = declared(*(Register(id="x", title="X", codes=(f"l{n:03}",), source="test") for n in range(70)))
    population = linked(
        person="person | birth_date\nAda | 1940-01-01",
        event="""
        person | date       | code
        Ada    | 2020-01-01 | l000
        Ada    | 2020-01-02 | l061
        Ada    | 2020-01-03 | l062
        Ada    | 2020-01-04 | l069
        """,
    )
    seeking = Sought(findings, codes.lists)
    known = population["person"].select("person", age=85)
    asked = Asked(seeking, ON, dated=("f062",))
    result = found(known, population["event"], population["medication"], population["measurement"], asked)
    told = {name: seeking.has(result, name) for name in findings}
    (row,) = rows(result.select("first_f062", how_many=seeking.how_many(result, findings), **told))
    assert row[:2] == (date(2020, 1, 3), 4)
    assert [name for name, has in zip(findings, row[2:], strict=True) if has] == [
        "f000",
        "f061",
        "f062",
        "f069",
    ]
    assert list(seeking.words) == [0, 1]


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2025, 6, 30), 9, date(2024, 9, 30)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2025, 3, 31), 1, date(2025, 2, 28)),
        (date(2025, 1, 31), 2, date(2024, 11, 30)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2000, 3, 31), 1, date(2000, 2, 29)),
        (date(1900, 3, 31), 1, date(1900, 2, 28)),
        (date(2025, 12, 31), 1200, date(1925, 12, 31)),
    ],
)
def test_so_many_months_before_a_day(day, months, before):
    assert months_before(day, months) == before


def test_two_partnerships_are_not_mixed_up():
    """What is sought is kept for each by itself."""
    assert next(iter(sought(declared(EVER)).findings)) == "ever"
    assert next(iter(sought(declared(NOW)).findings)) == "now"
