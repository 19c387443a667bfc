"""A refresh of Exampleshire, and a crowd of random people to refresh."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from pytest_django import Settings
from tests.insight.small_store import ON, Rows
from tests.village import quiet

from commonweal.blueprint import Blueprint, load
from commonweal.care.published.models import Refresh
from commonweal.insight.nightly import refresh
from commonweal.insight.run import Progress
from commonweal.store.folder import Store

Refreshed = Callable[..., Refresh]


@pytest.fixture
def exampleshire(settings: Settings) -> Blueprint:
    """The partnership that is served."""
    folder = Path(__file__).parents[1] / "exampleshire"
    settings.BLUEPRINT = str(folder)
    return load(folder)


@pytest.fixture
def refreshed(db: None, exampleshire: Blueprint) -> Refreshed:
    """Refreshes a store on the usual day; no models of risk are declared, whose tests are their own."""
    blueprint = exampleshire.model_copy(update={"risk": ()})

    def run(store: Store, *, on: date = ON, progress: Progress = quiet, profiles: bool = False) -> Refresh:
        return refresh(store, blueprint, on=on, codelists=None, progress=progress, profiles=profiles)

    return run


def crowd(size: int, seed: int) -> Rows:
    """Random people of every age, place and fate, the same for a seed."""
    random = Random(seed)
    return [_someone(random, place) for place in range(size)]


def _someone(random: Random, place: int) -> dict[str, object]:
    deficits = random.choice([0, 0, 2, 4, 5, 8, 9, 12, 13, 20])
    gone = (ON + timedelta(days=random.randrange(-200, 50))).isoformat()
    return {
        "person": f"person-{place}",
        "born": (date(1920, 1, 1) + timedelta(days=random.randrange(38_700))).isoformat(),
        "sex": random.choice(["female", "male", "female", "male", "other", "unknown"]),
        "practice": random.choice(["Z99001", "Z99002", "Z99003", "Y00001", None]),
        "lives": random.choice(["E01999001", "E01999002", "E01999003", "E01000001", None]),
        "deficits": deficits,
        "year_ago": random.choice([deficits, deficits, max(deficits - 4, 1) if deficits else 0]),
        "died": gone if random.random() < 0.1 else None,
        "left": gone if random.random() < 0.1 else None,
        "contacts": random.randrange(3),
    }
