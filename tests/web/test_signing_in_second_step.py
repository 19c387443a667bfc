"""The second step: who needs one, how it is set up, and what it opens."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from tests.village import PASSWORD
from tests.web.reading import text

from commonweal.care.accounts import actions
from commonweal.care.accounts.models import User

pytestmark = pytest.mark.requirement("R1")
SET_UP = "/accounts/2fa/totp/activate/"
ASKED = "/accounts/2fa/authenticate/"


@pytest.fixture(autouse=True)
def required(village, settings):
    settings.SECOND_FACTOR = "required"
    settings.MFA_TOTP_TOLERANCE = 1  # half a minute may end between reading a code and sending it


def with_password(name: str) -> tuple[Client, str]:
    client = Client()
    return client, client.post("/accounts/login/", {"login": name, "password": PASSWORD}).url


def code(secret: str) -> str:
    """What an app shows now for this key."""
    now = [*yield_hotp_counters_from_time()]
    return format_hotp_value(hotp_value(secret, now[len(now) // 2]))


def set_up(client: Client) -> str:
    """Sets up an app from the page, as its user does; its key."""
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", client.get(SET_UP).content.decode())
    assert key
    secret = key[1].replace(" ", "")
    assert client.post(SET_UP, {"code": code(secret)}).url == "/accounts/2fa/recovery-codes/"
    cache.clear()  # a code is good once; the next sign-in of a test comes in the same half minute
    return secret


@pytest.mark.parametrize(
    ("name", "led"),
    [("lead", True), ("nurse", True), ("both", True), ("analyst", False)],
)
def test_those_who_see_people_set_one_up_before_anything_else(name, led):
    """Whatever page they ask for; those who only plan need none."""
    client, _ = with_password(name)
    for page in ("/", "/population/hamlet", "/post", "/accounts/sessions/"):
        assert (client.get(page).url if led else "") in (SET_UP, "")
        assert led == (getattr(client.get(page), "url", "") == SET_UP)


def test_a_deployment_may_leave_it_to_each(settings):
    settings.SECOND_FACTOR = "offered"
    client, _ = with_password("lead")
    assert client.get("/population/hamlet").status_code == 200


def test_once_set_up_work_goes_on_and_the_code_is_asked_for_each_time():
    """The recovery codes are shown right away; the password alone signs nobody in any more."""
    client, _ = with_password("lead")
    secret = set_up(client)
    assert "Recovery codes" in text(client.get("/accounts/2fa/recovery-codes/"))
    assert client.get("/population/hamlet").status_code == 200
    again, then = with_password("lead")
    assert then == ASKED
    assert again.get("/population/hamlet").url.startswith("/accounts/login/")
    assert "not correct" in text(again.post(ASKED, {"code": "000000"}))
    assert again.post(ASKED, {"code": code(secret)}).url == "/"
    assert again.get("/population/hamlet").status_code == 200


def test_a_code_is_good_once_whichever_process_it_meets():
    client, _ = with_password("lead")
    secret = set_up(client)
    first, second = with_password("lead")[0], with_password("lead")[0]
    shown = code(secret)
    assert first.post(ASKED, {"code": shown}).status_code == 302
    assert second.post(ASKED, {"code": shown}).status_code == 200


def test_a_recovery_code_signs_in_once():
    client, _ = with_password("lead")
    set_up(client)
    shown = re.findall(r"<code>(\d{8})</code>", client.get("/accounts/2fa/recovery-codes/").content.decode())
    assert len(shown) == 10
    for expected in (302, 200):
        again, _ = with_password("lead")
        assert again.post(ASKED, {"code": shown[0]}).status_code == expected


def test_codes_cannot_be_guessed():
    client, _ = with_password("lead")
    secret = set_up(client)
    guessing, _ = with_password("lead")
    said = [text(guessing.post(ASKED, {"code": "000000"})) for _ in range(6)]
    assert ["Too many attempts" in one for one in said] == [False] * 5 + [True]
    assert guessing.post(ASKED, {"code": code(secret)}).status_code == 200


def test_who_needs_it_does_not_take_it_away():
    """The page says whom to ask for another phone."""
    client, _ = with_password("lead")
    set_up(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.post("/accounts/2fa/totp/deactivate/")
    assert "ask whoever runs this site" in text(page)
    assert Authenticator.objects.filter(type="totp").exists()


def test_who_lost_phone_and_codes_is_let_in_by_the_operator():
    client, _ = with_password("lead")
    set_up(client)
    actions.forget_second_step(by=None, name="lead")
    again, then = with_password("lead")
    assert then == "/"
    assert again.get("/").url == SET_UP


def test_the_key_of_an_app_is_kept_enciphered():
    """Whoever gets hold of a backup cannot make codes from it."""
    client, _ = with_password("lead")
    secret = set_up(client)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert User.objects.get(username="lead").has_usable_password()


def test_the_picture_is_part_of_the_page():
    """No other address is asked for it, as the content policy demands."""
    client, _ = with_password("lead")
    assert 'src="data:image/svg+xml;base64,' in client.get(SET_UP).content.decode()
