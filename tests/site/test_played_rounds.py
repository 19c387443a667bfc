"""After days were played, teams have a rota and some visits for today, for whoever looks."""

import pytest
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.rounds import Holding, at, given, holder, riverside

from commonweal.care import moments
from commonweal.care.extents import blueprint
from commonweal.care.teams import reads
from commonweal.care.teams.models import Shift
from commonweal.care.visits.models import Visit
from commonweal.site.played.rounds import lay_out

__all__ = ["exampleshire", "published", "published_rows", "riverside"]
pytestmark = pytest.mark.requirement("F3")


def test_teams_that_visit_have_a_rota_and_visits_today(riverside: Holding) -> None:
    """Three days of shifts, those who have an account first; laid out twice it is there once."""
    for who in ("Ann", "Ben", "Cleo"):
        given(who)
    with moments.at(at("09:00")):
        assert lay_out(blueprint(), seed=3) == 3
        assert lay_out(blueprint(), seed=3) == 3
        found = {one.team.id: one for one in reads.teams(holder("hub"))}
    assert Shift.objects.filter(team="riverside-team").count() == 12
    assert Visit.objects.filter(state="planned", team="riverside-team").count() == Visit.objects.count() == 3
    assert len(found["riverside-team"].on) >= 2
    assert found["hillside-team"].room.fits > 0
