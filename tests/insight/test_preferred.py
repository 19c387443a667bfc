"""Preferred against actual place of death: counted by area, published with small numbers withheld."""

from datetime import timedelta

import ibis
import pytest
from django.test import Client
from tests.care.around import at
from tests.care.conftest import exampleshire, published, published_rows
from tests.spec.tables import lines
from tests.web.reading import rows as cells
from tests.web.reading import text

from commonweal.analytics.preferred import preferred_places
from commonweal.care import moments
from commonweal.care.accounts.models import User
from commonweal.care.coordination.reads import today
from commonweal.care.end_of_life import afterwards
from commonweal.care.end_of_life.models import PlaceRate
from commonweal.care.extents import blueprint, extents_of
from commonweal.care.objections.models import OptOut
from commonweal.care.people.models import Person
from commonweal.insight import preferred

__all__ = ["exampleshire", "published", "published_rows"]
pytestmark = pytest.mark.requirement("T8")


def told(words):
    """A table drawn with bars."""
    return ibis.memtable(lines(words), schema=dict.fromkeys(lines(words)[0], "string"))


def test_where_people_died_by_area():
    """Areas overlap; whose preference nobody knew counts as not known, and never as met."""
    deaths = told(
        """
        practice | met
        A        | first
        A        | no
        A        | unknown
        B        | second
        C        | first
        """
    )
    register = told("practice | place\n B | yes\n B | no\n D | yes")
    members = told("area | practice\n west | A\n west | B\n all | A\n all | B\n all | D")
    register = register.mutate(place=register.place == "yes")
    counted = preferred_places(deaths, register, members).order_by("area").to_pyarrow().to_pylist()
    assert [tuple(row.values()) for row in counted] == [
        ("all", 4, 3, 1, 1, 1, 3, 2),
        ("west", 4, 3, 1, 1, 1, 2, 1),
    ]


@pytest.mark.parametrize(
    ("counted", "shown"),
    [
        ((7, 7, 7, 0, 0, 7, 7), (None, None, None, None, None, None, None)),
        ((9, 7, 7, 0, 0, 9, 3), (10, None, None, None, None, 10, None)),
        ((20, 18, 11, 0, 7, 20, 18), (20, 20, 10, 0, None, 20, 20)),
        ((0, 0, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0, 0)),
        ((10, 0, 0, 0, 0, 8, 0), (10, 0, 0, 0, 0, 10, 0)),
    ],
)
def test_what_those_who_plan_are_shown(counted, shown):
    names = ("died", "known", "first", "second", "elsewhere", "on_register", "with_place")
    (row,) = preferred.safe(ibis.memtable([dict(zip(names, counted, strict=True))])).to_pyarrow().to_pylist()
    assert tuple(row[name] for name in names) == shown


def test_it_is_published_for_those_who_plan(published):
    """Of those who died the one who opted out is not counted; a role that plans nothing is refused."""
    cora = at("cora")
    people = Person.objects.filter(practice__in=["Z99001", "Z99002", "Z99003"]).order_by("key")
    for person in people:
        yesterday = today() - timedelta(days=1)
        afterwards.note_death(by=cora, person=person.pk, seen=0, on=yesterday, place="home")
    OptOut.objects.create(person=people[0])
    areas = [one for one in extents_of(blueprint()).values() if one.kind not in ("practice", "small_area")]
    assert preferred.publish(moments.now(), areas) > 0
    whole = PlaceRate.objects.get(area="exampleshire", weeks=52)
    assert (whole.died, whole.known, whole.on_register) == (10, 0, 0)
    assert PlaceRate.objects.filter(weeks=52, died=None).exists()  # a smaller area
    analyst, council = Client(), Client()
    analyst.force_login(User.objects.get(username="analyst"))
    council.force_login(User.objects.get(pk=at("council").user))
    page = analyst.get("/end-of-life/places")
    assert "Too few places of death, or preferences, are recorded for Exampleshire" in text(page)
    assert ["Exampleshire", "10", "0"] in [row[:3] for row in cells(page, "By area")]
    assert analyst.get("/end-of-life/places.csv").status_code == 200
    assert council.get("/end-of-life/places").status_code == 403
