"""What somebody could see a moment ago: the next page asks anew, and nothing of the last one is kept."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.attacks.addresses import (
    AUDITED,
    LOAD,
    OPENING,
    OURS,
    PART,
    PERSON,
    SHIFT,
    SIGNED_IN,
    VISIT,
    written,
)
from tests.blueprint.hamlet import write
from tests.village import PASSWORD, PRACTICES, ROLES, SHARING
from tests.web.reading import text

from commonweal.care.accounts import actions as accounts
from commonweal.care.accounts.models import Post, User
from commonweal.care.break_glass.models import Opening
from commonweal.care.involvements.models import Involvement
from commonweal.care.objections.models import Objection, Restriction
from commonweal.care.people.models import Person
from commonweal.care.sharing.models import Clause

pytestmark = [pytest.mark.requirement("R1", "R2"), pytest.mark.numbers]
LIST = "/population/hamlet/people"


@pytest.fixture
def ada(village) -> Person:
    return Person.objects.get(family="Vale")


def sees(client: Client, person: Person) -> bool:
    """Whether the page of this person, their files and the search for them are all open, or all shut."""
    address = f"/people/{person.pk}"
    pages = [client.get(f"{address}{part}") for part in ("", "/evidence.csv", "/contacts.csv")]
    found = client.get("/people/", {"q": f"{person.given} {person.family}"})
    seen = {page.status_code == 200 for page in pages} | {found.get("Location") == address}
    assert len(seen) == 1, [page.status_code for page in pages]
    return seen.pop()


ENDINGS = {  # what happens between two pages → where it leaves the browser that was signed in
    "the account is closed": lambda: accounts.close_account(by=None, name="lead"),
    "the post ends": lambda: accounts.end_post(by=None, name="lead", role="lead", area="hamlet"),
    "the post ends, and nothing tells the session": lambda: Post.objects.update(ended=timezone.now()),
    "the account is no longer active": lambda: User.objects.filter(username="lead").update(is_active=False),
    "the password is changed": lambda: new_password("lead"),
    "the second step is forgotten": lambda: accounts.forget_second_step(by=None, name="lead"),
}


def new_password(name: str) -> None:
    user = User.objects.get(username=name)
    user.set_password("many eyes see a village")
    user.save()


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_next_page_is_the_last(signed_in, ada, ending):
    """Whatever ends what somebody may do ends it at once, for pages, files and lists alike."""
    lead = signed_in("lead")
    assert sees(lead, ada)
    ENDINGS[ending]()
    for address in (
        f"/people/{ada.pk}",
        f"/people/{ada.pk}/evidence.csv",
        LIST,
        f"{LIST}.csv",
        "/people/?q=vale",
    ):
        page = lead.get(address)
        assert page.status_code == 302, address
        assert page.url.split("?")[0] in ("/accounts/login/", "/post"), address


ROLES_NOW = {  # what the role of team leads becomes between two pages → what their list answers then
    (r"pages: \[population, people\]", "pages: [people, population]"): 200,
    (r"pages: \[population, people\]", "pages: [population]"): 403,
    (r"id: lead\b", "id: leader"): 302,
}


def test_a_role_that_the_blueprint_changes_or_drops_is_no_longer_held(signed_in, settings, tmp_path):
    """What a role may open is read from the files, not from the session."""
    lead = signed_in("lead")
    assert lead.get(LIST).status_code == 200
    for number, ((said, instead), status) in enumerate(ROLES_NOW.items()):
        roles, folder = re.sub(said, instead, ROLES), tmp_path / str(number)
        assert roles != ROLES
        care = SHARING.replace("lead", "leader") if "leader" in instead else SHARING
        settings.BLUEPRINT = str(write(folder, roles=roles, practices=PRACTICES, care=care))
        assert lead.get(LIST).status_code == status, instead


def test_an_agreement_that_ends_at_midnight_shuts_the_next_page(signed_in, ada):
    """Without any job running, and for whatever stood behind it: page, list, file, count."""
    lead = signed_in("lead")
    assert sees(lead, ada)
    yesterday = timezone.localdate() - timedelta(days=1)
    Clause.objects.update(starts=yesterday, until=yesterday)
    assert not sees(lead, ada)
    for address in (LIST, f"{LIST}.csv", "/population/hamlet", "/population/hamlet/ages.csv"):
        page = lead.get(address)
        assert page.status_code == 403, address
        assert "VALE" not in page.content.decode(), address


def test_an_opening_in_an_emergency_shuts_by_itself_between_two_pages(in_exampleshire):
    """The banner, the page and the files go together."""
    nurse, ann = in_exampleshire("nurse"), Person.objects.get(given="Ann")
    now, post = timezone.now(), User.objects.get(username="nurse").posts.get()
    opening = Opening.objects.create(
        post=post, person=ann, reason="found on the floor", opened=now - timedelta(hours=1),
        until=now + timedelta(minutes=5),
    )  # fmt: skip
    assert sees(nurse, ann)
    Opening.objects.filter(pk=opening.pk).update(until=now - timedelta(seconds=1))
    assert not sees(nurse, ann)
    Opening.objects.filter(pk=opening.pk).update(until=now + timedelta(minutes=5), ended=now)
    assert not sees(nurse, ann)


@pytest.mark.parametrize("shutting", ["they object", "they restrict", "the part in their care ends"])
def test_what_a_person_decides_holds_from_the_next_page_on(signed_in, ada, bea, shutting):
    """An objection, a restriction, the end of the work with them."""
    name, person = ("lead", ada) if shutting != "the part in their care ends" else ("lead-mill-lane", bea)
    client = signed_in(name)
    part = Involvement.objects.create(person=bea, kind="episode", organisation="Z00001", reason="asked for")
    assert sees(client, person)
    if shutting == "they object":
        Objection.objects.create(person=ada, organisation="RX1")
    elif shutting == "they restrict":
        Restriction.objects.create(person=ada)
    else:
        Involvement.objects.filter(pk=part.pk).update(ended=timezone.now())
    assert not sees(client, person)


def test_a_session_acts_in_no_post_but_those_of_its_account(signed_in, ada):
    """A session that was made to name somebody else's post, or one that has ended, acts in none."""
    both, theirs = signed_in("both"), User.objects.get(username="lead").posts.get()
    own = list(User.objects.get(username="both").posts.order_by("pk"))
    for post, status in (
        (theirs.pk, 302),
        (987654, 302),
        (str(own[0].pk), 302),
        (None, 302),
        (own[0].pk, 200),
    ):
        session = both.session
        session["post"] = post
        session.save()
        assert both.get(LIST).status_code == status, post
    Post.objects.filter(pk=own[0].pk).update(ended=timezone.now())
    assert both.get(LIST).status_code == 403  # the one that is left sees no people


def test_signing_in_begins_a_session_that_nobody_else_had(village):
    """A session that somebody laid in a browser beforehand is not the one that is signed in."""
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["post"] = 1
    session.save()
    laid = session.session_key
    client.cookies["sessionid"] = laid
    assert client.post("/accounts/login/", {"login": "lead", "password": PASSWORD}).status_code == 302
    assert client.session.session_key != laid
    assert Client(headers={"cookie": f"sessionid={laid}"}).get(LIST).status_code == 302


def test_no_page_of_anybody_is_kept_anywhere(signed_in, ada):
    """No browser, proxy or back button has it; nothing says that it is as it was."""
    ids = {PERSON: ada.pk, AUDITED: ada.pk, LOAD: "first", PART: 1, OPENING: 1, SHIFT: 1, VISIT: 1}
    for client in (signed_in("lead"), signed_in("clerk"), Client()):
        for name in (*OURS, *sorted(SIGNED_IN - {"account_logout"})):
            page = client.get(written(name, ids.get(OURS.get(name, ""), "hamlet"), kind="objection"))
            assert "no-store" in page["Cache-Control"], name
            assert "private" in page["Cache-Control"], name
            assert not {"ETag", "Last-Modified", "Expires"} & set(page.headers) - {"Expires"}, name
            again = {"if-none-match": "*", "if-modified-since": "Fri, 31 Dec 2100 23:59:59 GMT"}
            assert client.get(page.request["PATH_INFO"], headers=again).status_code != 304, name


def test_going_back_after_signing_out_shows_nothing(signed_in, ada):
    """The address is asked again, and leads to signing in; the old cookie is nobody's."""
    lead = signed_in("lead")
    assert "VALE, Ada" in text(lead.get(f"/people/{ada.pk}"))
    cookie = lead.cookies["sessionid"].value
    lead.post("/accounts/logout/")
    for client in (lead, Client(headers={"cookie": f"sessionid={cookie}"})):
        page = client.get(f"/people/{ada.pk}")
        assert page.status_code == 302
        assert "Vale" not in page.content.decode()
