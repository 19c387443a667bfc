"""Sharing: which agreements hold, end, or have ended; what each lets whom see; for everybody to read."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.blueprint.hamlet import ANSWERED, HAMLET, write
from tests.village import PASSWORD
from tests.web.reading import links, rows, table, text

from commonweal.care.accounts.actions import open_account
from commonweal.care.extents import blueprint
from commonweal.care.sharing.actions import apply
from commonweal.care.sharing.models import Clause
from commonweal.web.words import day

pytestmark = [pytest.mark.requirement("R2"), pytest.mark.django_db]

ROLES = (
    HAMLET["roles.yaml"]
    + """\
  - {id: keeper, title: Governance lead, purpose: oversight, sees_people: false, pages: [sharing, loads]}
  - {id: clerk, title: Clerk, purpose: oversight, sees_people: false, pages: [loads, sharing]}
"""
)
SignIn = Callable[[str], Client]


def agreement(id: str, *, starts: date, until: date, clauses: str, review: str = "2099-03-31") -> str:
    """An agreement that the hospital and Mill Lane have signed."""
    return (
        ANSWERED.replace("2027-03-31", review)
        + f"""\
id: {id}
title: About {id}
legal_basis: {{article_6: 6(1)(e), article_9: 9(2)(h), confidence: implied consent}}
from: {starts}
until: {until}
parties:
  - {{practices: [Z00001], signed_by: Dr Mill, signed_on: 2020-01-01}}
  - {{organisations: [RX1], signed_by: Dr Ward, signed_on: 2020-01-02}}
clauses:
{clauses}"""
    )


def clause(id: str, role: str, categories: str, purpose: str = "planning", ties: str = "") -> str:
    return (
        f"  - {{id: {id}, title: 'The {role} sees {categories}.', purpose: {purpose},"
        f" categories: [{categories}], roles: [{role}], relationships: [{ties}]}}\n"
    )


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def sign_in(db: None, settings: Settings, tmp_path: Path, today: date) -> SignIn:
    """A hamlet with one agreement in each state, and an account in it with this role."""
    year, day = timedelta(days=365), timedelta(days=1)
    nurse = clause("nurses", "nurse", "gp_record", "direct_care", "registered, referral")
    nurse += clause("loads", "clerk", "loads", "oversight")
    folder = write(
        tmp_path, roles=ROLES, care=agreement("care", starts=today, until=today + year, clauses=nurse)
    )
    spans = {"counts": (today - year, today + 41 * day), "old": (today - year, today - day)}
    spans["new"] = (today + day, today + year)
    for id, (starts, until) in spans.items():
        counts = clause(id, "analyst", "gp_record, hospital") + clause(
            "watching", "keeper", "audit", "oversight"
        )
        review = "2020-03-31" if id == "old" else "2099-03-31"
        words = agreement(id, starts=starts, until=until, clauses=counts, review=review)
        (folder / "sharing" / f"{id}.yaml").write_text(words, encoding="utf-8")
    settings.BLUEPRINT = str(folder)
    apply(blueprint())

    def signed_in(role: str) -> Client:
        post = open_account(
            by=None, name=role, password=PASSWORD, role=role, area="hamlet", organisation="RX1"
        )
        client = Client()
        client.force_login(post.user)
        return client

    return signed_in


def test_agreements_are_listed_by_what_needs_somebody_first(sign_in: SignIn, today: date) -> None:
    page = sign_in("keeper").get("/sharing/")
    year = timedelta(days=365)
    yesterday, tomorrow, soon = (day(today + timedelta(days=days)) for days in (-1, 1, 41))
    assert rows(page, "Agreements") == [
        ["About counts", "◐ ends soon", day(today - year), soon, "31 March 2099", "2", "2"],
        ["About care", "● in force", day(today), day(today + year), "31 March 2099", "2", "2"],
        ["About new", "○ not yet", tomorrow, day(today + year), "31 March 2099", "2", "2"],
        ["About old", "× ended", day(today - year), yesterday, "31 March 2020 overdue", "2", "2"],
    ]
    assert "2 agreements are in force today; 1 of them ends soon; 1 has not begun; 1 has ended." in text(page)


@pytest.mark.parametrize(
    ("asked", "clauses"),
    [
        ("role=nurse", ["The nurse sees gp_record."]),
        ("category=hospital&purpose=planning", ["The analyst sees gp_record, hospital."] * 3),
        ("category=audit&party=RX1", ["The keeper sees audit."] * 3),
    ],
)
def test_clauses_are_found_by_role_category_purpose_and_party(
    sign_in: SignIn, asked: str, clauses: list[str]
) -> None:
    page = sign_in("keeper").get(f"/sharing/?{asked}")
    assert [row[0] for row in rows(page, "Clauses")] == clauses
    assert "in force today say" in text(page)


@pytest.mark.parametrize("asked", ["role=nurse&category=hospital", "party=ZC1"])
def test_what_no_agreement_allows_is_shut(sign_in: SignIn, asked: str) -> None:
    page = sign_in("keeper").get(f"/sharing/?{asked}")
    assert "No agreement says this: whatever it is about is shut." in text(page)


def test_a_filter_that_names_nothing_here_says_so(sign_in: SignIn) -> None:
    page = sign_in("keeper").get("/sharing/?role=king")
    assert page.status_code == 400
    assert "‘role=king’ is not a role here; choose one from the list." in text(page)


def test_an_agreement_says_who_may_see_what_who_signed_and_what_it_rests_on(
    sign_in: SignIn, today: date
) -> None:
    page = sign_in("keeper").get("/sharing/care")
    said = text(page)
    assert f"It has held since {day(today)} and holds until {day(today + timedelta(days=365))}." in said
    assert "What they see GP record" in said
    assert (
        "Where the person is registered with a practice that their post covers, or the person has been"
        " referred to their team" in said
    )
    assert rows(page, "Who has signed") == [
        ["1 practice Which Mill Lane", "Dr Mill", "1 January 2020"],
        ["Hamlet Hospital", "Dr Ward", "2 January 2020"],
    ]
    assert "UK GDPR, Article 6 6(1)(e) UK GDPR, Article 9 9(2)(h) Confidence Implied consent" in said
    assert "sharing/care.yaml#nurses" in said


def test_what_ends_with_an_agreement_is_what_no_other_in_force_allows(sign_in: SignIn) -> None:
    """The counts end when theirs does; had another in force allowed them too, nothing would end."""
    keeper = sign_in("keeper")
    assert rows(keeper.get("/sharing/counts"), "What ends") == [
        ["Analyst", "Planning, without names", "GP record; hospital record"],
        ["Governance lead", "Watching over what is shared", "Who looked"],
    ]
    assert "Nothing: other agreements in force let the same people see the same." in text(
        keeper.get("/sharing/new")
    )


@pytest.mark.parametrize(("role", "address"), [("keeper", "/sharing/"), ("clerk", "/loads/")])
def test_those_who_watch_over_sharing_are_warned_on_their_first_page(
    sign_in: SignIn, today: date, role: str, address: str
) -> None:
    client = sign_in(role)
    assert client.get("/").url == address
    said = text(client.get(address))
    assert "Agreements need you" in said
    assert f": It ends on {day(today + timedelta(days=41))}, in 41 days." in said
    assert f": It ended on {day(today - timedelta(days=1))}, and what it shared is shut." in said


def test_everybody_may_read_the_agreements_and_only_some_are_asked_to_act(sign_in: SignIn) -> None:
    analyst = sign_in("analyst")
    page = analyst.get("/sharing/")
    assert page.status_code == 200
    assert "Agreements need you" not in text(page)
    assert "/sharing/" in links(analyst.get("/sharing/care"))


def test_nobody_reads_them_without_signing_in(sign_in: SignIn) -> None:
    assert Client().get("/sharing/care").url == "/accounts/login/?next=/sharing/care"


def test_the_clauses_as_a_file(sign_in: SignIn, today: date) -> None:
    head, line = table(sign_in("keeper").get("/sharing.csv?role=nurse"))
    assert dict(zip(head, line, strict=True)) == {
        "file": "sharing/care.yaml",
        "agreement": "About care",
        "state": "in force",
        "from": today.isoformat(),
        "until": (today + timedelta(days=365)).isoformat(),
        "review by": "2099-03-31",
        "clause": "nurses",
        "in words": "The nurse sees gp_record.",
        "purpose": "direct_care",
        "roles": "nurse",
        "categories": "gp_record",
        "relationships": "registered referral",
        "parties": "RX1 Z00001",
    }


def test_files_that_do_not_count_yet_are_named(sign_in: SignIn) -> None:
    """Here one is changed and one is taken away; the others say what counts."""
    keeper = sign_in("keeper")
    assert "What counts is not what the files say" not in text(keeper.get("/sharing/"))
    nurses = Clause.objects.get(name="sharing/care.yaml#nurses")
    nurses.name = "sharing/gone.yaml#nurses"
    nurses.save(force_insert=True)
    Clause.objects.filter(name="sharing/care.yaml#nurses").update(roles=["nurse", "analyst"])
    said = text(keeper.get("/sharing/"))
    assert "sharing/care.yaml, sharing/gone.yaml have changed since agreements were last applied" in said
    assert "This file has changed since" in text(keeper.get("/sharing/care"))
    assert "This file has changed since" not in text(keeper.get("/sharing/new"))


def test_an_agreement_that_is_not_there_says_so(sign_in: SignIn) -> None:
    page = sign_in("keeper").get("/sharing/nothing")
    assert page.status_code == 404
    assert "There is no agreement with this name." in text(page)


def test_a_partnership_without_agreements_is_told_how_to_begin(
    sign_in: SignIn, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    keeper = sign_in("keeper")
    folder = write(tmp_path_factory.mktemp("bare"), roles=ROLES)
    (folder / "sharing" / "care.yaml").unlink()
    settings.BLUEPRINT = str(folder)
    assert "There is no agreement yet, so nobody may see anything." in text(keeper.get("/sharing/"))
