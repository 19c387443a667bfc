"""The national data opt-out: whoever has it counts for care and not for planning."""

from pathlib import Path

import pytest
from django.utils import timezone
from tests.insight.conftest import Refreshed, crowd
from tests.insight.recount import as_planned, assert_hidden_at_most, recount
from tests.insight.small_store import store_of
from tests.insight.test_refresh import cells

from commonweal.blueprint import Blueprint
from commonweal.care.objections.models import OptOut
from commonweal.care.people.models import Person
from commonweal.care.published.models import PersonFrailty

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3")]


def test_the_whole_record_stays_out_of_planning_and_nothing_else(
    refreshed: Refreshed, exampleshire: Blueprint, tmp_path: Path
) -> None:
    """Every third person opts out: planning is what a recount of the others gives, until they withdraw."""
    people = crowd(120, seed=5)
    store = store_of(tmp_path, people)
    refreshed(store)
    everybody, counted = recount(people, exampleshire), PersonFrailty.objects.count()
    before = cells("planning")
    assert_hidden_at_most(before, as_planned(everybody), share=0.05)

    out = {str(row["person"]) for row in people[::3]}
    OptOut.objects.bulk_create(OptOut(person=one) for one in Person.objects.filter(key__in=out))
    refreshed(store)
    others = recount([row for row in people if row["person"] not in out], exampleshire)
    assert_hidden_at_most(cells("planning"), as_planned(others), share=0.05)
    assert cells("planning") != before
    assert cells("care") == everybody
    assert PersonFrailty.objects.count() == counted

    OptOut.objects.update(ended=timezone.now())
    refreshed(store)
    assert cells("planning") == before
