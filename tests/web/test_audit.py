"""What asking for a page leaves in the audit."""

from collections.abc import Callable

import pytest
from django.test import Client

from commonweal.care.audit import reads, rules
from commonweal.care.audit.models import Entry

DEEDS = {  # who asks, for which page → the rows it leaves
    ("lead", "/population/hamlet"): {"population.read", "practices.read", "small_areas.read"},
    ("lead", "/population/hamlet/people"): {"people.listed", "population.read"},
    ("lead", "/people/?q=zzz"): {"people.searched"},
    ("analyst", "/loads/"): {"loads.listed"},
    ("nurse", "/population/hamlet"): {"population.refused"},
    ("nurse", "/loads/"): {"loads.refused"},
    ("clerk", "/population/hamlet/people"): {"people.refused"},
}


@pytest.mark.parametrize(("who", "address"), DEEDS)
def test_a_page_asked_for_leaves_its_rows(signed_in: Callable[[str], Client], who: str, address: str) -> None:
    """By whoever asked, and the chain holds."""
    client = signed_in(who)
    before = Entry.objects.count()
    client.get(address)
    rows = Entry.objects.order_by("id")[before:]
    assert {row.deed for row in rows} == DEEDS[who, address]
    assert {row.by.username for row in rows if row.by} == {who}
    assert rules.check(reads.steps(), {}).ok


def test_a_session_that_begins_is_recorded(signed_in: Callable[[str], Client]) -> None:
    """Before any page."""
    signed_in("lead")
    row = Entry.objects.latest("id")
    assert row.by
    assert (row.deed, row.by.username) == ("account.signed_in", "lead")
