"""A model's card, and a chance on a person's page: for whom, with which reasons, and when there is none."""

import json
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.analytics.risky import examples
from tests.care.planned import ann
from tests.insight.small_store import ON

from commonweal.analytics.frailty import years_up_to
from commonweal.analytics.risk.checks import Estimate
from commonweal.analytics.risk.gate import failures
from commonweal.analytics.risk.harm import Followed, Harm
from commonweal.analytics.risk.study import study
from commonweal.blueprint.risk import RiskModel
from commonweal.care.objections.models import Objection
from commonweal.care.published.models import Refresh
from commonweal.care.risk.models import PersonRisk, RiskCard
from commonweal.insight.risk_card import card

pytestmark = pytest.mark.requirement("P6")
DAYS = tuple(reversed(years_up_to(ON, 4)))
DECLARED = RiskModel(
    id="admission",
    title="Emergency admission within 12 months",
    why="Ask what would help them stay well.",
    outcome="emergency_admission",
    features=("age", "emergency_admissions"),
)
HARM = Harm(Followed(40, 9000, 22), Followed(200, 45000, 70), Estimate(1.57, 0.97, 2.54))
REASONS = [["emergency_admissions", 3, 4.2], ["age", 85, 1.8], ["sex", 0, 0.9]]
AtWork = Callable[[str], Client]


@pytest.fixture
def carded(published: None) -> RiskCard:
    """The card of a model that passed, and a chance of Ann's."""
    return put_card(base=-4.0)


def put_card(*, base: float) -> RiskCard:
    earlier, later = examples(4000, seed=1), examples(4000, seed=2, base=base)
    found = study(DECLARED, trained=earlier, tested=later, now=later, last=365, deciles={"E01999001": 1})
    why_not = list(failures(found, DECLARED.gate))
    PersonRisk.objects.create(
        person=ann(),
        model="admission",
        practice=ann().practice,
        chance=0.37,
        above=96,
        reasons=json.dumps(REASONS),
    )
    return RiskCard.objects.create(
        refresh=Refresh.objects.get(current=True),
        model="admission",
        as_at=ON,
        passed=not why_not,
        failures=why_not,
        card=card(DECLARED, found, DAYS, None, HARM),
    )


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_chance_stands_on_the_page_with_its_reasons_and_the_way_to_the_card(
    carded: RiskCard, at_work: AtWork
) -> None:
    found = page(at_work("river"), f"/people/{ann().pk}")
    assert "<strong>about 37</strong> have an emergency admission to hospital" in found
    assert "higher than for 96 in 100 people" in found
    assert "3 emergency admissions in 12 months</th>" in found
    assert "not male" not in found or "hardly changes it" in found


def test_no_chance_where_the_model_failed_or_part_of_what_it_rests_on_is_shut(
    published: None, at_work: AtWork
) -> None:
    """Half as much again came as was expected: nobody sees a chance, and the card says why."""
    failed = put_card(base=-3.4)
    client = at_work("river")
    assert not failed.passed
    assert "What may come" not in page(client, f"/people/{ann().pk}")
    RiskCard.objects.update(passed=True, failures=[])
    assert "What may come" in page(client, f"/people/{ann().pk}")
    Objection.objects.create(person=ann(), category="hospital")
    assert "What may come" not in page(client, f"/people/{ann().pk}")


def test_the_card_says_how_good_it_is_for_whom_and_what_became_of_the_listed(
    carded: RiskCard, at_work: AtWork
) -> None:
    """Those who plan read it and list nobody; those who care open the people from it."""
    analyst, lead = at_work("analyst"), at_work("hub")
    found = page(analyst, "/risk/admission")
    assert "This model passed its test" in found
    assert "Put on a caseload</th>" in found
    assert "No difference that chance alone could not make." in found
    assert "The most deprived fifth of England" in found
    assert "too few outcomes to judge it by" in found
    assert "risk/admission/people" not in found
    assert "Emergency admission within 12 months</a>" in page(analyst, "/risk/")
    lines = b"".join(analyst.get("/risk/admission.csv").streaming_content).decode().splitlines()  # type: ignore[arg-type]
    assert lines[1].startswith("all,observed over expected,4000,890,")
    assert any(line.startswith("by chance,highest 1 in 100,40,") for line in lines)
    assert analyst.get("/risk/admission/people").status_code == 403
    assert analyst.get("/risk/nothing").status_code == 404
    assert "/risk/" in page(analyst, "/population/exampleshire")
    listed = page(lead, "/risk/admission/people")
    assert "ADAIR, Ann" in listed
    assert "3 emergency admissions in 12 months (raises it); 85 years old (raises it)" in listed
    Objection.objects.create(person=ann(), category="hospital")
    assert "ADAIR" not in page(lead, "/risk/admission/people")


def test_a_chance_without_reasons_is_not_taken(carded: RiskCard) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonRisk.objects.update(reasons="[]")
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskCard.objects.update(failures=["It is wrong."])
