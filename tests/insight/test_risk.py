"""Models of risk: trained, tested and published with a refresh; a chance only with reasons, past its gate."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from tests.insight.small_store import ON, Rows, store_of
from tests.village import quiet

from commonweal.blueprint import Blueprint
from commonweal.care.audit.models import Entry
from commonweal.care.caseloads.models import CaseloadPlace
from commonweal.care.involvements.models import Involvement
from commonweal.care.objections.models import OptOut
from commonweal.care.people.models import Person
from commonweal.care.risk.models import PersonRisk, RiskCard
from commonweal.insight.nightly import refresh
from commonweal.store.folder import Store

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("P6")]
ADMISSION, YEAR_AGO = "emergency-admission", date(2024, 6, 30)


def town(people: int, *, seed: int = 1) -> Rows:
    """People who are admitted the more often the older they are, and the deficits that come with age."""
    random = Random(seed)
    rows: Rows = []
    for place in range(people):
        age = random.randrange(20, 95)
        a_year = max(age - 45, 3) / 90
        days = [
            ON - timedelta(days=365 * year + random.randrange(1, 365))
            for year in range(7)
            if random.random() < a_year
        ]
        rows.append(
            {
                "person": f"person-{place}",
                "born": (ON - timedelta(days=365 * age + 200)).isoformat(),
                "sex": random.choice(["female", "male"]),
                "practice": "Z99001",
                "lives": random.choice(["E01999001", "E01999002"]),
                "deficits": min(max(age - 50, 0) // 4, 15),
                "admitted": " ".join(day.isoformat() for day in days),
            }
        )
    return rows


def listed(people: list[Person]) -> None:
    """A team took them on a month after the day of a year ago."""
    since = datetime(2024, 8, 1, 12, tzinfo=UTC)
    for person in people:
        part = Involvement.objects.create(
            person=person,
            kind="episode",
            team="riverside-team",
            organisation="ZZ1",
            since=since,
            reason="risk",
        )
        CaseloadPlace.objects.create(
            involvement=part, person=person, entry="case_finding", reason="risk", priority=2, next_review=ON
        )


def refreshed(store: Store, blueprint: Blueprint, on: date) -> None:
    refresh(store, blueprint, on=on, codelists=None, progress=quiet, profiles=False)


def strict(blueprint: Blueprint) -> Blueprint:
    """The same partnership, asking for more outcomes than there are."""
    gated = [
        one.model_copy(update={"gate": one.gate.model_copy(update={"events": 5000})})
        for one in blueprint.risk
    ]
    return blueprint.model_copy(update={"risk": tuple(gated)})


def test_a_refresh_trains_tests_and_publishes_and_the_next_holds_it_against_what_came(
    db: None, exampleshire: Blueprint, tmp_path: Path
) -> None:
    """A model that fails is shown to nobody; whoever was listed is followed; who opted out trains nothing."""
    store = store_of(tmp_path, town(1000))
    refreshed(store, strict(exampleshire), on=YEAR_AGO)
    before = RiskCard.objects.get(model=ADMISSION)
    assert (before.passed, before.as_at, before.card["past"], before.card["harm"]) == (
        False,
        YEAR_AGO,
        None,
        None,
    )
    assert before.failures == [
        "Fewer than 5000 outcomes in the year that it was tested on, too few to judge it."
    ]
    assert not PersonRisk.objects.exists()

    old = Person.objects.filter(birth_date__lt=date(1945, 1, 1)).order_by("key")[:60]
    young = Person.objects.filter(birth_date__gt=date(1946, 1, 1)).order_by("key")[:100]
    listed(list(old))
    OptOut.objects.bulk_create(OptOut(person=one) for one in young)
    refreshed(store, exampleshire, on=ON)
    card = RiskCard.objects.get(model=ADMISSION, as_at=ON)
    assert (card.passed, card.failures) == (True, [])
    assert card.card["days"] == {
        "scored": "2025-06-30",
        "tested": "2024-06-30",
        "trained": ["2022-06-30", "2023-06-30"],
    }
    assert card.card["tested"]["people"] == 900
    assert card.card["tested"]["discrimination"][0] > 0.7
    assert card.card["past"]["as_at"] == "2024-06-30"
    assert card.card["past"]["ratio"][0] == pytest.approx(1, abs=0.2)
    assert (card.card["harm"]["people"], card.card["harm"]["beside"]) == (60, 300)
    _, low, high = card.card["harm"]["ratio"]
    assert low < 1 < high
    assert {one["name"]: one["judged"] for one in card.card["groups"] if one["by"] == "ethnicity"} == {
        **dict.fromkeys(("asian", "black", "mixed", "white", "other"), False),
        "not_known": True,
    }

    scores = PersonRisk.objects.filter(model=ADMISSION)
    assert scores.count() == 1000
    first = scores.order_by("-chance", "pk")[0]
    assert (first.above, first.practice) == (99, "Z99001")
    told = {feature for feature, *_ in json.loads(first.reasons)}
    assert told & {"age", "deficits", "earlier_admissions"}
    assert Entry.objects.filter(deed="risk.published").count() == 2
