"""How long people wait, as the hub of a pathway reads it and as those who plan may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.live_server_helper import LiveServer
from tests.insight.referred import quarter
from tests.village import PASSWORD, copied, put_back
from tests.web.reading import links, rows, table, text

from commonweal.blueprint import load
from commonweal.care.access import acting
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.audit.models import Entry
from commonweal.care.measures.models import MeasureCell
from commonweal.care.measures.reads import Cell, Measures
from commonweal.care.sharing import actions as sharing
from commonweal.insight.measures import measure
from commonweal.web.pathways.measure_answer import answer, lasts
from commonweal.web.pathways.measure_charts import curve_of, hours_of, weeks_of
from commonweal.web.pathways.measure_limits import limits

pytestmark = pytest.mark.requirement("F2", "F3")
BLUEPRINT = Path(__file__).parents[1] / "exampleshire"
PAGE = "/pathways/riverside-visit/measures"
POSTS = {  # sign-in name → role, organisation, team
    "hub": ("team-lead", "ZZ1", "front-door"),
    "elsewhere": ("team-lead", "ZZ1", "hillside-team"),
    "analyst": ("analyst", "ZZ1", ""),
    "nurse": ("nurse", "ZZ1", "riverside-team"),
}
TABLES = "care_clause care_coverage account_emailaddress care_user care_post care_measured care_measurecell"
SignIn = Callable[[str], Client]


@pytest.fixture(scope="session")
def measured_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, bytes]:
    """A quarter of referrals of Exampleshire, measured once, and an account for each post."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.BLUEPRINT", str(BLUEPRINT))
        declared = load(BLUEPRINT)
        sharing.apply(declared)
        measure(declared, quarter(seed=4, number=150))
        for name, (role, organisation, team) in POSTS.items():
            open_account(
                by=None, name=name, password=PASSWORD, role=role, area="exampleshire",
                organisation=organisation, team=team,
            )  # fmt: skip
        found = {name: copied(name) for name in TABLES.split()}
        transaction.set_rollback(True)
    return found


def entering(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


@pytest.fixture
def sign_in(db: None, settings: Settings, measured_rows: dict[str, bytes]) -> SignIn:
    """Somebody of Exampleshire, whose pathway has been measured."""
    settings.BLUEPRINT = str(BLUEPRINT)
    put_back(measured_rows)
    return entering


def test_the_hub_reads_its_own_referrals_exactly(sign_in: SignIn) -> None:
    page = sign_in("hub").get(PAGE)
    said = text(page)
    assert page.status_code == 200
    assert "in time in the last 13 weeks; the target of 80 in 100 is" in said
    assert "These are the referrals that your team reads, each counted as it is." in said
    weeks = rows(page, "In time, week by week")
    assert len(weeks) == 13
    assert weeks[-1][0] == "23 November 2026"
    everybody = [int(row[1]) for row in rows(page, "By who referred")]
    assert sum(everybody) == 150
    assert "&lt;8" not in page.content.decode()


def test_those_who_plan_read_it_rounded_and_are_told_so(sign_in: SignIn) -> None:
    page = sign_in("analyst").get(PAGE)
    assert "Numbers are rounded to 5 and those below 8 withheld" in text(page)
    for row in rows(page, "By who referred"):
        assert all(
            cell in ("<8", "too few to say more") or int(cell.replace(",", "")) % 5 == 0 for cell in row[1:5]
        )
    assert "the longest" not in text(page)


def test_another_team_that_may_plan_reads_what_planning_reads(sign_in: SignIn) -> None:
    """Their own exact numbers are for the hub alone."""
    assert "rounded to 5" in text(sign_in("elsewhere").get(PAGE))


def test_whoever_neither_plans_nor_reads_them_is_refused(sign_in: SignIn) -> None:
    client = sign_in("nurse")
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}.csv").status_code == 403
    assert PAGE not in links(client.get("/pathways/riverside-visit"))
    assert PAGE in links(sign_in("analyst").get("/pathways/riverside-visit"))


def seen(name: str) -> set[tuple[str, str]]:
    """The audiences and hubs whose numbers the database itself lets somebody see."""
    viewer = accounts.viewer(User.objects.get(username=name), {})
    with acting(viewer, "planning"):
        return set(MeasureCell.objects.values_list("audience", "hub"))


def test_the_database_keeps_audiences_apart(sign_in: SignIn) -> None:
    """Whatever a page asks for: a hub has its own, and those who plan have what is safe."""
    both = {("care", "front-door"), ("planning", "")}
    assert [seen(name) for name in ("hub", "elsewhere", "analyst", "nurse")] == [
        both, {("planning", "")}, {("planning", "")}, set(),
    ]  # fmt: skip


def test_filters_stand_in_the_address(sign_in: SignIn) -> None:
    client = sign_in("hub")
    page = client.get(f"{PAGE}?of=source:practice&weeks=4")
    assert len(rows(page, "In time, week by week")) == 4
    assert 'value="source:practice" selected' in page.content.decode()
    whole = client.get(f"{PAGE}?weeks=4")
    asked = "/pathways/riverside-visit/measures?of=source%3Apractice&weeks=4"
    assert asked in links(whole)


@pytest.mark.parametrize("words", ["of=source:nobody", "of=x", "weeks=5", "clock=none"])
def test_what_there_is_not_is_said(words: str, sign_in: SignIn) -> None:
    page = sign_in("hub").get(f"{PAGE}?{words}")
    assert page.status_code == 400
    assert "is not something this page can show" in text(page)


def test_the_file_has_every_number_and_withholds_the_same(sign_in: SignIn) -> None:
    exact = table(sign_in("hub").get(f"{PAGE}.csv"))
    assert exact[0] == ["measure", "part", "count", "among", "number", "lowest", "highest"]
    assert ["received", "", "150", "", "", "", ""] in exact
    planned = table(sign_in("analyst").get(f"{PAGE}.csv"))
    numbers = {row[2] for row in planned[1:]} - {"", "fewer than 8"}
    assert all(int(number.replace(",", "")) % 5 == 0 for number in numbers)
    assert "queue_oldest" not in {row[0] for row in planned}


def test_the_look_is_recorded(sign_in: SignIn) -> None:
    sign_in("hub").get(PAGE)
    entry = Entry.objects.filter(deed="measures.read").latest("id")
    assert (entry.detail["pathway"], entry.clause) == ("riverside-visit", entry.clause)
    assert entry.clause.startswith("sharing/")


def test_before_anything_is_measured_it_says_what_to_do(db: None, settings: Settings) -> None:
    settings.BLUEPRINT = str(BLUEPRINT)
    sharing.apply(load(BLUEPRINT))
    open_account(by=None, name="analyst", password=PASSWORD, role="analyst", area="exampleshire")
    page = entering("analyst").get(PAGE)
    assert "Nothing has been measured yet." in text(page)
    assert entering("analyst").get("/pathways/nothing/measures").status_code == 404


def told(**cells: Cell | list[Cell]) -> Measures:
    """Measures with these cells."""
    listed = {name: tuple(cell if isinstance(cell, list) else [cell]) for name, cell in cells.items()}
    return Measures(datetime(2026, 11, 23, 10, tzinfo=UTC), True, listed, {})


def test_the_answer_says_what_is_known() -> None:
    whole = {"received": Cell("", 9), "queue": Cell("", 3), "queue_overdue": Cell("", 1)}
    assert answer(told(), None, "13") == "Nobody was referred here in the last 13 weeks. Nobody waits now."
    assert answer(told(received=Cell("", None)), None, "4") == (
        "Fewer than 8 were referred here in the last 4 weeks: too few to say more."
    )
    assert answer(told(**whole), None, "4") == (
        "Of 9 referred in the last 4 weeks nobody’s time is decided yet. 3 wait now, 1 of them late."
    )
    done = {"decided": Cell("", 8), "in_time": Cell("", 6), "median": Cell("", None, 9, 75.0)}
    assert answer(told(**whole, **done), None, "4") == (
        "6 of 8 (75.0%) were in time in the last 4 weeks. Half took up to 75 minutes, those counted who"
        " still wait. 3 wait now, 1 of them late."
    )


@pytest.mark.parametrize(
    ("minutes", "says"),
    [(None, "not known"), (1, "1 minute"), (119.6, "2 h"), (320, "5 h 20 m"), (4896, "3.4 days")],
)
def test_lengths_are_said_as_people_say_them(minutes: float | None, says: str) -> None:
    assert lasts(minutes) == says


def test_limits_leave_one_great_jump_out_and_need_enough_points() -> None:
    """Moves of 2, 2, 2, 2, 2, 2, 20, 20: their mean is 6.5, and 20 is less than 3.267 times it."""
    assert limits([50, 52, 50, 52, 50, 52, 50]) is None
    found = limits([50, 52] * 4)
    assert found is not None
    assert (found.mean, round(found.high, 2), round(found.low, 2)) == (51, 56.32, 45.68)
    jump = limits([50, 52] * 10 + [150])
    assert jump is not None
    assert round(jump.high - jump.mean, 2) == 5.32


def test_the_week_that_lasts_still_has_no_part_in_the_limits() -> None:
    parts = [
        Cell(f"2026-{month:02}-{day:02}", 8, 10) for month, day in ((9, 28), (10, 5), (10, 12), (10, 19))
    ]
    parts += [
        Cell(f"2026-{month:02}-{day:02}", 8, 10) for month, day in ((10, 26), (11, 2), (11, 9), (11, 16))
    ]
    found = weeks_of(told(week=[*parts, Cell("2026-11-23", 0, 5)]), date(2026, 11, 25), 13, 80)
    assert found.limits is not None
    assert (found.limits.mean, found.limits.low) == (0.8, 0.8)
    assert found.weeks[-1].lasts_still


def test_a_curve_goes_on_level_until_it_falls_and_is_open_where_it_is_withheld() -> None:
    found = curve_of(told(still=[Cell("10", 30, 40), Cell("20", None, 40)]), 7200)
    assert found is not None
    assert [found.steps[place].share for place in (0, 9, 10, 19, 20)] == [1.0, 1.0, 0.75, 0.75, None]
    assert curve_of(told(), 7200) is None


def test_an_hour_nobody_ran_out_in_is_none_and_one_withheld_says_so() -> None:
    found = hours_of(told(hour=[Cell("0-11", 12), Cell("6-23", None)]))
    assert (found.count(0, 11), found.count(6, 23), found.count(3, 3)) == (12, None, 0)
    assert found.withheld
    assert found.hours[1].says == "Sunday, 23:00 to 24:00: fewer than 8 ran out of time"


@pytest.mark.browser
def test_it_is_legible_on_a_telephone_and_fit_for_everybody(
    settings: Settings,
    transactional_db: None,
    measured_rows: dict[str, bytes],
    live_server: LiveServer,
    phone: Page,
    accessible: Callable[[Page], None],
) -> None:
    settings.BLUEPRINT = str(BLUEPRINT)
    put_back(measured_rows)
    for name in ("hub", "analyst"):
        cookie = entering(name).cookies[settings.SESSION_COOKIE_NAME]
        phone.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        phone.goto(PAGE)
        accessible(phone)
