"""What holds for scores, use and cost of any record whatever."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analytics import plain_hospital, plain_use
from tests.analytics.population import Population

from commonweal.analytics import charlson, hospital_frailty
from commonweal.analytics.cost import cost
from commonweal.analytics.tables import SETTINGS
from commonweal.analytics.use import use
from commonweal.terms.charlson import GROUPS
from commonweal.terms.codes import CTV3, ICD10
from commonweal.terms.hospital_frailty import POINTS

pytestmark = pytest.mark.requirement("P1")

ON = date(2024, 2, 29)
PEOPLE = ("Ada", "Ben")
EDGES = [
    ON - timedelta(days=n)
    for n in (-2, -1, 0, 1, 30, 364, 365, 366, 367, 500, 729, 730, 731, 732, 1100, 1460)
]
MIDNIGHT = [datetime(2023, 7, 1, 22, 59, tzinfo=UTC), datetime(2023, 7, 1, 23, 0, tzinfo=UTC)]
BORN = [date(1948, 2, 29), date(1948, 3, 1), date(1949, 2, 28), date(1930, 1, 1), date(1990, 1, 1), ON]
CODES = [*list(POINTS)[::9], *(code for group in GROUPS for code in group.codes[:1]), "I10", "A41", "Z992"]

POPULATION = Population("person", "death", "activity", "diagnosis", "care_package")
WHO = POPULATION.tables["person"], POPULATION.tables["death"]
DIAGNOSES, ACTIVITY = POPULATION.tables["diagnosis"], POPULATION.tables["activity"]
FRAILTY = hospital_frailty.assess(*WHO, ACTIVITY, DIAGNOSES, ON).drop("risk", "categories")
FRAILTY_EVIDENCE = hospital_frailty.evidence(*WHO, ACTIVITY, DIAGNOSES, ON).select("person", "tenths")
CHARLSON = charlson.assess(*WHO, DIAGNOSES, ON).drop("groups")
CHARLSON_EVIDENCE = charlson.evidence(*WHO, DIAGNOSES, ON).select("person", "group")
USE = use(*WHO, ACTIVITY, POPULATION.tables["care_package"], ON)
COST = cost(*WHO, ACTIVITY, POPULATION.tables["care_package"], ON)

people = st.sampled_from(PEOPLE)
days = st.sampled_from(EDGES)
moments = st.one_of(
    st.sampled_from(MIDNIGHT),
    st.builds(
        lambda day, hour: datetime(day.year, day.month, day.day, hour, tzinfo=UTC), days, st.integers(0, 23)
    ),
)
costs = st.sampled_from([None, 0, 1, 999, 12_345])


@st.composite
def contacts(draw):
    start = draw(moments)
    lasts = draw(st.sampled_from([None, 0, 1, 3, 40, 400]))
    return {
        "person": draw(people),
        "setting": draw(st.sampled_from(("bed", "bed", "bed", *SETTINGS))),
        "start": start,
        "end": None if lasts is None else start + timedelta(days=lasts),
        "method": draw(st.sampled_from([None, "emergency", "emergency", "elective"])),
        "cost": draw(costs),
    }


@st.composite
def packages(draw):
    start, lasts = draw(days), draw(st.sampled_from([None, 1, 2, 30, 400]))
    return {
        "person": draw(people),
        "kind": draw(st.sampled_from(["home_care", "nursing"])),
        "start": start,
        "end": None if lasts is None else start + timedelta(days=lasts),
        "weekly_cost": draw(costs),
    }


@st.composite
def records(draw):
    """Two people with whatever hospitals and councils know of them, as rows of each table."""
    given_by = {"sex": "unknown", "source": "gp"}
    everyone = [
        {"person": who, "birth_date": draw(st.sampled_from(BORN)), "source_id": who} | given_by
        for who in PEOPLE
    ]
    dead = [{"person": who, "date": draw(st.none() | days)} for who in PEOPLE if draw(st.integers(0, 5)) == 5]
    activity = [row | {"record": f"s{n}"} for n, row in enumerate(draw(st.lists(contacts(), max_size=12)))]
    spells = [row for row in activity if row["setting"] == "bed"]
    coded = [
        {
            "person": row["person"],
            "spell": row["record"],
            "date": plain_hospital.day(row["start"]),
            "position": place,
            "system": draw(st.sampled_from([ICD10, ICD10, ICD10, CTV3])),
            "code": code,
            "record": f"{row['record']}#{place}",
        }
        for row in spells
        for place, code in enumerate(draw(st.lists(st.sampled_from(CODES), max_size=6)), 1)
    ]
    social = [row | {"record": f"p{n}"} for n, row in enumerate(draw(st.lists(packages(), max_size=3)))]
    return {
        "person": everyone,
        "death": dead,
        "activity": activity,
        "diagnosis": coded,
        "care_package": social,
    }


@settings(max_examples=20, deadline=None)
@given(records())
def test_they_equal_a_plain_recount(rows):
    POPULATION.put(**rows)
    who, coded = (rows["person"], rows["death"]), rows["diagnosis"]
    frail = plain_hospital.hospital_frailty(*who, rows["activity"], coded, ON)
    assert POPULATION.ask(FRAILTY) == sorted((person, *told) for person, told in frail.items())
    comorbid = plain_hospital.charlson(*who, coded, ON)
    assert POPULATION.ask(CHARLSON) == sorted((person, *told) for person, told in comorbid.items())
    alive = plain_hospital.alive(*who, ON)
    for question, counted in ((USE, plain_use.use), (COST, plain_use.cost)):
        found = counted(rows["activity"], rows["care_package"], ON)
        names = question.columns[1:]
        expected = [(person, *(found[person][name] for name in names)) for person in sorted(alive)]
        assert POPULATION.ask(question) == expected


@settings(max_examples=8, deadline=None)
@given(records())
def test_the_reasons_add_up_to_the_score(rows):
    POPULATION.put(**rows)
    reasons = POPULATION.ask(FRAILTY_EVIDENCE)
    for person, _, tenths in POPULATION.ask(FRAILTY):
        assert sum(points for who, points in reasons if who == person) == tenths
    weights = {each.id: (each.weight_2011, each.weight_1987) for each in GROUPS}
    groups = POPULATION.ask(CHARLSON_EVIDENCE)
    for person, *scores in POPULATION.ask(CHARLSON):
        counted = [weights[group] for who, group in groups if who == person]
        assert scores == [sum(each[place] for each in counted) for place in (0, 1)]
