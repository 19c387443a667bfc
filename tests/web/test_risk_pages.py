"""A model's card, and a chance on a person's page: for whom, with which reasons, and when there is none."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.analytics.risky import DECLARED, studied
from tests.care.planned import ann
from tests.care.referred import holding
from tests.insight.small_store import ON
from tests.web.reading import rows, table

from commonweal.analytics.frailty import years_up_to
from commonweal.analytics.risk.checks import Estimate
from commonweal.analytics.risk.gate import failures
from commonweal.analytics.risk.harm import Followed, Harm
from commonweal.care.audit.models import Entry
from commonweal.care.objections.models import Objection
from commonweal.care.people.models import Person
from commonweal.care.published.models import Refresh
from commonweal.care.risk import reads
from commonweal.care.risk.lists import SORTS, Chosen
from commonweal.care.risk.models import PersonRisk, RiskCard
from commonweal.insight.risk_card import card
from commonweal.web.risk.people_file import CAUTION

pytestmark = pytest.mark.requirement("P6")
DAYS = tuple(reversed(years_up_to(ON, 4)))
HARM = Harm(Followed(40, 9000, 22), Followed(200, 45000, 70), Estimate(1.57, 0.97, 2.54))
REASONS = [["emergency_admissions", 3, 4.2], ["age", 85, 1.8], ["sex", 0, 0.9]]
AtWork = Callable[[str], Client]


def everybody_likely() -> None:
    """A chance of everybody else too; four of them have the same."""
    others = Person.objects.exclude(pk=ann().pk).filter(death_date=None).order_by("family")
    for place, one in enumerate(others):
        PersonRisk.objects.create(
            person=one,
            model="admission",
            practice=one.practice,
            chance=0.1 if place < 4 else place / 100,
            above=10 * place,
            reasons=json.dumps(REASONS),
        )


def names(client: Client, address: str) -> list[str]:
    found = client.get(address)
    assert found.status_code == 200
    return [line[1] for line in rows(found, "People")] if b'aria-label="People"' in found.content else []


@pytest.fixture
def carded(published: None) -> RiskCard:
    """The card of a model that passed, and a chance of Ann's."""
    return put_card(base=-4.0)


def put_card(*, base: float) -> RiskCard:
    found = studied(base)
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
        weights=found.model.as_json() if found.model else {},
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


@pytest.mark.numbers
def test_the_card_says_how_good_it_is_for_whom_and_what_became_of_the_listed(
    carded: RiskCard, at_work: AtWork
) -> None:
    """Those who plan read it and list nobody; those who care open the people from it."""
    analyst, lead = at_work("analyst"), at_work("hub")
    found = page(analyst, "/risk/admission")
    assert "This model passed its test" in found
    assert "<strong>What is asked is not yet confirmed</strong> by whoever answers for models" in found
    assert carded.version in found
    assert "Put on a caseload</th>" in found
    assert "No difference that chance alone could not make." in found
    assert "The most deprived fifth of England" in found
    assert "too few outcomes to judge it by" in found
    assert "risk/admission/people" not in found
    assert "Emergency admission within 12 months</a>" in page(analyst, "/risk/")
    lines = b"".join(analyst.get("/risk/admission.csv").streaming_content).decode().splitlines()  # type: ignore[arg-type]
    assert lines[1].startswith("all,observed over expected,3960,880,")
    assert any(line.startswith("by chance,highest 1 in 100,40,,") for line in lines)
    assert "listed,times as often,,,,,1.57,0.97,2.54" in lines
    assert analyst.get("/risk/admission/people").status_code == 403
    assert analyst.get("/risk/nothing").status_code == 404
    assert "/risk/" in page(analyst, "/population/exampleshire")
    carded.card["gate"] |= {"confirmed_by": "the information governance board", "confirmed_on": "2026-05-04"}
    carded.save()
    confirmed = page(analyst, "/risk/admission")
    assert "was confirmed by the information governance board on 4 May 2026" in confirmed
    listed = page(lead, "/risk/admission/people")
    assert "ADAIR, Ann" in listed
    assert ">1 person by their chance of " in listed
    assert "3 emergency admissions in 12 months (raises it); 85 years old (raises it)" in listed
    Objection.objects.create(person=ann(), category="hospital")
    assert "ADAIR" not in page(lead, "/risk/admission/people")


def test_the_list_goes_on_can_be_ordered_and_leaves_as_a_file_with_what_it_means(
    carded: RiskCard, at_work: AtWork
) -> None:
    """The file says of what the chance is, by which version of which model, and why; and is recorded."""
    hub = at_work("hub")
    everybody_likely()
    order = "/risk/admission/people?sort={}"
    assert names(hub, order.format("chance")) == ["ADAIR, Ann", *names(hub, order.format("chance"))[1:]]
    by_name = names(hub, order.format("name"))
    assert by_name == sorted(by_name)
    assert names(hub, "/risk/admission/people?highest=1") == []
    assert names(hub, "/risk/admission/people?highest=5") == ["ADAIR, Ann"]
    assert "Nobody whom you may see answers to this." in page(hub, "/risk/admission/people?highest=1")
    for wrong in ("sort=luck", "highest=7", "after=somebody"):
        assert hub.get(f"/risk/admission/people?{wrong}").status_code == 400
    file = hub.get("/risk/admission/people.csv?area=Z99001&sort=name")
    head, first, *_ = table(file)
    assert dict(zip(head, first, strict=True)) == {
        "NHS number": ann().nhs_number,
        "family name": "Adair",
        "given names": "Ann",
        "date of birth": ann().birth_date.isoformat(),
        "practice": "Z99001",
        "practice name": "Abbey Surgery",
        "chance, 0 to 1": "0.37",
        "of 100 people here, so many have a lower one": "96",
        "reasons, the weightiest first": "3 emergency admissions in 12 months (raises it, × 4.20);"
        " 85 years old (raises it, × 1.80); not male (lowers it, × 0.90)",
        "what the chance is of": "an emergency admission to hospital in the 12 months after that day",
        "as at": "2025-06-30",
        "model": "admission",
        "version of the model": carded.version,
        "tells people apart, 0.5 to 1": str(carded.card["tested"]["discrimination"][0]),
        "what a chance says": CAUTION,
    }
    assert Entry.objects.filter(deed="risk.exported", detail__area="Z99001").count() == 1
    assert at_work("analyst").get("/risk/admission/people.csv").status_code == 403


def test_a_list_is_paged_in_every_order_and_back(carded: RiskCard, at_work: AtWork) -> None:
    """Two at a time there and back again; somebody who left the list begins it anew."""
    everybody_likely()
    for sort in SORTS:
        chosen = Chosen("admission", "exampleshire", sort=sort)
        whole = reads.highest(holding("hub"), chosen).lines
        first = reads.highest(holding("hub"), chosen, size=2)
        second = reads.highest(holding("hub"), chosen, size=2, after=first.after)
        assert first.lines + second.lines == whole[:4]
        assert reads.highest(holding("hub"), chosen, size=2, before=second.before).lines == first.lines
        assert (first.before, second.before) == (None, second.lines[0].person.pk)
        assert reads.highest(holding("hub"), chosen, size=2, after=uuid4()).lines == first.lines


def test_a_list_is_counted_up_to_a_limit(
    carded: RiskCard, at_work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody_likely()
    hub, chosen = at_work("hub"), Chosen("admission", "exampleshire")
    everybody = len(reads.highest(holding("hub"), chosen).lines)
    monkeypatch.setattr(reads, "COUNTED", everybody)
    assert reads.highest(holding("hub"), chosen, size=2).people == everybody
    assert f">{everybody} people by their chance of " in page(hub, "/risk/admission/people")
    monkeypatch.setattr(reads, "COUNTED", everybody - 1)
    assert reads.highest(holding("hub"), chosen, size=2).people is None
    assert ">More than 1,000 people by their chance of " in page(hub, "/risk/admission/people")


def test_a_chance_without_reasons_is_not_taken(carded: RiskCard) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonRisk.objects.update(reasons="[]")
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskCard.objects.update(failures=["It is wrong."])
