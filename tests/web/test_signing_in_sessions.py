"""How long a session lasts, and what ends it at once."""

import time

import pytest
from django.test import Client
from tests.village import PASSWORD
from tests.web.reading import text

from commonweal.care.accounts import actions
from commonweal.care.accounts.models import User
from commonweal.web.accounts import ending

pytestmark = pytest.mark.requirement("R1")
MINUTE = 60
PAGE = "/population/hamlet"


def signed_in(name: str = "lead") -> Client:
    client = Client()
    assert client.post("/accounts/login/", {"login": name, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize(
    ("begun", "seen", "ends"),
    [
        (0, 0, ""),
        (29, 29, ""),
        (30, 30, "idle"),
        (8 * 60 - 1, 1, ""),
        (8 * 60, 1, "long"),
        (9 * 60, 40, "long"),
    ],
    ids=str,
)
def test_a_session_ends_after_half_an_hour_idle_or_a_working_day(village, begun, seen, ends):
    """Minutes since it began and since a page was opened; whoever it ends for comes back after signing in."""
    client = signed_in()
    client.get(PAGE)
    session, now = client.session, time.time()
    session.update({ending.BEGUN: now - begun * MINUTE, ending.SEEN: now - seen * MINUTE})
    session.save()
    answer = client.get(PAGE)
    if not ends:
        assert answer.status_code == 200
        return
    assert answer.url == f"/accounts/login/?ended={ends}&next=%2Fpopulation%2Fhamlet"
    assert "You were signed out because" in text(client.get(answer.url))
    assert client.get(PAGE).url.startswith("/accounts/login/")


def test_opening_pages_keeps_a_session_alive_without_writing_it_for_each(village):
    """It is noted once a minute."""
    client = signed_in()
    client.get(PAGE)
    noted = client.session[ending.SEEN]
    client.get(PAGE)
    assert client.session[ending.SEEN] == noted
    session = client.session
    session[ending.SEEN] = noted - 2 * MINUTE
    session.save()
    client.get(PAGE)
    assert client.session[ending.SEEN] >= noted


def test_what_a_page_asks_by_itself_keeps_no_session_alive(village):
    """A board that is left open asks for what is new, and whoever left it is signed out all the same."""
    client = signed_in()
    client.get(PAGE)
    session = client.session
    session[ending.SEEN] = noted = time.time() - 20 * MINUTE
    session.save()
    assert client.get(PAGE, headers={ending.OF_ITSELF: "yes"}).status_code == 200
    assert client.session[ending.SEEN] == noted


def test_nothing_of_a_page_sent_too_late_is_taken(village):
    """A form sent after the session has ended does not come back by itself."""
    client = signed_in("both")
    client.get("/post")
    session = client.session
    session[ending.SEEN] = time.time() - 31 * MINUTE
    session.save()
    answer = client.post("/post", {"post": User.objects.get(username="both").posts.first().pk})
    assert answer.url == "/accounts/login/?ended=idle"


@pytest.mark.parametrize(
    "deed",
    [
        lambda: actions.close_account(by=None, name="lead"),
        lambda: actions.end_post(by=None, name="lead", role="lead", area="hamlet"),
        lambda: actions.forget_second_step(by=None, name="lead"),
        lambda: actions.open_account(
            by=None, name="lead", password="another-long-phrase", role="lead", area="hamlet"
        ),
    ],
    ids=["account closed", "post ended", "second step forgotten", "new password"],
)
def test_what_an_operator_does_ends_every_session_at_once(village, deed):
    """The next page asks to sign in, in each of somebody's browsers; others go on."""
    browsers, other = [signed_in(), signed_in()], signed_in("analyst")
    deed()
    assert [browser.get(PAGE).url for browser in browsers] == [f"/accounts/login/?next={PAGE}"] * 2
    assert other.get(PAGE).status_code == 200


def test_someone_sees_where_they_are_signed_in_and_ends_it_elsewhere(village):
    here, elsewhere = signed_in(), signed_in()
    assert text(here.get("/accounts/sessions/")).count("127.0.0.1") == 2
    assert "signed out everywhere but here" in text(here.post("/accounts/sessions/", follow=True))
    assert here.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).url == f"/accounts/login/?next={PAGE}"


def test_signing_out_says_so(village):
    page = signed_in().post("/accounts/logout/", follow=True)
    assert "You have signed out." in text(page)


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/password/set/",
        "/accounts/email/",
        "/accounts/3rdparty/",
        "/accounts/3rdparty/signup/",
        "/accounts/password/reset/key/1-abc/",
    ],
)
def test_what_the_operator_does_nobody_does_for_themselves(village, address):
    """Addresses and identities are matched with an organisation's word, so they are not theirs to change."""
    assert signed_in().get(address).status_code == 404
