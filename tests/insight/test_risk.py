"""Models of risk: trained, tested and published with a refresh; a chance only with reasons, past its gate."""

import json
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from tests.insight.conftest import Refreshed
from tests.insight.small_store import ON, Rows, store_of

from commonweal.care.audit.models import Entry
from commonweal.care.risk.models import PersonRisk, RiskCard

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("P6")]


def town(people: int, *, seed: int = 1, told: bool = True) -> Rows:
    """People who are admitted the more often the older they are; where not `told`, by chance alone."""
    random = Random(seed)
    rows: Rows = []
    for place in range(people):
        age = random.randrange(20, 95)
        a_year = max(age - 45, 3) / 90 if told else 0.15
        days = [
            ON - timedelta(days=365 * year + random.randrange(1, 365))
            for year in range(6)
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


def test_a_model_that_passes_gives_each_adult_a_chance_with_reasons(
    refreshed: Refreshed, tmp_path: Path
) -> None:
    """The chances are those of what came; the reasons are the weightiest first; the audit knows of it."""
    refreshed(store_of(tmp_path, town(1500)))
    card = RiskCard.objects.get(model="emergency-admission")
    assert (card.passed, card.failures, card.as_at) == (True, [], ON)
    assert card.card["days"]["tested"] == "2024-06-30"
    assert card.card["tested"]["people"] > 1000
    assert card.card["tested"]["discrimination"][0] > 0.7
    scores = PersonRisk.objects.filter(model="emergency-admission")
    assert scores.count() == 1500
    first = scores.order_by("-chance").select_related("person").first()
    assert first
    told = json.loads(first.reasons)
    assert {"age", "deficits"} & {feature for feature, _, _ in told}
    assert [abs(odds - 1) > 0.05 for _, _, odds in told[:1]] == [True]
    assert first.above >= 99
    assert Entry.objects.filter(deed="risk.published").count() == 1
