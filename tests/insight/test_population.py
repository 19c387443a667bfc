"""Measures of populations: exact for care, safe for planning, made of the same people as all else."""

from collections import Counter
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from django.db.models import QuerySet
from tests.insight.conftest import crowd
from tests.insight.recount import band
from tests.insight.small_store import ON, Rows, store_of
from tests.village import quiet

from commonweal.blueprint import Blueprint, load
from commonweal.care.models import PersonHospital
from commonweal.care.population.models import PopulationCell
from commonweal.care.published.models import PersonFrailty, PersonProfile
from commonweal.insight.nightly import refresh
from commonweal.insight.population_earlier import kept
from commonweal.insight.run import inputs_of, under_way

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("P3")]
BEFORE = date(2024, 6, 30)
PLACES = ("Z99001", "Z99002", "Z99003")


@pytest.fixture
def two_days(exampleshire: Blueprint, tmp_path: Path) -> Blueprint:
    """The partnership, which compares with a year before."""
    folder = Path(copytree(exampleshire.path, tmp_path / "partnership"))
    words = (folder / "population.yaml").read_text(encoding="utf-8")
    (folder / "population.yaml").write_text(words.replace("years: 0", "years: 1"), encoding="utf-8")
    return load(folder)


def test_what_is_published_is_a_recount_of_two_days(two_days: Blueprint, tmp_path: Path) -> None:
    """Of today's profiles; and of whoever was here a year before, by what was known then."""
    crowded = crowd(150, seed=7)
    store = store_of(tmp_path, crowded)
    assert refresh(store, two_days, on=ON, codelists=None, progress=quiet).earlier == BEFORE
    _is_a_recount_of_the_profiles()
    _is_a_recount_of_those_who_were_there(crowded)
    _is_safe_for_planning()
    with under_way(inputs_of(store, two_days, ON, None), quiet) as run:
        again = kept(run, lambda: pytest.fail("the earlier day is worked out twice"))
        assert run.connection.to_pyarrow(again.count()).as_py() == then().count()


def then() -> QuerySet[PopulationCell]:
    return PopulationCell.objects.filter(as_at=BEFORE)


def _is_a_recount_of_the_profiles() -> None:
    people = list(PersonProfile.objects.values("practice", "segment", "band", "decile", "registers"))
    assert len(people) == PersonFrailty.objects.count() == PersonHospital.objects.count()
    care = PopulationCell.objects.filter(audience="care", population="registered", area__in=PLACES, as_at=ON)

    found = care.filter(measure="people", by="segment/band").values_list("area", "group", "numerator")
    told = Counter((one["practice"], f"{one['segment']}/{one['band']}") for one in people)
    assert {(area, group): n for area, group, n in found} == {k: n for k, n in told.items() if k[0] in PLACES}

    severe = dict(care.filter(measure="band:severe", by="").values_list("area", "numerator"))
    of_place = Counter(one["practice"] for one in people if one["band"] == "severe")
    assert severe == {place: of_place[place] for place in severe}
    expected = care.filter(measure="band:severe", by="").values_list("expected", flat=True)
    assert sum(number or 0 for number in expected) == pytest.approx(sum(of_place[one] for one in severe))


def _is_a_recount_of_those_who_were_there(people: Rows) -> None:
    """Of areas and practices as they are, and of no small area."""
    were = [one for one in people if there(one)]
    care = then().filter(audience="care", population="registered", area__in=PLACES, by="")
    told = Counter(str(one["practice"]) for one in were)
    counted = care.filter(measure="people").values_list("area", "numerator")
    assert dict(counted) == {place: told[place] for place in PLACES}
    told = Counter(str(one["practice"]) for one in were if band(one, "year_ago") == 3)
    severe = care.filter(measure="band:severe").values_list("area", "numerator")
    assert dict(severe) == {place: told[place] for place in PLACES}
    assert set(then().values_list("by", flat=True)) <= {"", "declared"}
    assert not then().filter(area__startswith="E0").exists()


def there(person: dict[str, object]) -> bool:
    """Whether somebody was born, alive and not yet gone on the day a year before."""
    gone = [str(person[fate]) for fate in ("died", "left") if person[fate]]
    return str(person["born"]) <= str(BEFORE) and all(day > str(BEFORE) for day in gone)


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
