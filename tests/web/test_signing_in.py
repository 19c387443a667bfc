"""Signing in, choosing a post, and the pages around an account."""

from datetime import date

import pytest
from django.test import Client
from tests.village import PASSWORD
from tests.web.reading import links, text

from commonweal.care.accounts.actions import open_account, register
from commonweal.care.accounts.models import User


def test_a_page_asks_to_sign_in_and_comes_back(village):
    client = Client()
    page = client.get("/population/hamlet?band=severe")
    assert page.url == "/accounts/login/?next=/population/hamlet%3Fband%3Dsevere"
    given = {"login": "lead", "password": PASSWORD, "next": "/population/hamlet?band=severe"}
    assert client.post("/accounts/login/", given).url == "/population/hamlet?band=severe"


def test_a_wrong_password_says_so_at_the_top(village):
    page = Client().post("/accounts/login/", {"login": "lead", "password": "wrong"})
    assert "There is a problem" in text(page)
    assert "correct" in text(page)


def test_nobody_opens_an_account_alone(village):
    page = Client().get("/accounts/signup/")
    assert "<form" not in page.content.decode()


def test_someone_with_several_posts_chooses_one_and_changes_it(signed_in):
    client = signed_in("both")
    assert client.get("/").url == "/post"
    posts = dict(zip(("lead", "analyst"), _posts(client), strict=True))
    client.post("/post", {"post": posts["analyst"]})
    assert "for planning" in text(client.get("/population/hamlet"))
    assert "/post" in links(client.get("/population/hamlet"))
    client.post("/post", {"post": posts["lead"]})
    assert "for direct care" in text(client.get("/population/hamlet"))


def _posts(client: Client) -> list[str]:
    page = client.get("/post").content.decode()
    return [part.split('"')[0] for part in page.split('name="post" value="')[1:]]


def test_the_post_of_somebody_else_is_refused(signed_in):
    other = User.objects.get(username="analyst").posts.get().pk
    page = signed_in("both").post("/post", {"post": other})
    assert page.status_code == 403
    assert "This post is not yours" in text(page)


def test_someone_without_a_post_is_told_whom_to_ask(village):
    client = Client()
    client.force_login(User.objects.create(username="new"))
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/post"
    assert "You hold no post" in text(client.get("/post"))


@pytest.mark.parametrize(
    ("name", "has"),
    [
        ("lead", ["Population", "People"]),
        ("nurse", ["People"]),
        ("analyst", ["Population", "Loads"]),
        ("clerk", ["Loads"]),
    ],
)
def test_the_menu_has_what_the_role_has(signed_in, name, has):
    page = signed_in(name).get("/", follow=True).content.decode()
    menu = page.split('aria-label="Main"')[1].split("</nav>")[0]
    assert [word for word in ("Population", "People", "Loads") if f">{word}</a>" in menu] == has


@pytest.mark.parametrize(
    "address",
    ["/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/", "/accounts/password/reset/"],
)
def test_the_pages_of_an_account_have_our_look(signed_in, address):
    page = signed_in("lead").get(address)
    assert page.status_code == 200
    assert "Hamlet Partnership" in text(page)
    assert 'class="cw-title"' in page.content.decode()


def test_no_page_needs_an_inline_style_or_script(signed_in):
    for address in ("/population/hamlet", "/population/hamlet/people", "/post"):
        body = signed_in("lead").get(address).content.decode()
        assert " style=" not in body
        assert "<style" not in body
        assert all(" src=" in tag for tag in body.split("<script")[1:])


def test_each_post_says_its_employer_and_team_and_the_name_its_registration(signed_in):
    post = {"role": "nurse", "area": "hamlet", "organisation": "RX1", "team": "visiting"}
    open_account(by=None, name="both", password=None, **post)
    register(by=None, name="both", body="NMC", number="98I1234E", checked_on=date(2026, 3, 31))
    page = text(signed_in("both").get("/post"))
    assert "Nurse, Hamlet Visiting team, Hamlet Hospital for direct care" in page
    assert "You are signed in as both, NMC 98I1234E." in page
