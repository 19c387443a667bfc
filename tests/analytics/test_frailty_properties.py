"""What holds for the frailty index of any record whatever."""

import random
from collections import Counter
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analytics.plain_frailty import counts, days_near
from tests.analytics.population import Population

from commonweal.analytics import frailty
from commonweal.blueprint.codelists import SCHEMA
from commonweal.terms.codes import BNF, DMD, ICD10, SNOMED
from commonweal.terms.deficits import CODED

pytestmark = pytest.mark.requirement("P1")

ON = date(2024, 2, 29)
DAYS = days_near(ON)
DATES = (date(2021, 2, 28), date(2023, 2, 28), ON)
PEOPLE = ("Ada", "Ben", "Cy")
MEANINGS = [
    *((name, SNOMED, name) for name in CODED[:14]),
    ("falls", ICD10, "W19"),
    ("osteoporosis", SNOMED, "both"),
    ("fragility-fracture", SNOMED, "both"),
]
CODES = [
    {"deficit": deficit, "system": system, "code": code, "term": ""} for deficit, system, code in MEANINGS
]
KNOWN = sorted({(system, code) for _, system, code in MEANINGS})
UNKNOWN = [(ICD10, "falls"), (SNOMED, "W19"), (SNOMED, "unheard-of"), ("", "falls")]
MEDICINES = [(system, code) for system in (DMD, SNOMED, BNF, "a-local-system") for code in "abc"]

POPULATION = Population()
ASKED = (
    POPULATION.tables["person"],
    POPULATION.tables["death"],
    pa.Table.from_pylist(CODES, schema=SCHEMA),
    POPULATION.tables["event"],
    POPULATION.tables["medication"],
)
ASSESS = {day: frailty.assess(*ASKED, day).select("person", "deficits") for day in DATES}
EVIDENCE = frailty.evidence(*ASKED, ON)
COURSE = frailty.course(*ASKED, DATES).select("person", "on", "deficits")

days = st.sampled_from(DAYS)
births = st.sampled_from([date(1930, 1, 1), *DAYS])
deaths = st.sampled_from([None, *DAYS])


def coded(codes, people=PEOPLE):
    return st.builds(
        lambda person, day, coding: {"person": person, "date": day, "system": coding[0], "code": coding[1]},
        st.sampled_from(people),
        days,
        st.sampled_from(codes),
    )


@st.composite
def records(draw):
    """A population of three with whatever is known of them, as rows of each table."""
    people = [
        {"person": p, "birth_date": draw(births), "sex": "unknown", "source": "gp", "source_id": p}
        for p in PEOPLE
    ]
    dead = [{"person": p, "date": draw(deaths)} for p in draw(st.sets(st.sampled_from(PEOPLE), max_size=2))]
    events = draw(st.lists(coded(KNOWN + UNKNOWN), max_size=40))
    taken = draw(st.lists(st.tuples(coded(MEDICINES, PEOPLE[:1]), st.integers(0, 3)), max_size=40))
    medications = [row | {"record": f"{row['person']}/{row['date']}/{n}"} for row, n in taken]
    return {
        "person": people,
        "death": dead,
        "event": [row | {"record": str(n)} for n, row in enumerate(events)],
        "medication": medications,
    }


def found(day: date = ON) -> dict[str, int]:
    return dict(POPULATION.ask(ASSESS[day]))


def recounted(rows, day: date = ON) -> dict[str, int]:
    return counts(rows["person"], rows["death"], CODES, rows["event"], rows["medication"], day)


@settings(max_examples=60, deadline=None)
@given(records())
def test_it_equals_a_plain_recount(rows):
    POPULATION.put(**rows)
    assert found() == recounted(rows)


@settings(max_examples=30, deadline=None)
@given(records())
def test_the_course_equals_the_index_of_each_day(rows):
    POPULATION.put(**rows)
    expected = [(person, day, n) for day in DATES for person, n in found(day).items()]
    assert POPULATION.ask(COURSE) == sorted(expected)


@settings(max_examples=30, deadline=None)
@given(records())
def test_there_is_evidence_for_each_deficit_and_no_other(rows):
    POPULATION.put(**rows)
    evidence = POPULATION.ask(EVIDENCE)
    shown = Counter(row[0] for row in evidence)
    assert {person: shown[person] for person in found()} == found()
    assert len({row[:2] for row in evidence}) == len(evidence)


@settings(max_examples=30, deadline=None)
@given(records(), st.randoms(use_true_random=False))
def test_order_and_repetition_of_rows_change_nothing(rows, chance: random.Random):
    POPULATION.put(**rows)
    before = found(), POPULATION.ask(EVIDENCE)
    again = {name: rows[name] * (1 if name in ("person", "death") else 2) for name in rows}
    POPULATION.put(**{name: chance.sample(each, len(each)) for name, each in again.items()})
    assert (found(), POPULATION.ask(EVIDENCE)) == before


@settings(max_examples=30, deadline=None)
@given(records(), coded(KNOWN + UNKNOWN))
def test_one_more_event_never_lowers_a_count(rows, event):
    POPULATION.put(**rows)
    before = found()
    POPULATION.put(**rows | {"event": [*rows["event"], event | {"record": "more"}]})
    assert found().keys() == before.keys()
    assert all(found()[person] >= number for person, number in before.items())


@settings(max_examples=30, deadline=None)
@given(records())
def test_only_polypharmacy_can_end(rows):
    """Without medicines, a later day never has a lower count."""
    POPULATION.put(**rows | {"medication": []})
    series: dict[str, list[int]] = {}
    for person, _, number in POPULATION.ask(COURSE):
        series.setdefault(person, []).append(number)
    assert all(numbers == sorted(numbers) for numbers in series.values())
