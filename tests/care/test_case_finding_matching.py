"""What the database finds is what the conditions say of each person, whatever they are and however joined."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.insight.small_store import ON

from commonweal.blueprint.case_finding_columns import COLUMNS
from commonweal.blueprint.case_finding_conditions import Condition
from commonweal.blueprint.case_finding_words import because, fails, holds, said
from commonweal.care.case_finding import matching
from commonweal.care.people.models import Person
from commonweal.care.published.models import PersonHospital, PersonProfile, Refresh
from commonweal.care.risk.models import PersonRisk, RiskCard

pytestmark = pytest.mark.requirement("P5")
AMOUNTS = ("age", "deficits", "rise", "emergency_admissions", "hospital_frailty", "continuity")
CHANCES = ("risk:admission", "risk-rank:admission")
COUNTED = (*AMOUNTS, *CHANCES)
KNOWN = ("rise", "hospital_frailty", *CHANCES)
REGISTERS = ("asthma", "copd", "dementia")
amount = st.integers(0, 90)
leaf = st.one_of(
    st.builds(
        lambda column, least: {"column": column, "at_least": least},
        st.sampled_from(COUNTED),
        amount,
    ),
    st.builds(
        lambda column, most: {"column": column, "at_most": most},
        st.sampled_from(COUNTED),
        amount,
    ),
    st.builds(
        lambda column, ends: {"column": column, "between": sorted(ends)},
        st.sampled_from(COUNTED),
        st.lists(amount, min_size=2, max_size=2),
    ),
    st.builds(lambda column, so: {"column": column, "known": so}, st.sampled_from(KNOWN), st.booleans()),
    st.builds(
        lambda bands: {"column": "band", "one_of": bands},
        st.lists(st.sampled_from(["fit", "mild", "moderate", "severe"]), min_size=1, unique=True),
    ),
    st.builds(
        lambda how, ids: {"column": "registers", how: ids},
        st.sampled_from(["has_any", "has_all"]),
        st.lists(st.sampled_from(REGISTERS), min_size=1, unique=True),
    ),
    st.builds(lambda so: {"column": "care_home", "is": so}, st.booleans()),
)
conditions = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.builds(lambda several: {"all": several}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda several: {"any": several}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda one: {"not": one}, inner),
    ),
    max_leaves=5,
)
ASKED = (*COUNTED, "band", "registers", "care_home")


def put_chance(person: Person, place: int) -> None:
    """A chance that lies between two hundredths, or is one."""
    PersonRisk.objects.create(
        person=person,
        model="admission",
        practice=person.practice,
        chance=(0.29, 0.075, 0.07, 0.899)[place % 4],
        above=place * 9,
        reasons='[["age",80,2.0]]',
    )


@pytest.fixture
def everybody(published: None) -> list[dict[str, Any]]:
    """Exampleshire, where some amounts are not known, and some are on registers, by what is known of each."""
    for place, one in enumerate(PersonProfile.objects.order_by("age", "pk")):
        one.registers = [id for n, id in enumerate(REGISTERS) if place >> n & 1]
        one.deficits_year_ago = None if place % 3 == 0 else one.deficits_year_ago
        one.continuity = None if place % 2 else place / 10
        one.care_home = place % 4 == 0
        one.save()
    for place, one in enumerate(PersonHospital.objects.order_by("pk")):
        one.hospital_frailty = None if place % 2 else place * 9
        one.emergency_admissions = place % 3
        one.save()
        if place % 4:
            put_chance(one.person, place)
    RiskCard.objects.create(
        refresh=Refresh.objects.get(current=True), model="admission", as_at=ON, passed=True, card={}
    )
    return matching.values(matching.people(["gp_record", "hospital"]), ASKED, "pk")


@given(conditions)
@example({"not": {"not": {"column": "age", "at_least": 0}}})
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_finds_whom_the_conditions_hold_for(
    everybody: list[dict[str, Any]], written: Any
) -> None:
    """And whoever is found has a reason in words, and whoever is not is told what is missing."""
    condition = Condition.model_validate(written)
    found = matching.people(["gp_record", "hospital"]).filter(matching.asked([condition]))
    so = {row["pk"] for row in everybody if holds(condition, row)}
    assert set(found.values_list("pk", flat=True)) == so
    assert said(condition, {})
    for row in everybody:
        assert because([condition], row, {}) if row["pk"] in so else fails([condition], row, {})


def test_every_column_can_be_asked_in_the_database(published: None) -> None:
    """All of them in one question, each by its own kind of test."""
    tests = {"text": {"one_of": ["x"]}, "texts": {"has_any": ["x"]}, "yes_no": {"is": True}}
    asked = [
        Condition.model_validate({"column": one.name, **tests.get(one.kind, {"at_least": 1})})
        for one in COLUMNS.values()
        if not one.words
    ]
    everything = matching.people(tuple(matching.TABLES))
    assert everything.exists()
    assert not everything.filter(matching.asked(asked)).exists()


def test_whatever_a_rule_says_of_a_model_that_is_not_shown_it_finds_nobody(
    everybody: list[dict[str, Any]],
) -> None:
    """Also where it asks for what is not so, or for something else besides."""
    unlikely = {"not": {"column": "risk:admission", "at_least": 50}}
    asked = [
        Condition.model_validate(one)
        for one in (unlikely, {"any": [unlikely, {"column": "age", "at_least": 0}]})
    ]
    here = matching.people(["gp_record", "hospital"])
    assert all(here.filter(matching.asked([one])).exists() for one in asked)
    RiskCard.objects.update(passed=False, failures=["It is wrong."])
    assert not any(here.filter(matching.asked([one])).exists() for one in asked)
