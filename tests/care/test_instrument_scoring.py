"""What answers score: every boundary of every band, and no score where an answer is missing or wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.blueprint.tea import tea
from tests.care.filled_in import EXETER, NINE, SEVEN, WELL, refused, scored, table, version

from commonweal.care.instruments.scoring import Scored, again, score

NEWS2 = """
    respiration_rate | 8 3   9 1   11 1   12 0   20 0   21 2   24 2   25 3
    spo2             | 91 3   92 2   93 2   94 1   95 1   96 0   100 0
    systolic_bp      | 90 3   91 2   100 2   101 1   110 1   111 0   219 0   220 3
    pulse            | 40 3   41 1   50 1   51 0   90 0   91 1   110 1   111 2   130 2   131 3
    temperature_c    | 35.0 3   35.1 1   36.0 1   36.1 0   38.0 0   38.1 1   39.0 1   39.1 2
"""
SCALE_2 = {
    "air": "83 3   84 2   85 2   86 1   87 1   88 0   92 0   93 0   97 0   100 0",
    "oxygen": "83 3   84 2   85 2   86 1   87 1   88 0   92 0   93 1   94 1   95 2   96 2   97 3   100 3",
}


@pytest.mark.requirement("T7")
@pytest.mark.parametrize("row", NEWS2.strip().splitlines())
def test_each_boundary_of_news2(row: str) -> None:
    """Both sides of every boundary, in order: the number measured, and what it scores."""
    part, numbers = (words.strip() for words in row.split("|"))
    for number, points in in_pairs(numbers):
        assert scored("NEWS2", {**WELL, part: number}).parts[part] == points, (part, number)


@pytest.mark.requirement("T7")
@pytest.mark.parametrize("breathing", SCALE_2)
def test_each_boundary_of_the_second_oxygen_scale(breathing: str) -> None:
    """From 93% on, it scores only on oxygen; oxygen itself scores 2 on both scales."""
    for number, points in in_pairs(SCALE_2[breathing]):
        answers = {**WELL, "spo2_scale": "2", "air_or_oxygen": breathing, "spo2": number}
        parts = scored("NEWS2", answers).parts
        assert (parts["spo2"], parts["air_or_oxygen"]) == (points, 2 if breathing == "oxygen" else 0), number


def in_pairs(numbers: str) -> list[tuple[Decimal, int]]:
    words = numbers.split()
    return [(Decimal(a), int(b)) for a, b in zip(words[::2], words[1::2], strict=True)]


@pytest.mark.requirement("T7")
def test_news2_scores_as_the_reference_at_both_ends_of_every_row(shared: Path) -> None:
    for row in table(shared, "news2.csv"):
        part, condition = row["parameter"], row["condition"]
        answers = dict(WELL)
        if part.startswith("spo2"):
            answers |= {"spo2_scale": part[-1], "air_or_oxygen": "oxygen" if "oxygen" in condition else "air"}
            part = "spo2"
        if part == "air_or_oxygen":
            ends: list[object] = ["air" if condition == "air" else "oxygen"]
        elif part == "consciousness":
            ends = ["a"] if condition.startswith("A") else ["c", "v", "p", "u"]
        else:
            ends = [Decimal(row[key]) for key in ("low_inclusive", "high_inclusive") if row[key]]
        for end in ends:
            assert scored("news2", {**answers, part: end}).parts[part] == int(row["score"]), row


@pytest.mark.requirement("T7")
@pytest.mark.parametrize(
    ("answers", "total", "band", "triggers"),
    [
        ({}, 0, "low", []),
        ({"pulse": 95}, 1, "low", []),
        ({"pulse": 115, "respiration_rate": 22}, 4, "low", []),
        ({"pulse": 131}, 3, "low-medium", ["single-3"]),
        ({"consciousness": "c", "pulse": 95}, 4, "low-medium", ["single-3"]),
        ({"pulse": 115, "respiration_rate": 22, "systolic_bp": 105}, 5, "medium", []),
        ({"pulse": 131, "respiration_rate": 22}, 5, "medium", ["single-3"]),
        ({"pulse": 131, "respiration_rate": 22, "spo2": 95}, 6, "medium", ["single-3"]),
        ({"pulse": 115, "respiration_rate": 22, "systolic_bp": 105, "spo2": 93}, 7, "high", []),
    ],
)
def test_what_a_total_means_and_that_a_single_three_counts_below_five(
    answers: dict[str, object], total: int, band: str, triggers: list[str]
) -> None:
    found = scored("NEWS2", WELL | answers)
    assert (found.total, found.band, [met.trigger.id for met in found.triggers]) == (total, band, triggers)


@pytest.mark.parametrize(
    ("name", "answers", "after"),
    [
        ("news2", WELL, "12 hours"),
        ("news2", WELL | {"pulse": 95}, "6 hours"),
        ("news2", WELL | {"pulse": 131}, "1 hour"),
        ("news2", WELL | {"pulse": 115, "respiration_rate": 22, "systolic_bp": 105}, "1 hour"),
        ("gad-7", dict.fromkeys(SEVEN, 0), "14 days"),
        ("barthel-20", {"score": 20}, "6 months"),
        ("time-on-floor", {"minutes": 5}, "None"),
    ],
)
@pytest.mark.requirement("T1")
def test_how_soon_somebody_is_assessed_again(name: str, answers: dict[str, object], after: str) -> None:
    instrument = EXETER.instrument(name)
    assert instrument
    assert str(again(instrument, scored(name, answers))) == after


@pytest.mark.requirement("T7")
def test_the_highest_total_of_news2_is_twenty() -> None:
    worst = {"respiration_rate": 30, "air_or_oxygen": "oxygen", "spo2": 80, "systolic_bp": 80, "pulse": 140}
    found = scored("NEWS2", WELL | worst | {"consciousness": "u", "temperature_c": 34})
    assert (found.total, found.band, len(found.triggers[0].parts)) == (20, "high", 6)


@pytest.mark.requirement("T7")
@pytest.mark.parametrize(
    ("measured", "points"),
    [
        ("35.04", 3),
        ("35.05", 1),
        ("36.04", 1),
        ("36.05", 0),
        ("38.04", 0),
        ("38.05", 1),
        ("39.04", 1),
        ("39.05", 2),
    ],
)
def test_a_temperature_is_rounded_half_up_before_it_is_scored(measured: str, points: int) -> None:
    """Read from a file, and as a number of the machine, which would round 35.05 and 38.05 down by itself."""
    for written in (Decimal(measured), float(measured)):
        assert scored("NEWS2", {**WELL, "temperature_c": written}).parts["temperature_c"] == points


@pytest.mark.requirement("T7")
@pytest.mark.parametrize(
    ("said", "because"),
    [
        ({"age": 15}, "NEWS2 is not for anybody under 16; use the children's chart."),
        ({"age": 0}, "NEWS2 is not for anybody under 16; use the children's chart."),
        ({"age": 30, "pregnant": True}, "NEWS2 is not for anybody who is pregnant; use the maternity chart."),
        (
            {"age": 72, "pregnant": "yes"},
            "NEWS2 is not for anybody who is pregnant; use the maternity chart.",
        ),
    ],
)
def test_news2_is_refused_under_sixteen_and_in_pregnancy(said: dict[str, object], because: str) -> None:
    assert refused("NEWS2", WELL | said) == (because,)


@pytest.mark.requirement("T7")
def test_news2_is_scored_from_sixteen_on_and_where_nobody_is_pregnant() -> None:
    for said in ({"age": 16, "pregnant": False}, {"age": 56}, {"age": 80, "pregnant": False}):
        assert scored("NEWS2", WELL | said).total == 0
    assert refused("NEWS2", WELL | {"age": 55}) == (
        "'Is the person pregnant?' (pregnant) is missing; an answer that is not there is never taken as"
        " normal",
    )


@pytest.mark.requirement("T7")
@pytest.mark.parametrize("part", WELL)
@pytest.mark.parametrize("blank", [None, "", "  ", "left out"])
def test_a_missing_answer_is_never_normal(part: str, blank: str | None) -> None:
    answers = dict(WELL) | {part: blank}
    if blank == "left out":
        del answers[part]
    assert [f"({part}) is missing" in reason for reason in refused("NEWS2", answers)] == [True]


def test_every_reason_is_given_at_once() -> None:
    answers = WELL | {"spo2": 101, "pulse": "fast", "temperature_c": 98.6, "consciousness": "x", "pulze": 70}
    assert refused("NEWS2", answers) == (
        "'pulze' is no question of it; did you mean 'pulse'?",
        "'Oxygen saturation' (spo2) should be from 0 to 100 %, not '101'; measure or type it again",
        "'Heart beats' (pulse) should be a whole number from 0 to 300 a minute, not 'fast'",
        "'Consciousness' (consciousness) should be one of a, c, v, p, u, not 'x'",
        "'Temperature' (temperature_c) should be from 20 to 45 °C, not '98.6'; measure or type it again",
    )


@pytest.mark.parametrize(
    "wrong",
    [True, "16", 16.5, float("nan"), float("inf"), -1, [16], {"a": 1}, Decimal("1E+9999"), 10**400],
)
def test_what_is_no_whole_number_in_range_is_no_rate(wrong: object) -> None:
    (reason,) = refused("NEWS2", {**WELL, "respiration_rate": wrong})
    assert reason.startswith(
        ("'Breaths' (respiration_rate) should be ", "'Breaths' (respiration_rate) has more")
    )


def test_a_number_longer_than_a_line_is_no_answer() -> None:
    for part in ("respiration_rate", "spo2_scale"):
        (reason,) = refused("NEWS2", {**WELL, part: 1 << 20_000})
        assert reason.endswith(f"({part}) has more digits than anybody can measure")


@pytest.mark.parametrize("said", ["c", "C", "New confusion", "NEW CONFUSION"])
def test_an_option_is_chosen_by_its_letter_or_its_name(said: str) -> None:
    assert scored("NEWS2", {**WELL, "consciousness": said}).parts["consciousness"] == 3


@pytest.mark.requirement("T6")
@pytest.mark.parametrize(
    ("name", "items", "bands"),
    [
        (
            "PHQ-9",
            NINE,
            "0 minimal 4 minimal 5 mild 9 mild 10 moderate 14 moderate 15 moderately-severe"
            " 19 moderately-severe 20 severe 27 severe",
        ),
        ("GAD-7", SEVEN, "0 minimal 4 minimal 5 mild 9 mild 10 moderate 14 moderate 15 severe 21 severe"),
    ],
)
def test_each_boundary_of_mood_and_worry(name: str, items: list[str], bands: str) -> None:
    words = bands.split()
    for total, band in zip(map(int, words[::2]), words[1::2], strict=True):
        found = scored(name, spread(total, items))
        assert (found.total, found.band) == (total, band)


def spread(total: int, items: list[str]) -> dict[str, object]:
    """Answers that come to this total; the last item gets what the others cannot hold."""
    return {item: max(0, min(3, total - 3 * place)) for place, item in enumerate(items)}


@pytest.mark.requirement("T6")
@pytest.mark.parametrize(("name", "items", "caseness"), [("phq9", NINE, 10), ("gad7", SEVEN, 8)])
def test_caseness_begins_at_its_threshold(name: str, items: list[str], caseness: int) -> None:
    for total in (caseness - 1, caseness):
        met = [one.trigger.id for one in scored(name, spread(total, items)).triggers]
        assert met == (["caseness"] if total == caseness else [])


@pytest.mark.requirement("T6")
@pytest.mark.parametrize("said", [0, 1, 2, 3])
def test_any_thought_of_death_prompts_whatever_the_total(said: int) -> None:
    found = scored("PHQ-9", dict.fromkeys(NINE, 0) | {"q9": said})
    assert [one.trigger.id for one in found.triggers] == (["self-harm"] if said else [])
    assert (found.total, found.band) == (said, "minimal")


@pytest.mark.requirement("T6", "C1")
def test_the_four_questions_of_wellbeing_have_bands_of_their_own_and_no_total(shared: Path) -> None:
    parts = dict(zip(["life", "worth", "happ", "anx"], version("ons4").parts, strict=True))
    for row in table(shared, "ons4_thresholds.csv"):
        part = next(question.id for word, question in parts.items() if row["question"].startswith(word))
        for end in (int(row["low"]), int(row["high"])):
            found = scored("ons4", {question.id: 5 for question in parts.values()} | {part: end})
            assert found.bands[part].band == row["label"].replace(" ", "-"), (part, end)
            assert (found.total, found.band) == (None, None)


@pytest.mark.requirement("T6", "C1")
def test_anxiety_runs_the_other_way() -> None:
    bands = {}
    for number in range(11):
        answers = {"life-satisfaction": number, "worthwhile": 5, "happiness": 5, "anxiety": number}
        found = scored("ons4", answers).bands
        bands[number] = (found["life-satisfaction"].band, found["anxiety"].band)
    assert [bands[number] for number in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)] == [
        ("low", "very-low"),
        ("low", "very-low"),
        ("low", "low"),
        ("low", "low"),
        ("low", "medium"),
        ("medium", "medium"),
        ("medium", "high"),
        ("high", "high"),
        ("high", "high"),
        ("very-high", "high"),
        ("very-high", "high"),
    ]


@pytest.mark.requirement("C1")
def test_a_raw_sum_of_wellbeing_is_converted_before_it_is_averaged(shared: Path) -> None:
    rows = table(shared, "swemwbs_conversion.csv")
    assert len(rows) == 29
    for row in rows:
        found = scored("swemwbs", {"raw": int(row["raw"])})
        assert (found.total, found.parts) == (Decimal(row["metric"]), {"raw": int(row["raw"])})


@pytest.mark.parametrize(
    ("name", "answers", "total", "band", "triggers"),
    [
        ("swemwbs", {"raw": 7}, 7, None, []),
        ("swemwbs", {"raw": 22}, Decimal("19.98"), None, []),
        ("swemwbs", {"raw": 35}, 35, None, []),
        ("barthel-20", {"score": 18}, 18, None, ["activity-limitation"]),
        ("barthel-20", {"score": 19}, 19, None, []),
        ("barthel-100", {"score": 18}, 18, None, []),
        ("must", {"score": 0}, 0, "low", []),
        ("must", {"score": 1}, 1, "medium", []),
        ("must", {"score": 2}, 2, "high", []),
        ("must", {"score": 6}, 6, "high", []),
        ("4at", {"score": 0}, 0, "unlikely", []),
        ("4at", {"score": 1}, 1, "possible-impairment", []),
        ("4at", {"score": 3}, 3, "possible-impairment", []),
        ("4at", {"score": 4}, 4, "possible-delirium", []),
        ("4at", {"score": 12}, 12, "possible-delirium", []),
        ("cfs", {"age": 65, "level": 3}, 3, "not-frail", []),
        ("cfs", {"age": 65, "level": 4}, 4, "very-mild", []),
        ("cfs", {"age": 65, "level": "Living with Severe Frailty"}, 7, "severe", []),
        ("cfs", {"age": 65, "level": 9}, 9, "terminally-ill", []),
        ("ons-loneliness", {"lonely": "some-of-the-time"}, 4, "not-lonely", []),
        ("ons-loneliness", {"lonely": "Often/always"}, 5, "lonely", []),
        ("time-on-floor", {"minutes": 60}, 60, "short", []),
        ("time-on-floor", {"minutes": 61}, 61, "long", []),
    ],
)
@pytest.mark.requirement("T5")
def test_scores_of_licensed_forms_and_single_questions(
    name: str, answers: dict[str, object], total: object, band: str | None, triggers: list[str]
) -> None:
    found = scored(name, answers)
    assert (found.total, found.band, [met.trigger.id for met in found.triggers]) == (total, band, triggers)


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("swemwbs", {"raw": 6}),
        ("swemwbs", {"raw": 36}),
        ("barthel-20", {"score": 21}),
        ("barthel-100", {"score": 101}),
        ("must", {"score": 7}),
        ("4at", {"score": 13}),
        ("cfs", {"age": 65, "level": 0}),
        ("cfs", {"age": 64, "level": 4}),
        ("cfs", {"level": 4}),
    ],
)
@pytest.mark.requirement("T5")
def test_what_no_licensed_form_can_come_to_is_refused(name: str, answers: dict[str, object]) -> None:
    assert refused(name, answers)


@pytest.mark.requirement("T1")
def test_an_instrument_in_words_has_no_score_and_wants_some_words() -> None:
    found = scored("what-matters-to-me", {"matters": "My garden", "helped": "no"})
    assert (found.total, dict(found.parts), found.band) == (None, {}, None)
    assert refused("what-matters-to-me", {"matters": "My garden", "helped": "yes"}) == (
        "'Who helped?' (helped-by) is missing; an answer that is not there is never taken as normal",
    )


def test_a_question_that_is_not_asked_counts_nothing(tmp_path: Path) -> None:
    """Where nobody drinks, an answer about the sugar that is left over does not score."""
    second = tea(tmp_path).versions[1]
    answers = {"age": 40, "cups": 0, "milk": "none", "heat": 60, "sugar": True}
    found = score(second, answers)
    assert isinstance(found, Scored)
    assert (found.total, set(found.parts)) == (0, {"cups", "heat"})
    found = score(second, answers | {"cups": 1})
    assert isinstance(found, Scored)
    assert (found.total, set(found.parts)) == (1, {"cups", "heat", "sugar"})


def test_a_trigger_sets_its_band_only_below_its_total(tmp_path: Path) -> None:
    second = tea(tmp_path).versions[1]
    answers = {"age": 40, "cups": 0, "milk": "none", "heat": 90}
    for cups, sugar, band in ((0, None, "strong"), (4, True, "strong")):
        found = score(second, answers | {"cups": cups, "sugar": sugar})
        assert isinstance(found, Scored)
        assert (found.band, [met.trigger.id for met in found.triggers]) == (band, ["hot"])


def test_the_version_of_the_day_scores(tmp_path: Path) -> None:
    first = tea(tmp_path).version(date(2024, 6, 1))
    assert first
    found = score(first, {"cups": 7})
    assert isinstance(found, Scored)
    assert found.total == 7
