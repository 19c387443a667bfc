"""What holds of every rate, beside the published cases: parts, wholes, limits, what is not computed."""

import math

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson
from tests.analytics.rates.published import rows, table

from commonweal.analytics import rates

pytestmark = pytest.mark.requirement("P3")
BANDS = ("0-14", "15-64", "65+")
people = st.lists(st.integers(500, 5_000), min_size=3, max_size=3)
events = st.lists(st.integers(0, 90), min_size=3, max_size=3)


def counts(had: list[int], of: list[int], **more: object) -> ibis.Table:
    return table(
        {"age_band": band, "count": count, "population": whole, **more}
        for band, count, whole in zip(BANDS, had, of, strict=True)
    )


@settings(deadline=None, max_examples=8)
@given(events, people)
def test_a_standardised_rate_lies_between_the_rates_of_its_bands(had: list[int], of: list[int]) -> None:
    """Inside its limits, too; the same rate in every band is the rate of all."""
    each = rates.weighted(counts(had, of), BANDS)
    (found,) = rows(rates.directly(each))
    if sum(had) < 10:
        assert found["value"] is None
        return
    bands = [count / whole * 100_000 for count, whole in zip(had, of, strict=True)]
    assert min(bands) - 1e-6 <= found["value"] <= max(bands) + 1e-6
    assert found["lower"] < found["value"] < found["upper"]


def test_people_with_several_events_make_limits_wider() -> None:
    """Ninety events of ninety people, and of thirty with three each: the same rate, limits 1.7 times as far.

    For a sum of independent people the variance of their events is the sum of squares.
    """
    single = counts([30, 30, 30], [3000, 3000, 3000], squares=30.0)
    several = counts([30, 30, 30], [3000, 3000, 3000], squares=90.0)
    (one,) = rows(rates.directly(rates.weighted(single, BANDS)))
    (three,) = rows(rates.directly(rates.weighted(several, BANDS)))
    assert three["value"] == one["value"]
    assert (three["upper"] - three["value"]) / (one["upper"] - one["value"]) == pytest.approx(math.sqrt(3))


def test_what_one_hidden_number_moves_a_standardised_rate() -> None:
    """`swing`: from 1 to 7 in the band where that weighs most; nought where every band has more than 7."""
    (large,) = rows(rates.directly(rates.weighted(counts([30, 30, 30], [3000, 3000, 3000]), BANDS)))
    assert large["swing"] == 0
    few, more = [counts([30, 30, number], [3000, 3000, 1000]) for number in (1, 7)]
    (least,), (most,) = (rows(rates.directly(rates.weighted(one, BANDS))) for one in (few, more))
    assert most["value"] - least["value"] == pytest.approx(least["swing"])


def test_the_reference_population_has_a_ratio_of_one() -> None:
    """And what is expected of a population is what its own rates give."""
    reference = counts([10, 200, 300], [5000, 9000, 2000])
    (found,) = rows(rates.indirect_ratios(reference, reference))
    assert (found["expected"], found["value"]) == (pytest.approx(510), pytest.approx(1))


def test_limits_of_rates_in_a_funnel_are_those_of_chance() -> None:
    """Of forty expected, so few happen in one of forty groups, and so many in one of forty."""
    groups = table([{"population": 40_000, "expected": 40.0, "value": 1.0}])
    (found,) = rows(rates.around_ratio(groups))
    low, high = found["lower_inner"] * 40, found["upper_inner"] * 40
    assert poisson.cdf(math.floor(low), 40) <= 0.025 <= poisson.cdf(math.ceil(low), 40)
    assert poisson.sf(math.ceil(high) - 1, 40) <= 0.025 <= poisson.sf(math.floor(high) - 1, 40)
    (rate,) = rows(rates.around_rate(groups, 100.0))
    assert rate["lower_inner"] == pytest.approx(low / 0.4)
    (placed,) = rows(rates.placed(rates.around_ratio(groups)))
    assert placed["place"] == "expected"


def test_ten_events_of_a_small_place_have_exact_limits_below_ten() -> None:
    """Nine by the exact method, ten by Byar's; of nobody there is no rate."""
    areas = table(
        [
            {"area": "a", "count": 9, "population": 1000},
            {"area": "b", "count": 10, "population": 1000},
            {"area": "c", "count": 0, "population": 0},
        ]
    )
    found = {row["area"]: row for row in rows(rates.crude(areas, "area", per=1000))}
    assert found["a"]["lower"] == pytest.approx(rates.exactly(9)[0])
    assert found["b"]["lower"] == pytest.approx(4.787450, abs=1e-6)
    assert found["c"]["value"] is None


def test_a_life_table_needs_people_and_deaths_at_the_end() -> None:
    """No value of fewer than 5,000, of nobody who died in the oldest band, or where a band loses all."""

    def tried(people: int, died: tuple[int, int, int]) -> object:
        ages = zip((0, 50, 80), died, strict=True)
        deaths = table({"from_age": age, "population": people, "count": count} for age, count in ages)
        return rows(rates.life_expectancy(deaths))[0]["value"]

    assert tried(4000, (10, 100, 500)) == pytest.approx(47.0588 + 19.2513 + 3.2086, abs=1e-3)
    assert tried(1000, (10, 100, 500)) is None
    assert tried(4000, (10, 100, 0)) is None
    assert tried(4000, (4000, 100, 500)) is None


def test_who_is_expected_on_a_register_and_not_on_it() -> None:
    """Twelve in 100 of the old and one in 100 of the rest; limits of the count and the estimate join."""
    here = table([{"ages": "old", "population": 1000}, {"ages": "young", "population": 4000}])
    sure = table([{"ages": "old", "prevalence": 0.12}, {"ages": "young", "prevalence": 0.01}])
    unsure = table(
        [
            {"ages": "old", "prevalence": 0.12, "prevalence_lower": 0.10, "prevalence_upper": 0.14},
            {"ages": "young", "prevalence": 0.01, "prevalence_lower": 0.01, "prevalence_upper": 0.01},
        ]
    )
    told = [
        rates.expected(here, reference, within=["ages"]).mutate(count=100) for reference in (sure, unsure)
    ]
    (narrow,), (wide,) = (rows(rates.gaps(one)) for one in told)
    assert (narrow["expected"], narrow["gap"], narrow["ratio"]) == (160, 60, 100 / 160)
    assert narrow["gap_upper"] - 60 == pytest.approx(100 - 81.362105)
    assert wide["gap_lower"] < narrow["gap_lower"] < 60 < narrow["gap_upper"] < wide["gap_upper"]
    unknown = table([{"ages": "old", "prevalence": 0.12}])
    (found,) = rows(rates.expected(here, unknown, within=["ages"]))
    assert found["expected"] is None


@pytest.mark.parametrize(
    ("words", "weight"),
    [
        ("0-4", 5_000),
        ("0", 1_000),
        ("85+", 2_500),
        ("90 and over", 1_000),
        ("0-14", 16_000),
        ("0-200", 100_000),
    ],
)
def test_bands_may_join_those_of_the_standard_population(words: str, weight: int) -> None:
    """In any of the ways that files write them."""
    assert rates.standard_weight(words) == weight


def test_bands_that_do_not_fit_are_refused() -> None:
    """With what to do about it."""
    with pytest.raises(ValueError, match="join it with others"):
        rates.standard_weight("0-17")
    with pytest.raises(ValueError, match="is not a band of age"):
        rates.band("all")
    with pytest.raises(ValueError, match="leave out totals"):
        rates.one_after_another(["65+", "65-74"])
    assert rates.one_after_another(["50-54", "55-69", "60-64"])["55-69"] == "55-59"


QUESTIONS = {
    "crude": lambda t: rates.crude(t, "area"),
    "proportions": lambda t: rates.proportions(t, "area"),
    "directly": lambda t: rates.directly(t, "area"),
    "ratios": lambda t: rates.indirect_ratios(t, t, "area"),
    "quantiles": lambda t: rates.quantiles(t.mutate(value=t["count"]), "area"),
    "gaps": lambda t: rates.gaps(t.mutate(expected=1.0, expected_lower=1.0, expected_upper=1.0)),
}


@pytest.mark.parametrize("dialect", ["duckdb", "pyspark"])
def test_they_can_be_asked_of_spark_as_of_duckdb(dialect: str) -> None:
    """Whatever needs no loop."""
    columns = {
        "area": "string",
        "age_band": "string",
        "count": "int64",
        "population": "int64",
        "weight": "float64",
    }
    assert getattr(ibis, dialect)  # Ibis knows the settings of an engine only once that is loaded
    told = ibis.table(columns, name="counts")
    for name, question in QUESTIONS.items():
        assert "SELECT" in str(ibis.to_sql(question(told), dialect=dialect)), name
