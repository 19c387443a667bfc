"""Funnels, quantiles, life expectancy and slopes: every published case."""

from pathlib import Path

import ibis
import pytest
from tests.analytics.rates.published import Row, cases, number, rows, table

from commonweal.analytics import rates

pytestmark = pytest.mark.requirement("P3")
PLACES = {
    "High (0.001)": "high (0.001)",
    "High (0.025)": "high (0.025)",
    "Low (0.001)": "low (0.001)",
    "Low (0.025)": "low (0.025)",
    "Not significant": "expected",
}
KINDS = {"0": "number", "1": "rate", "2": "proportion"}
LIMITS = {
    "lower_inner": "Lower2s0025limit",
    "upper_inner": "Upper2s0025limit",
    "lower_outer": "Lower3s0001limit",
    "upper_outer": "Upper3s0001limit",
}


def primary_care(shared: Path) -> list[Row]:
    return cases(shared, "funnel/testdata_funnel_prop_inputs.csv")


@pytest.mark.parametrize("file", ["outputs", "outputs_with_axis_variation"])
def test_limits_of_a_funnel_of_proportions(shared: Path, file: str) -> None:
    """A hundred populations each: inner and outer limits around the average."""
    expected = cases(shared, f"funnel/testdata_funnel_prop_{file}.csv")
    (average,) = {float(case["Baseline"]) / 100 for case in expected}
    groups = table({"population": float(case["Population"])} for case in expected)
    found = {row["population"]: row for row in rows(rates.around_proportion(groups, average, per=100))}
    for case in expected:
        for ours, theirs in LIMITS.items():
            assert found[float(case["Population"])][ours] == pytest.approx(float(case[theirs]), abs=2e-6)


def test_places_in_a_funnel_of_proportions(shared: Path) -> None:
    """Which of 302 primary care trusts lie outside, and how far."""
    areas = primary_care(shared)
    groups = table(
        {
            "area": case["Area"],
            "value": float(case["numerator"]) / float(case["denominator"]),
            "population": float(case["denominator"]),
        }
        for case in areas
    )
    average = sum(float(c["numerator"]) for c in areas) / sum(float(c["denominator"]) for c in areas)
    found = rows(rates.placed(rates.around_proportion(groups, average)))
    assert {row["area"]: row["place"] for row in found} == {
        case["Area"]: PLACES[case["significance"]] for case in areas
    }


def test_quantiles(shared: Path) -> None:
    """1,017 rows in fourths, sevenths and tenths, by region and over all, with ties and both directions."""
    told = cases(shared, "quantiles.csv")
    for (name, grouped, highest_first), ours in in_questions(told).items():
        values = table(
            {
                "set": case["IndSexRef"] + case["ParentCode"] if grouped == "IndSexReg" else "",
                "value": number(case["Value"]),
                "expected": number(case["QuantileInGrp"]),
            }
            for case in ours
        )
        many = {"Quartile": 4, "Septile": 7, "Decile": 10}[name]
        found = rows(rates.quantiles(values, "set", groups=many, highest_first=highest_first))
        assert [row for row in found if row["quantile"] != row["expected"]] == []
        assert len(found) == len(ours)


def in_questions(told: list[Row]) -> dict[tuple[str, str, bool], list[Row]]:
    """By quantile, what it is within, and whether the highest value comes first.

    By region, what is good decides; where a set holds both, as in the other two, its first row does.
    """
    first_high = {"None": True, "IndSex": False}
    found: dict[tuple[str, str, bool], list[Row]] = {}
    for case in told:
        low_is_good = case["Polarity"] in ("RAG - Low is good", "True", "TRUE")
        high = first_high.get(case["GroupSet"], low_is_good) or case["Test"] == "BadPolarity"
        found.setdefault((case["QuantileNm"], case["GroupSet"], high), []).append(case)
    return found


def test_life_expectancy(shared: Path) -> None:
    """Twenty ages, with limits (published with 1.96 errors), and the people and deaths from each age on."""
    expected = {int(case["startage"]): case for case in cases(shared, "life_expectancy_expected.csv")}
    deaths = table(
        {"from_age": age, "population": float(case["pops"]), "count": float(case["deaths"])}
        for age, case in expected.items()
    )
    found = rows(rates.life_expectancy(deaths))
    assert [row["from_age"] for row in found] == list(expected)
    for row in found:
        case = expected[row["from_age"]]
        for ours, theirs in (("value", "value"), ("lower", "lowercl"), ("upper", "uppercl")):
            assert row[ours] == pytest.approx(float(case[theirs]), abs=1e-5)
        assert (row["population"], row["count"]) == (float(case["pops_used"]), float(case["dths_used"]))


SLOPES = (
    "default (e.g. life expectancy) - default parameters",
    "default - testing 10,000 repetitions",
    "rate (e.g. infant mortality) - default parameters",
    "proportion - testing multiplier (x 100)",
    "default (e.g. life expectancy) - intercept",
    "proportion (e.g. child obesity) - intercept",
    "proportion (e.g. child obesity) - logit transform with intercept",
    "rate (e.g. infant mortality) - log transform with multiple Cis (95 and 98)",
    "rate (e.g. infant mortality) - log transform with 98% CI",
    "proportion (e.g. child obesity) - logit transform without rii",
    "proportion (e.g. child obesity) - logit transform with 95% and 98% cis",
)
CONFIDENCES = {"multiple Cis": (0.95, 0.98), "95% and 98%": (0.95, 0.98), "98% CI": (0.98,)}


@pytest.mark.parametrize("group", SLOPES)
def test_slopes_of_inequality(shared: Path, group: str) -> None:
    """Slope, relative index and intercept to nine digits; limits, which are simulated, near.

    Within a fiftieth of their width; those of the slope on a scale of logarithms or log-odds within a
    twentieth, for the published ones are wider there than a million draws of the same line give, while those
    of the relative index, from the same draws, agree.
    """
    told = [case for case in cases(shared, "sii.csv") if case["TestDescription"] == group]
    ranks = table(
        {
            "area": case["Area"],
            "rank": int(case["Quantile"]),
            "population": float(case["Population"]),
            "value": float(case["Value"]),
            "standard_error": float(case["StandardError"]),
        }
        for case in told
    )
    asked = {
        "kind": KINDS[told[0]["ValueType"]],
        "on_scale": "transform" in group,
        "per": 100 if "x 100" in group else 1,
    }
    confidences = next((found for words, found in CONFIDENCES.items() if words in group), (0.95,))
    for place, confidence in enumerate(confidences, start=1):
        found = {
            row["area"]: row
            for row in rows(rates.slopes(ranks, "area", **asked, confidence=confidence, repeats=20_000))
        }
        for case in told:
            if case["sii"]:
                agree(found[case["Area"]], case, place, loose=asked["on_scale"])


@pytest.mark.parametrize(
    ("group", "kind", "words"),
    [
        ("error handling - invalid proportion in CLs", "proportion", "limits, or a standard error"),
        ("error handling - missing confidence limits and se", "number", "limits, or a standard error"),
        ("error handling - negative populations", "number", "population above 0"),
    ],
)
def test_groups_that_have_no_slope(shared: Path, group: str, kind: str, words: str) -> None:
    """What is published as meant to fail is refused, and the words say why."""
    with pytest.raises(ValueError, match=words):
        rates.slopes(limited(shared, group), kind=kind, repeats=10)


def test_fifteen_groups_are_no_fault(shared: Path) -> None:
    """Published with a warning alone: ranks may be as many as a hundred."""
    found = rates.slopes(limited(shared, "warning handling - large number of quantiles (>10)"), repeats=1000)
    (one,) = rows(found)
    assert one["slope_lower"] < one["slope"] < one["slope_upper"]
    assert one["direction"] == "the last rank less rank 1"


def limited(shared: Path, group: str) -> ibis.Table:
    return table(
        {
            "rank": int(case["Quantile"]),
            "population": number(case["Population"]),
            "value": number(case["Value"]),
            "lower": number(case["LowerCL"]),
            "upper": number(case["UpperCL"]),
        }
        for case in cases(shared, "sii.csv")
        if case["TestDescription"] == group
    )


def agree(found: dict[str, object], case: Row, place: int, *, loose: bool) -> None:
    for ours, theirs in (("slope", "sii"), ("relative", "rii")):
        if not case[theirs]:
            continue
        assert found[ours] == pytest.approx(float(case[theirs]), rel=1e-9)
        lower, upper = (float(case[f"{theirs}_{side}cl_{place}"]) for side in ("lower", "upper"))
        near = (upper - lower) / (20 if loose and ours == "slope" else 50)
        assert found[f"{ours}_lower"] == pytest.approx(lower, abs=near)
        assert found[f"{ours}_upper"] == pytest.approx(upper, abs=near)
    if case["Intercept"]:
        assert found["intercept"] == pytest.approx(float(case["Intercept"]), rel=1e-9)
