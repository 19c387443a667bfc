"""Invented examples for models of risk: people whose true chance is known, as `examples` would give them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa

from commonweal.analytics.risk.examples import EXAMPLES
from commonweal.analytics.risk.study import Study, sample, study
from commonweal.blueprint.risk import RiskModel

DECLARED = RiskModel(
    id="admission",
    title="Emergency admission within 12 months",
    why="Ask what would help them stay well.",
    outcome="emergency_admission",
    features=("age", "emergency_admissions", "sex"),
)
DECILES = {"E01999001": 1, "E01999002": 10}
BASE, BY_AGE, BY_ADMISSION = -4.0, 0.04, 0.9  # log odds: in all, each year of age, log of admissions and one


def examples(people: int, *, seed: int, base: float = BASE, ethnicity: str = "A") -> pa.Table:
    """So many people of 20 to 94; a hundredth moved away within the year."""
    dice = np.random.default_rng(seed)
    age, before = dice.integers(20, 95, people), dice.poisson(0.3, people)
    odds = base + BY_AGE * age + BY_ADMISSION * np.log1p(before)
    admitted = dice.random(people) < 1 / (1 + np.exp(-odds))
    days = np.where(admitted, dice.integers(1, 366, people), 0)
    columns = {
        "person": [f"person-{place:06d}" for place in range(people)],
        "n": np.ones(people, dtype=np.int64),
        "sex": dice.choice(["female", "male"], people),
        "ethnicity": [ethnicity] * people,
        "lsoa": dice.choice(["E01999001", "E01999002"], people),
        "age": age,
        "care_home": np.zeros(people, dtype=bool),
        "emergency_admissions": before,
        "first_admission": pa.array(days, mask=~admitted),
        "stays": dice.random(people) > 0.01,
        "deficits": np.maximum(age - 60, 0) // 4,
        "deficits_before": np.maximum(age - 61, 0) // 4,
        "deficits_after": np.maximum(age - 60, 0) // 4 + dice.integers(0, 2, people),
    }
    nothing = np.zeros(people, dtype=np.int64)
    return pa.table({name: columns.get(name, nothing) for name in EXAMPLES.names}, schema=EXAMPLES.arrow())


@cache
def studied(base: float = BASE) -> Study:
    """A model of 4,000 such people, tested on as many others with this base; once in a process."""
    return held_against(examples(4000, seed=2, base=base))


def held_against(later: pa.Table) -> Study:
    """The same model, tested on these people."""
    earlier, later = (sample(people, DECLARED, at_most=4000) for people in (examples(4000, seed=1), later))
    return study(DECLARED, trained=earlier, tested=later, now=later, last=365, deciles=DECILES)
