"""The pages of a plan: what is typed survives, what is withheld is named, proposals are answered."""

import re
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import resolve
from tests.care import planned
from tests.care.planned import FALL, ann, newest, said, works_with_ann, wrote
from tests.conftest import missing
from tests.web.reading import links, text

from commonweal.care.plans.models import Proposal, SectionDraft
from commonweal.site.limits.holding import is_costly

pytestmark = pytest.mark.requirement("T2")
SignIn = Callable[[str], Client]
MOST_QUERIES = 24
TEA = {"text": "A cup of tea before anything else"}


@pytest.fixture
def signed_in(published: None) -> SignIn:
    planned.open_posts()
    return planned.browser


def address(name: str = "") -> str:
    return f"/people/{ann().pk}/{name or 'plan'}"


def test_the_plan_says_what_stands_who_wrote_it_and_what_is_withheld(signed_in: SignIn) -> None:
    works_with_ann("ZZ2")
    wrote("river", "what-matters", TEA, whose="person")
    wrote("river", "contingency", FALL)
    whole = text(signed_in("river").get(address()))
    assert "A cup of tea" in whole
    assert "The person's own words. Written by river, visiting nurse" in whole
    part = text(signed_in("council").get(address()))
    assert "A cup of tea" in part
    assert "Found on the floor" not in part
    assert "Not everything is open to you: care and support, in a crisis, towards the end of life" in part


def test_a_section_is_written_and_a_further_entry_is_added_without_losing_anything(signed_in: SignIn) -> None:
    client = signed_in("river")
    typed = {"rows": "1", "seen": "", "text-0": "Sings", "whose": "professional"}
    led = client.post(address("plan/sections/strengths"), {**typed, "do": "more"})
    form = client.get(led["Location"].partition("#")[0]).content.decode()
    assert 'value="Sings"' in form
    assert 'name="text-1"' in form
    client.post(address("plan/sections/strengths"), {**typed, "rows": "2", "text-1": "Walks", "do": "send"})
    assert said("strengths") == [{"text": "Sings"}, {"text": "Walks"}]
    assert not SectionDraft.objects.exists()


def test_the_second_of_two_sees_both_versions_and_keeps_their_own(signed_in: SignIn) -> None:
    client = signed_in("hub")
    wrote("river", "what-matters", TEA)
    typed = {"rows": "1", "seen": "", "text-0": "Coffee", "whose": "professional", "do": "send"}
    told = client.post(address("plan/sections/what-matters"), typed)
    assert told.status_code == 409
    assert "Somebody published this section since you began" in text(told)
    assert "A cup of tea" in text(told)
    assert "Coffee" in told.content.decode()
    version = newest("what-matters")
    assert version
    client.post(address("plan/sections/what-matters"), {**typed, "seen": version.pk})
    assert said("what-matters") == [{"text": "Coffee"}]


def test_what_is_missing_stands_beside_what_was_typed(signed_in: SignIn) -> None:
    typed = {"rows": "1", "if-0": "She falls", "whose": "professional", "do": "send"}
    told = signed_in("river").post(address("plan/sections/contingency"), typed)
    assert told.status_code == 400
    assert "Fill in ‘Do this’, or empty the whole entry" in text(told)
    assert 'value="She falls"' in told.content.decode()


@pytest.mark.requirement("T12")
def test_a_draft_is_kept_by_the_page_and_shown_to_nobody_else(signed_in: SignIn) -> None:
    keep = address("plan/sections/what-matters/keep")
    assert signed_in("river").post(keep, {"rows": "1", "text-0": "Half a", "seen": ""}).status_code == 204
    assert "Half a" in signed_in("river").get(address("plan/sections/what-matters")).content.decode()
    for who in ("hub", "ann"):
        pages = ("/own/plan", "/own/plan/sections/what-matters") if who == "ann" else (address(),)
        for page in pages:
            assert "Half a" not in signed_in(who).get(page).content.decode()


@pytest.mark.requirement("R2")
def test_a_carer_proposes_and_sees_what_came_of_it(signed_in: SignIn) -> None:
    wrote("river", "what-matters", TEA)
    version = newest("what-matters")
    assert version
    kim = signed_in("kim")
    typed = {"rows": "1", "text-0": "Coffee", "seen": version.pk, "why": "She changed her mind", "do": "send"}
    kim.post("/own/plan/sections/what-matters", typed)
    assert said("what-matters") == [TEA]
    found, river = Proposal.objects.get(), signed_in("river")
    page = text(river.get(address(f"plan/proposals/{found.pk}")))
    assert "kim proposes this" in page
    answer = {"rows": "1", "text-0": "Coffee", "seen": version.pk, "do": "accept", "answer": "Of course"}
    river.post(address(f"plan/proposals/{found.pk}"), answer)
    assert said("what-matters") == [{"text": "Coffee"}]
    assert "Accepted by river" in text(kim.get("/own/plan/proposals"))


def test_versions_show_what_changed_and_an_earlier_one_is_brought_back(signed_in: SignIn) -> None:
    first = wrote("river", "what-matters", TEA)
    second = wrote("hub", "what-matters", {"text": "A cup of coffee before anything else"})
    client = signed_in("river")
    page = client.get(address("plan/sections/what-matters/versions")).content.decode()
    assert "<del>tea </del><ins>coffee </ins>" in page
    client.post(address("plan/sections/what-matters/restore"), {"version": first.pk, "seen": second.pk})
    assert said("what-matters") == [TEA]


def test_the_plan_is_signed_as_it_was_read(signed_in: SignIn) -> None:
    version, client = wrote("river", "what-matters", TEA), signed_in("river")
    typed = {"agreed": "person", "how": "Read aloud at home", "review_by": "3 May 2027"}
    told = client.post(address("plan/sign"), typed)
    assert told.status_code == 409
    client.post(address("plan/sign"), {**typed, "version-what-matters": version.pk})
    assert "Signed by river" in text(client.get(address()))


def test_the_crisis_page_is_open_to_those_whom_a_clause_opens_it_to(signed_in: SignIn) -> None:
    wrote("river", "contingency", FALL)
    wrote("river", "allergies", {"text": "Penicillin: rash"})
    page = text(signed_in("river").get(address("crisis")))
    for words in ("Found on the floor", "Check for pain before moving her", "Penicillin: rash"):
        assert words in page
    assert "No decision about resuscitation" in page
    assert "Found on the floor" in text(signed_in("kim").get("/own/crisis"))
    assert signed_in("hill").get(address("crisis")).status_code == 404


def test_the_file_to_print_has_tags_a_title_and_a_language(signed_in: SignIn) -> None:
    """What a screen reader needs: PDF/UA says so of itself, and headings, lists and paragraphs are marked."""
    wrote("river", "what-matters", TEA, whose="person")
    wrote("river", "contingency", FALL)
    made = signed_in("river").get(address("plan.pdf"))
    if made.status_code == 503:
        missing("weasyprint needs Pango, which this machine has not")
    assert made["Content-Type"] == "application/pdf"
    assert is_costly(resolve(address("plan.pdf")))
    assert made.content.startswith(b"%PDF-1.7")
    for mark in (b"/MarkInfo", b"/Marked true", b"/StructTreeRoot", b"/Lang (en-GB)", b"pdfuaid"):
        assert mark in _unpacked(made.content), mark
    for tag in (b"/S /H1", b"/S /H2", b"/S /L", b"/S /P"):
        assert tag in _unpacked(made.content), tag


def _unpacked(file: bytes) -> bytes:
    """The file with its packed streams opened."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", file, flags=re.DOTALL)
    return file + b"".join(filter(None, map(_opened, streams)))


def _opened(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_where_no_file_can_be_made_the_page_says_what_to_do(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonweal.web.plans.paper.MAKES", ("there-is-no-such-program",))
    told = signed_in("river").get(address("plan/easy.pdf"))
    assert told.status_code == 503
    assert "print it from the browser" in text(told)


def test_the_crisis_page_asks_the_database_no_more_often_for_a_longer_plan(
    signed_in: SignIn, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    """At most so many queries, each by an index, keep it within 100 ms."""
    for section in ("alerts", "allergies", "please-do", "coping"):
        wrote("river", section, *({"text": f"{section} {n}"} for n in range(20)))
    client = signed_in("river")
    client.get(address("crisis"))
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(address("crisis"))


def test_an_action_that_is_not_done_can_be_asked_of_a_team(signed_in: SignIn) -> None:
    rails = {"what": "Rails by both steps", "owner": "team:riverside-team", "by": "2027-05-03"}
    wrote("river", "actions", rails, {**rails, "what": "A key safe", "done": "2026-11-01"})
    page = signed_in("river").get(address())
    (asks,) = [link for link in links(page) if link.startswith("/tasks/new")]
    assert parse_qs(asks.partition("?")[2]) == {
        "person": [str(ann().pk)],
        "said": ["Rails by both steps"],
        "due": ["3 May 2027"],
        "receiver": ["riverside-team"],
    }
