"""A model trained on earlier years, and everything that was found when it was tested on a later one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

import numpy as np
import pyarrow as pa

from commonweal.analytics.risk import checks, drift, outcomes
from commonweal.analytics.risk.checks import Calibration, Estimate, Part
from commonweal.analytics.risk.groups import groups
from commonweal.analytics.risk.matrix import Flags, Numbers, values
from commonweal.analytics.risk.model import Model
from commonweal.blueprint.risk import RiskModel
from commonweal.terms.risk import FeatureName, register_of

Effect = tuple[FeatureName, int, int, float]  # from a low value to a high one, the odds are multiplied
FITTING = "commonweal.analytics.risk.fitting"  # loaded, and scikit-learn with it, when a model is fitted
FEWEST_TO_TRAIN = 20  # outcomes, below which nothing is fitted


@dataclass(frozen=True)
class Checked:
    """What came of some people, beside what was foretold."""

    people: int
    events: int
    expected: float
    discrimination: Estimate | None
    observed_over_expected: Estimate | None


@dataclass(frozen=True)
class Study:
    """`model` is None where there was too little to fit one, and then nothing was tested."""

    trained_on: int
    trained_events: int
    model: Model | None = None
    tested: Checked | None = None
    calibration: Calibration | None = None
    by_chance: tuple[Part, ...] = ()
    groups: Mapping[tuple[str, str], Checked] | None = None
    drifts: Mapping[FeatureName, float] | None = None
    effects: tuple[Effect, ...] = ()
    without_conditions: Estimate | None = None  # how it would tell apart, did it know none by name or number


def sample(examples: pa.Table, declared: RiskModel, *, at_most: int, asked: bool = True) -> pa.Table:
    """The people of a day whom the model is of; with `asked`, those whose outcome is known too.

    Where there are more than `at_most`, as many of them by lot, the same for a seed. `examples` come in the
    order of their keys.
    """
    which = outcomes.eligible(examples, declared.outcome, declared.youngest)
    if asked:
        which &= outcomes.known(examples, declared.outcome)
    places = np.flatnonzero(which)
    if len(places) > at_most:
        places = np.sort(np.random.default_rng(declared.seed).choice(places, at_most, replace=False))
    return examples.take(places)


def study(
    declared: RiskModel,
    *,
    trained: pa.Table,
    tested: pa.Table,
    now: pa.Table,
    last: int,
    deciles: Mapping[str, int],
) -> Study:
    """The model of `trained`, held against `tested`; `now` are those who are scored.

    `last` is how many days after its day an outcome counts.
    """
    said, came = values(trained, declared.features), outcomes.happened(trained, declared.outcome, last)
    events = int(came.sum())
    if events < FEWEST_TO_TRAIN or len(came) - events < FEWEST_TO_TRAIN or not len(tested):
        return Study(len(came), events)
    model = _fit(said, came, declared.features)
    chance = model.chances(values(tested, declared.features))
    after = outcomes.happened(tested, declared.outcome, last)
    return Study(
        len(came),
        events,
        model,
        checked(chance, after),
        calibration=checks.calibration(chance, after),
        by_chance=checks.by_chance(chance, after),
        groups={
            (one.by, one.name): checked(chance[one.which], after[one.which])
            for one in groups(tested, deciles)
        },
        effects=_effects(model, said),
        drifts=_drifts(declared, said, values(now, declared.features)),
        without_conditions=_without(declared, said, came, tested, after),
    )


def checked(chance: Numbers, outcome: Flags) -> Checked:
    """These people's outcomes beside what was foretold."""
    events, expected = int(outcome.sum()), float(chance.sum())
    return Checked(
        len(chance),
        events,
        expected,
        checks.discrimination(chance, outcome),
        checks.observed_over_expected(events, expected),
    )


def _fit(said: Numbers, came: Flags, features: Sequence[FeatureName]) -> Model:
    model: Model = import_module(FITTING).fit(said, came, features)
    return model


def _without(
    declared: RiskModel, said: Numbers, came: Flags, tested: pa.Table, after: Flags
) -> Estimate | None:
    """How a model of the same people tells them apart that knows no condition; None where neither does."""
    kept = [place for place, name in enumerate(declared.features) if not _is_condition(name)]
    if not 0 < len(kept) < len(declared.features):
        return None
    features = [declared.features[place] for place in kept]
    plainer = _fit(said[:, kept], came, features)
    return checks.discrimination(plainer.chances(values(tested, features)), after)


def _is_condition(feature: FeatureName) -> bool:
    return feature == "conditions" or bool(register_of(feature))


def _drifts(declared: RiskModel, before: Numbers, now: Numbers) -> dict[FeatureName, float]:
    return {
        feature: drift.stability(before[:, place], now[:, place])
        for place, feature in enumerate(declared.features)
    }


def _effects(model: Model, said: Numbers) -> tuple[Effect, ...]:
    """For each feature: what a high value does to the odds, beside a low one; nineteen in twenty lie between.

    Where nearly all people share one value, the next higher whole number is set beside it.
    """
    low, high = np.quantile(said, [0.05, 0.95], axis=0, method="inverted_cdf")
    high = np.where(high > low, high, low + 1)
    times = np.exp(
        np.diag(model.parts(np.where(np.eye(len(low)) > 0, high, low)) - model.parts(low[None, :]))
    )
    return tuple(
        (feature, int(low[at]), int(high[at]), round(float(times[at]), 2))
        for at, feature in enumerate(model.features)
    )
