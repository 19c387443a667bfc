"""The pages of case finding: what rules ask, whom they find and why, drafts that are tried, and answers."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings
from tests.care.control import person_of
from tests.care.teamwork import NOON, TODAY, open_posts

from commonweal.care import moments
from commonweal.care.accounts.models import User
from commonweal.care.case_finding import keeping
from commonweal.care.case_finding.models import CaseCount, Finding, FindingAnswer
from commonweal.care.caseloads.models import CaseloadPlace
from commonweal.care.extents import blueprint
from commonweal.care.published.models import PersonProfile, Refresh
from commonweal.care.risk.models import PersonRisk, RiskCard
from commonweal.insight.case_counts import find_cases

pytestmark = pytest.mark.requirement("P5")
RULE = "/case-finding/frail-at-home"
HERE = f"{RULE}?area=riverside"


@pytest.fixture
def browsing(published: None) -> Iterator[Callable[[str], Client]]:
    """A browser of somebody at work, on Wednesday noon, a month after a refresh kept whom the rules found."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=name))
        return client

    with moments.at(NOON):
        open_posts()
        keeping.keep(blueprint().case_rules, TODAY - timedelta(days=30))
        yield sign_in


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_each_rule_is_said_in_words_with_what_it_found(browsing: Callable[[str], Client]) -> None:
    """One is in use, one is only tried, one looks at what no agreement opens to this team."""
    page = text(browsing("rita"), "/case-finding/?area=riverside")
    assert "2 rules look" not in page
    assert "<strong>5</strong> people were found" in page
    for said in ("Aged at least 75", "At least 9 of the 36 frailty deficits", "Does not live in a care home"):
        assert said in page
    assert "Not in use: it can be tried" in page
    assert "Not yours to use: no agreement gives the role Team lead of ZZ1 sight of social care" in page


def test_the_lists_of_a_rule_and_their_file(browsing: Callable[[str], Client]) -> None:
    rita = browsing("rita")
    page = text(rita, HERE)
    assert "<strong>5</strong> people are found" in page
    assert "Aged 85; 15 of the 36 frailty deficits; does not live in a care home" in page
    late = text(rita, f"{HERE}&list=not-seen")
    assert "<strong>5</strong> were found more than 28 days ago" in late
    assert "Nobody is in this list" in text(rita, f"{HERE}&list=not-found")
    file = b"".join(rita.get(f"{RULE}.csv?area=riverside&list=not-seen")).decode()
    assert file.count("\r\n") == 6
    assert "ADAIR" not in file
    assert "Adair,Ann" in file
    text(rita, f"{HERE}&list=everybody", 400)
    text(rita, "/case-finding/no-such-rule", 404)
    text(rita, "/case-finding/rising", 403)
    text(browsing("carla"), HERE, 403)


def test_other_thresholds_are_tried_and_the_file_stays(browsing: Callable[[str], Client]) -> None:
    rita = browsing("rita")
    page = text(rita, f"{RULE}/dry-run?area=riverside&t1=6")
    assert "This draft would find <strong>6</strong> of 8 people" in page
    assert "That is 1 whom the file does not find, and without 0 whom it does" in page
    assert "- {column: deficits, at_least: 6}" in page
    assert "The rule would find <strong>5</strong>" in text(rita, f"{RULE}/dry-run?area=riverside")
    wrong = text(rita, f"{RULE}/dry-run?area=riverside&t0=old&t1=1.5", 400)
    assert "Age: give a number" in wrong
    assert "Deficits is a whole number" in wrong
    assert 'value="old"' in wrong


def test_those_ticked_go_onto_the_caseload_each_with_why(browsing: Callable[[str], Client]) -> None:
    """First the page asks; sent with nothing missing, it is done; sent again nobody is put on twice."""
    rita, ann, ben = browsing("rita"), str(person_of("Ann")), str(person_of("Ben"))
    chosen = {"area": "riverside", "person": [ann, ben]}
    asks = rita.post(f"{RULE}/caseload", chosen).content.decode()
    assert asks.count("checked") == 2
    said = {**chosen, "do": "caseload", "priority": "1", "next_review": "in 6 weeks", "reason": "rang twice"}
    wrong = rita.post(f"{RULE}/caseload", said | {"priority": ""})
    assert (wrong.status_code, b"rang twice" in wrong.content) == (400, True)
    for _ in range(2):
        assert rita.post(f"{RULE}/caseload", said).status_code == 302
    assert set(CaseloadPlace.objects.values_list("person__given", "reason")) == {
        (given, f"Found by “Frail at home”: {why}, does not live in a care home. rang twice")
        for given, why in (
            ("Ann", "aged 85, 15 of the 36 frailty deficits"),
            ("Ben", "aged 80, 13 of the 36 frailty deficits"),
        )
    }


def test_what_two_people_do_at_once_and_what_cannot_be_done_is_said(
    browsing: Callable[[str], Client],
) -> None:
    """Somebody was put on, or aside, meanwhile; is found no more; was never chosen; or is not known."""
    rita, ann, ben, finn = browsing("rita"), *(str(person_of(one)) for one in ("Ann", "Ben", "Finn"))
    noted = {"area": "riverside", "do": "caseload", "priority": "1", "next_review": "in 6 weeks"}
    rita.post(f"{RULE}/caseload", {**noted, "person": [ann]})
    said = rita.post(f"{RULE}/caseload", {**noted, "person": [ann, ben]}, follow=True).content.decode()
    assert "1 person put on the caseload, each with why. 1 person of those chosen was on it already." in said
    aside = {"area": "riverside", "do": "aside", "person": [finn], "reason": "in hospital"}
    rita.post(f"{RULE}/aside", {**aside, "until": "in 4 weeks"})
    said = rita.post(f"{RULE}/aside", {**aside, "until": "in 6 weeks"}, follow=True).content.decode()
    assert "1 person of them was put aside before: this day counts now." in said
    assert rita.post(f"{RULE}/aside", {**aside, "until": "yesterday"}).status_code == 400
    PersonProfile.objects.filter(person=ben).update(deficits=1)
    gone = rita.post(f"{RULE}/caseload", {**noted, "person": [ben]})
    assert (gone.status_code, b"The rule does not find all of them now" in gone.content) == (400, True)
    nobody = rita.post(f"{RULE}/caseload", {"area": "riverside"}).content.decode()
    assert "Nobody is chosen whom the rule finds now." in nobody
    assert "Next review" not in nobody
    assert rita.post(f"{RULE}/aside", {**aside, "person": ["xyz"]}).status_code == 400
    assert rita.post(f"{RULE}/removed", aside).status_code == 404


def test_somebody_is_put_aside_until_a_day(browsing: Callable[[str], Client]) -> None:
    rita, finn = browsing("rita"), str(person_of("Finn"))
    said = {
        "area": "riverside",
        "person": [finn],
        "do": "aside",
        "until": "in 4 weeks",
        "reason": "in hospital",
    }
    assert rita.post(f"{RULE}/aside", said | {"until": ""}).status_code == 400
    assert rita.post(f"{RULE}/aside", said).status_code == 302
    assert FindingAnswer.objects.get().until == TODAY + timedelta(days=28)
    assert "in hospital" in text(rita, f"{HERE}&list=aside")


@pytest.mark.parametrize(
    ("deed", "missing"),
    [
        ("aside", {"people": "Choose at least one", "until": "Give a day, such as", "reason": "Say why"}),
        (
            "caseload",
            {"people": "Choose at least one", "priority": "Choose how", "next_review": "Give a day, such"},
        ),
    ],
)
def test_a_form_names_all_that_is_missing_at_once(
    browsing: Callable[[str], Client], deed: str, missing: dict[str, str]
) -> None:
    """Each line of the summary leads to a field that is there, and is said beside it too."""
    sent = {"area": "riverside", "listed": [str(person_of("Ann"))], "do": deed, "until": "soon"}
    page = browsing("rita").post(f"{RULE}/{deed}", {**sent, "next_review": "soon"})
    shown = " ".join(page.content.decode().split()).replace("> ", ">")
    assert page.status_code == 400
    for field, message in missing.items():
        assert f'href="#{field}">{message}' in shown
        assert f'id="{field}"' in shown
        assert shown.count(message) == 2
    summary = re.findall(r'href="#(\w+)">', shown.split("</header>")[1].split("<form")[0])
    assert summary == list(missing)


def test_whoever_sent_what_is_not_understood_is_led_back_to_the_list(
    browsing: Callable[[str], Client],
) -> None:
    """Where forms are sent to has no page of its own; asked for one, it leads to the list as well."""
    rita = browsing("rita")
    for came, leads in ((f"http://testserver{HERE}", HERE), (f"http://elsewhere{HERE}", "/")):
        wrong = rita.post(f"{RULE}/aside", {"area": "riverside", "person": ["x"]}, headers={"referer": came})
        assert (wrong.status_code, f'<a href="{leads}">Go back' in wrong.content.decode()) == (400, True)
    assert rita.get(f"{RULE}/aside?area=riverside").headers["Location"] == HERE


def test_those_who_plan_are_told_how_many_and_never_who(browsing: Callable[[str], Client]) -> None:
    """Rounded and suppressed before they are written; of a rule on social care too, as they plan with it."""
    refresh = Refresh.objects.get(current=True)
    told = {rule.id: {"exampleshire": (10, 10), "Z99001": (None, None)} for rule in blueprint().case_rules}
    keeping.publish(refresh, told, blueprint().case_rules)
    page = text(browsing("analyst"), "/case-finding/")
    opened = re.findall(r'<td class="number"><a href="([^"]+)">10</a></td>', page)
    assert opened == ["/population/exampleshire/number", *(f"#{one.id}" for one in blueprint().case_rules)]
    assert page.count("withheld") >= 4
    assert "ADAIR" not in page
    text(browsing("analyst"), HERE, 403)
    assert CaseCount.objects.count() == 6


def test_a_rule_that_asks_a_model_which_is_not_shown_says_so_and_finds_nobody(
    browsing: Callable[[str], Client], settings: Settings, tmp_path: Path
) -> None:
    """On all three pages; once the model passes, it says what it asks and finds those of high chance."""
    shutil.copytree(settings.BLUEPRINT, tmp_path / "risky")
    rule = tmp_path / "risky" / "case-finding" / "frail-at-home.yaml"
    asks = "  - {column: 'risk:emergency-admission', at_least: 20}\n"
    rule.write_text(rule.read_text().replace("where:\n", f"where:\n{asks}"))
    settings.BLUEPRINT = str(tmp_path / "risky")
    rita = browsing("rita")
    for address in (HERE, f"{RULE}/dry-run?area=riverside", "/case-finding/?area=riverside"):
        shown = text(rita, address)
        assert "<strong>Finds nobody now</strong>: it asks a model of risk that did not pass" in shown
    assert "so do not take it for an answer" in text(rita, HERE)
    likely(person_of("Ann"), 0.37)
    likely(person_of("Ben"), 0.194)
    found = text(rita, HERE)
    assert "Finds nobody now" not in found
    assert "A chance of at least 20 in 100 by the model emergency admission" in found
    assert "A chance of 37 in 100 by the model emergency admission; aged 85" in found
    assert "BAKER" not in found
    assert "<strong>1</strong> person is found" in found
    refresh, kept = Refresh.objects.get(current=True), Finding.objects.filter(rule="frail-at-home", over=None)
    find_cases(blueprint(), refresh)
    assert kept.count() == 7  # until the models of the refresh are there, nothing is begun or ended by them
    find_cases(blueprint(), refresh, foretold=True)
    assert kept.get().person_id == person_of("Ann")
    assert {one.rule for one in CaseCount.objects.all()} == {one.id for one in blueprint().case_rules}


def likely(person: UUID, chance: float) -> None:
    """A chance by a model that passed."""
    RiskCard.objects.get_or_create(
        refresh=Refresh.objects.get(current=True),
        model="emergency-admission",
        as_at=TODAY,
        passed=True,
        card={},
    )
    PersonRisk.objects.create(
        person_id=person,
        model="emergency-admission",
        practice="Z99001",
        chance=chance,
        above=50,
        reasons='[["age",85,2.0]]',
    )
