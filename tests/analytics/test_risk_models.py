"""Models of risk on people whose true chance is known: fitted, tested, gated, and told with reasons."""

import json
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analytics.risky import BY_AGE, DECILES, DECLARED, examples, held_against, studied

from commonweal.analytics.risk import checks, drift
from commonweal.analytics.risk.gate import failures, judged
from commonweal.analytics.risk.matrix import matrix, values
from commonweal.analytics.risk.model import Model
from commonweal.analytics.risk.outcomes import days_within, eligible, happened, known
from commonweal.analytics.risk.reasons import reasons
from commonweal.analytics.risk.study import Study, sample, study
from commonweal.blueprint.risk import Gate, Span
from commonweal.terms.risk import FEATURES, GROUP_WORDS, said

pytestmark = pytest.mark.requirement("P6")


@pytest.fixture(scope="module")
def found() -> Study:
    return studied()


def test_what_is_true_of_people_is_found_again_and_the_same_twice(found: Study) -> None:
    """The weights are those that the people were made with; on new people the chances are right."""
    assert found.model
    assert found.model == held_against(examples(500, seed=3)).model
    chance = found.model.chances(np.array([[60.0, 0, 0], [70, 0, 0], [60, 2, 0]]))
    odds = np.log(chance / (1 - chance))
    assert odds[1] - odds[0] == pytest.approx(10 * BY_AGE, abs=0.2)
    assert odds[2] - odds[0] == pytest.approx(0.9 * np.log(3), abs=0.15)
    assert found.tested
    assert found.tested.observed_over_expected
    assert found.tested.observed_over_expected.value == pytest.approx(1, abs=0.08)
    assert found.calibration
    assert found.calibration.slope.value == pytest.approx(1, abs=0.12)
    assert not failures(found, Gate())


def test_telling_apart_is_the_share_of_pairs_told_right() -> None:
    """As counted pair by pair; a tie is half."""
    dice = np.random.default_rng(3)
    chance, outcome = dice.integers(0, 9, 60) / 10, dice.random(60) < 0.4
    pairs = [
        1.0 if high > low else 0.5 if high == low else 0.0
        for high in chance[outcome]
        for low in chance[~outcome]
    ]
    found = checks.discrimination(chance, outcome)
    assert found
    assert found.value == pytest.approx(np.mean(pairs))
    assert checks.discrimination(chance, np.ones(60, dtype=bool)) is None
    again = [checks.discrimination(chance[some], outcome[some]) for some in dice.integers(0, 60, (400, 60))]
    spread = np.std([one.value for one in again if one])
    assert (found.high - found.low) / (2 * checks.Z) == pytest.approx(spread, rel=0.15)


def test_counts_have_exact_limits_and_chances_that_are_too_wide_a_low_slope() -> None:
    """Ten events: 4.80 to 18.39, as tables of the Poisson distribution have it."""
    ratio = checks.observed_over_expected(10, 5.0)
    assert ratio == checks.Estimate(
        2.0, pytest.approx(4.795 / 5, abs=1e-3), pytest.approx(18.390 / 5, abs=1e-3)
    )
    assert checks.observed_over_expected(0, 0) is None
    dice = np.random.default_rng(4)
    odds = dice.normal(-1, 1, 20_000)
    outcome = dice.random(20_000) < 1 / (1 + np.exp(-odds))
    wide = checks.calibration(1 / (1 + np.exp(-2 * odds)), outcome)
    right = checks.calibration(1 / (1 + np.exp(-odds)), outcome)
    assert wide
    assert right
    assert (wide.slope.value, right.slope.value) == (pytest.approx(0.5, abs=0.03), pytest.approx(1, abs=0.05))
    assert right.intercept == pytest.approx(0, abs=0.05)
    assert checks.calibration(odds, np.zeros(20_000, dtype=bool)) is None


def test_a_shift_is_the_sum_over_parts() -> None:
    """Half became a fifth: (0.2 - 0.5) ln(0.2 / 0.5) and as much for the other part; nobody moved: nought."""
    before, now = np.repeat([0.0, 1.0], 50), np.repeat([0.0, 1.0], [20, 80])
    by_hand = (0.2 - 0.5) * np.log(0.2 / 0.5) + (0.8 - 0.5) * np.log(0.8 / 0.5)
    assert drift.stability(before, now) == pytest.approx(by_hand)
    assert drift.stability(before, before) == 0


GATES = {
    "Fewer than 5000 outcomes": Gate(events=5000),
    "tells people apart too badly": Gate(discrimination=0.95),
    "spread too far": Gate(slope=Span(at_least=1.5, at_most=2)),
    "wrong on average": Gate(observed_over_expected=Span(at_least=2, at_most=3)),
    "wrong for men": Gate(group_observed_over_expected=Span(at_least=2, at_most=3)),
}


@pytest.mark.parametrize("because", GATES)
def test_a_model_that_misses_what_is_asked_says_which(found: Study, because: str) -> None:
    assert any(because in one for one in failures(found, GATES[because]))


def test_a_model_of_other_people_than_now_or_of_too_few_fails() -> None:
    """Everybody grew older by a lot; or there were next to no outcomes to learn from."""
    older = examples(3000, seed=6)
    older = older.set_column(older.column_names.index("age"), "age", pc.add(older["age"], 25))
    assert any("not those it was trained on: Age" in one for one in failures(held_against(older), Gate()))
    nobody = examples(300, seed=7, base=-30)
    told = study(DECLARED, trained=nobody, tested=nobody, now=nobody, last=365, deciles=DECILES)
    assert (told.model, failures(told, Gate())[0][:14]) == (None, "Too few people")


def test_a_group_without_outcomes_enough_is_not_judged(found: Study) -> None:
    """Everybody is in one group of each kind; those without anybody say nothing."""
    assert found.groups
    assert {by for by, _ in found.groups} == set(GROUP_WORDS)
    assert all(name in GROUP_WORDS[by] for by, name in found.groups)
    told = {key for key, group in found.groups.items() if judged(group)}
    assert ("ethnicity", "white") in told
    assert ("deprivation", "1") in told
    assert not told & {("ethnicity", "asian"), ("deprivation", "3")}
    for by in GROUP_WORDS:
        assert sum(group.people for key, group in found.groups.items() if key[0] == by) == found.tested.people


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 105), st.integers(0, 40), st.integers(0, 1)), min_size=1, max_size=5)
)
def test_every_chance_has_reasons_and_all_parts_make_up_the_chance(
    people: list[tuple[int, int, int]],
) -> None:
    """The weightiest comes first; what is left out is small."""
    model = Model(DECLARED.features, (0.03, 0.02, 0.02, 0.8, 0.05), (50.0, 2.0, 1.0, 0.2, 0.5), -2.0)
    told = np.array(people, dtype=float)
    assert matrix(told, model.features).shape[1] == len(model.weights)
    for person, text, chance in zip(people, reasons(model, told), model.chances(told), strict=True):
        each = json.loads(text)
        assert each
        weights = [abs(np.log(odds)) for _, _, odds in each]
        assert weights == sorted(weights, reverse=True) or np.ptp(weights) < 1e-3
        assert all(value == person[DECLARED.features.index(name)] for name, value, _ in each)
        left_out = 3 - len(each)
        product = np.log(chance / (1 - chance)) - (-2.0) - sum(np.log(odds) for _, _, odds in each)
        assert abs(product) <= left_out * np.log(1.1) + 0.01
    assert Model.from_json(json.loads(json.dumps(model.as_json()))) == model


def test_whose_outcome_counts() -> None:
    """Who moved away is not known, who is too young has no score; the day after the last comes too late."""
    people = examples(4, seed=8).to_pydict()
    people |= {
        "age": [64, 70, 70, 70],
        "stays": [True, False, True, True],
        "first_admission": [90, 91, 92, None],
    }
    people |= {"deficits": [4, 8, 13, 5], "deficits_after": [5, 8, 14, None]}
    told = pa.table(people, schema=examples(1, seed=1).schema)
    assert happened(told, "emergency_admission", 91).tolist() == [True, True, False, False]
    assert happened(told, "higher_frailty_band", 365).tolist()[:3] == [True, False, False]
    assert eligible(told, "higher_frailty_band", 65).tolist() == [False, True, False, True]
    assert known(told, "emergency_admission").tolist() == [True, False, True, True]
    assert known(told, "higher_frailty_band").tolist() == [True, False, True, False]
    assert (days_within(date(2024, 8, 31), 6), days_within(date(2023, 6, 30), 12)) == (181, 366)


def test_lots_are_drawn_alike_for_a_seed() -> None:
    many = examples(2000, seed=9)
    few = sample(many, DECLARED, at_most=100)
    assert (len(few), few.equals(sample(many, DECLARED, at_most=100))) == (100, True)
    assert not few.equals(sample(many, DECLARED.model_copy(update={"seed": 2}), at_most=100))
    assert few["person"].to_pylist() == sorted(few["person"].to_pylist())


def test_everything_that_may_be_known_can_be_said_and_added_up() -> None:
    people = examples(10, seed=1)
    everything = tuple(FEATURES)
    told = values(people, everything)
    assert matrix(told, everything).shape[0] == 10
    assert all(
        said(name, number)
        for name in everything
        for number in (0, 1, 7)
        if said(name, 1) != FEATURES[name].one or number < 2
    )
    assert said("emergency_admissions", 3) == "3 emergency admissions in 12 months"
