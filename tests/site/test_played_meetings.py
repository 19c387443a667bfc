"""After days were played, one team has a caseload, tasks, a meeting that was held and one that comes."""

import pytest
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.teamwork import NOON, open_posts, who

from commonweal.care import moments
from commonweal.care.caseloads import reads as caseloads
from commonweal.care.caseloads.reads import Chosen
from commonweal.care.extents import blueprint
from commonweal.care.meetings import reads as meetings
from commonweal.care.meetings.models import Meeting
from commonweal.care.tasks import reads as tasks
from commonweal.site.played.meetings import meet

__all__ = ["exampleshire", "published", "published_rows"]
pytestmark = pytest.mark.requirement("T3")


def test_a_team_keeps_a_caseload_and_meets(published: None) -> None:
    """Played twice it is there once; what was agreed and is not done stands before the next meeting."""
    open_posts()
    with moments.at(NOON):
        people = meet(blueprint(), seed=3)
        assert people == 5
        assert meet(blueprint(), seed=3) == 0
        rita = who("rita")
        listed = caseloads.listed(rita, Chosen())
        assert (listed.people, bool(listed.overdue)) == (people, True)
        assert tasks.waiting_count(rita) > 3
        coming, held = Meeting.objects.order_by("-starts")
        assert (coming.closed, bool(held.closed)) == (None, True)
        opened = meetings.one(rita, coming.pk)
        assert opened.items
        assert [one.source for one in opened.carried] == ["meeting"] * len(opened.carried) != []
