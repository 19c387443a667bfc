"""Measures of populations: exact for care, safe for planning, made of the same people as all else."""

from collections import Counter
from pathlib import Path

import pytest
from tests.insight.conftest import Refreshed, crowd
from tests.insight.small_store import store_of

from commonweal.care.models import PersonHospital
from commonweal.care.population.models import PopulationCell
from commonweal.care.published.models import PersonFrailty, PersonProfile

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("P3")]
PLACES = ("Z99001", "Z99002", "Z99003")


def test_what_is_published_is_a_recount_of_the_profiles(refreshed: Refreshed, tmp_path: Path) -> None:
    refreshed(store_of(tmp_path, crowd(150, seed=7)), profiles=True)
    people = list(PersonProfile.objects.values("practice", "segment", "band", "decile", "registers"))
    assert len(people) == PersonFrailty.objects.count() == PersonHospital.objects.count()
    care = PopulationCell.objects.filter(audience="care", population="registered", area__in=PLACES)

    found = care.filter(measure="people", by="segment/band").values_list("area", "group", "numerator")
    told = Counter((one["practice"], f"{one['segment']}/{one['band']}") for one in people)
    assert {(area, group): n for area, group, n in found} == {k: n for k, n in told.items() if k[0] in PLACES}

    severe = dict(care.filter(measure="band:severe", by="").values_list("area", "numerator"))
    told = Counter(one["practice"] for one in people if one["band"] == "severe")
    assert severe == {place: told[place] for place in severe}
    assert sum(care.filter(measure="band:severe", by="").values_list("expected", flat=True)) == pytest.approx(
        sum(severe.values())
    )
    _is_safe_for_planning()


def _is_safe_for_planning() -> None:
    """Numbers are rounded or hidden, nothing is said of a hidden group, and care is told no costs."""
    assert not PopulationCell.objects.filter(audience="care", category="cost").exists()
    planned = PopulationCell.objects.filter(audience="planning").exclude(category="cost")
    numbers = planned.values_list("measure", "numerator", "denominator", "value", "lower", "expected")
    assert numbers
    for measure, numerator, denominator, value, lower, expected in numbers:
        assert numerator is None or numerator % 5 == 0, measure
        assert denominator is None or denominator % 5 == 0, measure
        if denominator is None:
            assert (numerator, value, lower, expected) == (None,) * 4, measure
        if numerator is None:
            assert (value, lower) == (None, None), measure
