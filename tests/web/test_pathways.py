"""Pathways: how referrals run and by when, in words and as a picture, for everybody who works here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from tests.blueprint.errand import errand, errands
from tests.blueprint.hamlet import write
from tests.village import PASSWORD
from tests.web.reading import links, rows, table, text

from commonweal.blueprint import Blueprint, load
from commonweal.care.accounts.actions import open_account
from commonweal.care.extents import blueprint
from commonweal.care.sharing.actions import apply
from commonweal.web.pathways.diagram import WIDTH, draw

pytestmark = pytest.mark.requirement("F1", "F2")
FIGURE = ".cw-pathway svg"
SignIn = Callable[..., Client]


def opened(settings: Settings, folder: Path, role: str, area: str) -> Client:
    """Somebody in this role, signed in to the partnership of this folder."""
    settings.BLUEPRINT = str(folder)
    apply(blueprint())
    post = open_account(by=None, name=role, password=PASSWORD, role=role, area=area)
    client = Client()
    client.force_login(post.user)
    return client


@pytest.fixture
def sign_in(db: None, settings: Settings, tmp_path: Path) -> SignIn:
    """An account of the hamlet, which has one pathway."""
    return lambda role, folder=None: opened(settings, folder or errands(tmp_path), role, "hamlet")


def test_every_role_reads_the_pathways_and_their_clocks(sign_in: SignIn) -> None:
    page = sign_in("analyst").get("/pathways/")
    assert "1 pathway is declared here, with 2 clocks." in text(page)
    assert rows(page, "Pathways") == [
        ["An errand", "Home visiting team", "On the way in two hours (2 hours)", "none set", "31 March 2027"],
        ["Done in two working days (2 working days)", "none set"],
    ]
    assert {"/pathways/errand", "/pathways.csv"} <= links(page)


def test_a_pathway_says_who_may_refer_and_who_may_do_what(sign_in: SignIn) -> None:
    page = sign_in("nurse").get("/pathways/errand")
    said = text(page)
    assert (
        "On the way in two hours: 2 hours, counted The shop, not on bank holidays; no share is set as a"
        " target." in said
    )
    assert "Who signs in here Nurse" in said
    assert "From elsewhere Practices, ambulance crews and the person themselves" in said
    assert rows(page, "Questions") == [["Grown up?", "Yes", "Ask a parent."]]
    assert rows(page, "Moves")[4:6] == [
        ["5", "Come back", "Going", "Asked", "Nurse", "A reason: Lost the way"],
        ["6", "End", "Going", "Done", "Nurse", "Fill in Shopping list. An outcome: Well; Goes on"],
    ]
    assert rows(page, "Outcomes")[1] == ["Goes on", "Somebody goes on.", "Has to be named"]


def test_a_clock_says_what_starts_and_stops_it_under_which_rule_and_who_is_told(sign_in: SignIn) -> None:
    page = sign_in("nurse").get("/pathways/errand")
    said = text(page)
    assert "Starts when It comes to ‘Asked’ ■ Stops when It comes to ‘Going’ × Not counted when" in said
    assert "At 50% of the time Nurse is told: “Half.”" in said
    assert rows(page, "Rules of On the way in two hours") == [
        ["1 January 2024", "31 December 2024", "2 hours", "Day and night", "None set", "Never", "here"],
        [
            "1 January 2025",
            "goes on",
            "2 hours",
            "The shop, not on bank holidays",
            "None set",
            "Resting: You asked.",
            "here",
        ],
    ]


def test_the_rules_of_all_clocks_as_a_file(sign_in: SignIn) -> None:
    head, first, *_ = table(sign_in("nurse").get("/pathways.csv"))
    assert dict(zip(head, first, strict=True)) == {
        "file": "pathways/errand.yaml",
        "pathway": "An errand",
        "team": "home_visiting",
        "clock": "On the way in two hours",
        "starts": "It comes to ‘Asked’",
        "stops": "It comes to ‘Going’",
        "not counted": "It comes to ‘Dropped’",
        "rule": "one",
        "from": "2024-01-01",
        "until": "2024-12-31",
        "within": "2 hours",
        "counted": "day and night",
        "target per cent": "",
        "source": "here",
        "review by": "2027-03-31",
    }


def test_where_no_pathway_is_declared_the_page_teaches(sign_in: SignIn, tmp_path: Path) -> None:
    page = sign_in("nurse", write(tmp_path / "bare")).get("/pathways/")
    assert "No pathway is declared here yet." in text(page)


def test_a_pathway_that_is_not_there_says_so(sign_in: SignIn) -> None:
    page = sign_in("nurse").get("/pathways/nothing")
    assert page.status_code == 404
    assert "There is no pathway with this name." in text(page)


def test_a_new_file_is_all_that_a_new_pathway_needs(
    db: None, settings: Settings, repository: Path, tmp_path: Path
) -> None:
    """Exampleshire has one; put into the folder of the hamlet with its own names, it is there too."""
    own = opened(settings, repository / "tests" / "exampleshire", "social-worker", "exampleshire")
    assert "Visited within two working hours: 2 hours" in text(own.get("/pathways/riverside-visit"))
    folder = errands(tmp_path)
    file = (repository / "tests" / "exampleshire" / "pathways" / "riverside-visit.yaml").read_text()
    for there, here in {
        "team-lead": "nurse",
        "social-worker": "nurse",
        "neighbourhood": "home_visiting",
        "hub: front-door\n": "",
    }.items():
        file = file.replace(there, here)
    (folder / "pathways" / "riverside-visit.yaml").write_text(file)
    page = opened(settings, folder, "analyst", "hamlet").get("/pathways/")
    assert "2 pathways are declared here, with 3 clocks." in text(page)


@pytest.mark.django_db
def test_nobody_reads_them_without_signing_in() -> None:
    assert Client().get("/pathways/errand").url == "/accounts/login/?next=/pathways/errand"


def test_the_picture_has_a_box_a_stage_and_marks_where_clocks_start_stop_and_rest(tmp_path: Path) -> None:
    drawn = draw(errand(tmp_path))
    assert [[words.words for words in box.words] for box in drawn.boxes] == [
        ["Asked", "▶ A, B start"],
        ["Resting", "‖ A rests"],
        ["Going", "■ A stops", "↻ 4 Note"],
        ["Done", "■ B stops"],
        ["Dropped", "■ B stops", "× A is not counted"],
    ]
    assert [box.ends for box in drawn.boxes] == [False, False, False, True, True]
    assert sorted(label.words for label in drawn.labels) == ["1", "2 Rest", "3", "5", "6 End", "7", "7"]


@pytest.fixture(scope="module", params=["derbyshire", "exeter"])
def declared(request: pytest.FixtureRequest, repository: Path) -> Blueprint:
    return load(repository / "blueprints" / request.param)


def test_no_box_touches_another_and_everything_fits_a_telephone(declared: Blueprint) -> None:
    for pathway in declared.pathways:
        drawn = draw(pathway)
        assert drawn.left + drawn.across < WIDTH <= 390 - 2 * 16
        assert drawn.across > 200, pathway.id
        for upper, lower in zip(drawn.boxes, drawn.boxes[1:], strict=False):
            assert upper.y + upper.height + 10 < lower.y


@pytest.mark.browser
def test_every_pathway_is_legible_on_a_telephone_and_fit_for_everybody(
    settings: Settings,
    repository: Path,
    transactional_db: None,
    live_server: LiveServer,
    phone: Page,
    accessible: Callable[[Page], None],
) -> None:
    client = opened(settings, repository / "blueprints" / "exeter", "visiting-nurse", "exeter")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    phone.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    phone.goto("/pathways/")
    accessible(phone)
    for pathway in blueprint().pathways:
        phone.goto(f"/pathways/{pathway.id}")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        outside = phone.evaluate(
            """() => {
                const edge = document.querySelector('.cw-pathway svg').getBoundingClientRect();
                return [...document.querySelectorAll('.cw-pathway text')]
                    .filter(one => one.getBoundingClientRect().right > edge.right + 1)
                    .map(one => one.textContent);
            }"""
        )
        assert outside == []
    accessible(phone)
