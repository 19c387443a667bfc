"""What the reads leave in the audit: every look, and every refusal of one."""

from collections.abc import Callable
from uuid import UUID

import pytest
from tests.care.conftest import ViewerOf

from commonweal.care.access import Refused
from commonweal.care.accounts import actions as accounts
from commonweal.care.accounts.models import User
from commonweal.care.audit.models import Entry
from commonweal.care.loads import reads as loads
from commonweal.care.loads.models import LoadReport
from commonweal.care.people import reads as people
from commonweal.care.people.lists import Chosen
from commonweal.care.people.models import Person
from commonweal.care.published import reads as published

Look = Callable[[people.Viewer | None, UUID], object]
LOOKS: dict[str, tuple[str, Look, str]] = {  # deed → who may, how, who may not
    "people.listed": ("lead", lambda by, _: people.list_people(by, Chosen("Z99001")), "analyst"),
    "people.exported": ("lead", lambda by, _: list(people.export_people(by, Chosen("Z99001"))), "analyst"),
    "people.searched": ("lead", lambda by, _: people.search(by, "adair"), "scheduler"),
    "person.read": ("lead", people.person, "analyst"),
    "population.read": ("analyst", lambda by, _: published.counts(by, "Z99001", "registered"), "data"),
    "practices.read": ("analyst", lambda by, _: published.practices(by, "riverside"), "data"),
    "small_areas.read": (
        "analyst",
        lambda by, _: published.small_areas(by, "riverside", "resident"),
        "data",
    ),
    "loads.listed": ("data", lambda by, _: loads.loads(by), "nurse"),
    "load.read": ("data", lambda by, _: loads.load(by, LoadReport.objects.get().pk), "nurse"),
    "load.refusals_read": ("data", lambda by, _: loads.refusals(by, "7"), "nurse"),
}


@pytest.mark.parametrize("deed", LOOKS)
def test_a_look_is_recorded_with_its_purpose_and_clause(viewer: ViewerOf, deed: str) -> None:
    """And with who looked, for whom they work, and why they might."""
    who, look, _ = LOOKS[deed]
    by, ann = viewer(who), Person.objects.get(given="Ann").pk
    look(by, ann)
    row = Entry.objects.latest("id")
    assert by
    assert (row.deed, row.by_id, row.role, row.organisation) == (deed, by.user, by.role.id, by.organisation)
    assert row.purpose
    assert "#" in row.clause
    assert row.because


@pytest.mark.parametrize("deed", LOOKS)
@pytest.mark.parametrize("nobody", [False, True])
def test_a_look_refused_is_recorded_with_the_reason(viewer: ViewerOf, deed: str, nobody: bool) -> None:
    """Also where nobody is signed in; nothing else is recorded of it."""
    _, look, who = LOOKS[deed]
    by, ann = viewer(None if nobody else who), Person.objects.get(given="Ann").pk
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        look(by, ann)
    row = Entry.objects.latest("id")
    assert (row.deed, row.by_id) == (f"{deed.partition('.')[0]}.refused", by.user if by else None)
    assert row.because == refused.value.decision.because
    assert Entry.objects.count() == before + 1


def test_choosing_someone_elses_post_is_recorded(viewer: ViewerOf) -> None:
    """With the post they asked for."""
    lead, nurse = viewer("lead"), viewer("nurse")
    assert lead
    assert nurse
    with pytest.raises(Refused):
        accounts.choose_post(by=User.objects.get(pk=lead.user), session={}, post=nurse.post)
    row = Entry.objects.latest("id")
    assert (row.deed, row.by_id, row.detail) == ("post.refused", lead.user, {"post": nurse.post})
