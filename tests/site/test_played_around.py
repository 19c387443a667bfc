"""A demo shows coordinators and gaps, people around, and a small register."""

import pytest
from tests.care.around import at
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.control import person_of

from commonweal.care.coordination import gaps, reads
from commonweal.care.coordination.models import Coordinator
from commonweal.care.end_of_life import listed
from commonweal.care.end_of_life.models import Preference
from commonweal.care.extents import blueprint
from commonweal.care.people.models import Person
from commonweal.site.played.around import surround

__all__ = ["exampleshire", "published", "published_rows"]
pytestmark = pytest.mark.requirement("T4", "T8", "T11")


def test_a_demo_shows_who_is_around_people(published: None) -> None:
    """Made twice it is there once."""
    for name in ("ann", "cora"):
        at(name)
    assert surround(blueprint(), seed=3) > 0
    made = Coordinator.objects.count(), Preference.objects.count()
    assert surround(blueprint(), seed=3) == 0
    assert (Coordinator.objects.count(), Preference.objects.count()) == made
    cora, ann = at("cora"), Person.objects.get(given="Ann")
    assert reads.coordinator(cora, person_of("Ann"))
    assert reads.around(cora, ann).people[0].row.own_words
    assert listed.register(cora).total == 5  # of six, one is registered nowhere
    assert listed.outcomes(cora).died == 0  # the one who died did so longer ago than a year
    assert gaps.without_coordinator(cora).total + Coordinator.objects.count() >= 3
