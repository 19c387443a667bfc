"""After days were played, a team has gone through whom a rule found."""

import pytest
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.teamwork import NOON, open_posts

from commonweal.care import moments
from commonweal.care.case_finding.models import FindingAnswer
from commonweal.care.caseloads.models import CaseloadPlace
from commonweal.care.extents import blueprint
from commonweal.site.played.finding import find

__all__ = ["exampleshire", "published", "published_rows"]
pytestmark = pytest.mark.requirement("P5")


def test_some_are_put_on_the_caseload_and_some_aside(published: None) -> None:
    """Played twice it is there once."""
    with moments.at(NOON):
        open_posts()
        assert find(blueprint()) == 4
        assert find(blueprint()) == 0
    assert set(CaseloadPlace.objects.values_list("entry", flat=True)) == {"case_finding"}
    assert sorted(FindingAnswer.objects.values_list("deed", flat=True)) == ["aside"] + 4 * ["caseload"]
