"""The pyramid: every published number is one mark, in its place and with its words."""

import pytest

from commonweal.web.population.pyramid import FIVE_YEARS, pyramid, rows_of

pytestmark = [pytest.mark.requirement("P2"), pytest.mark.numbers]

COUNTS = {
    ("80-84", "female", "all"): 40,
    ("80-84", "female", "fit"): 10,
    ("80-84", "female", "severe"): 30,
    ("80-84", "male", "all"): 20,
    ("80-84", "male", "mild"): 20,
}


def link(ages: str, sex: str, band: str) -> str:
    return f"{ages} {sex} {band}"


def drawn(counts=COUNTS, ages=("75-79", "80-84"), sex="all", band="all"):
    return pyramid(counts, link, ages=ages, sex=sex, band=band)


def segments(bar):
    return [(s.band, s.start, s.width, s.href) for s in bar.segments]


def test_the_oldest_stand_on_top_and_a_group_of_nobody_keeps_its_row():
    assert [(row.ages, row.top) for row in drawn().rows] == [("80-84", 0), ("75-79", 25)]
    assert segments(drawn().rows[1].women) == []


def test_bands_are_stacked_from_the_middle_the_severest_first():
    assert segments(drawn().rows[0].women) == [
        ("severe", 0.0, 75.0, "80-84 female severe"),
        ("fit", 75.0, 25.0, "80-84 female fit"),
    ]
    assert segments(drawn().rows[0].men) == [("mild", 0.0, 50.0, "80-84 male mild")]


def test_a_segment_says_its_count_and_its_share():
    says = drawn().rows[0].women.segments[0].says
    assert says == "Women aged 80 to 84, severe frailty: 30 people (75.0% of women aged 80 to 84)"


def test_a_suppressed_number_is_drawn_hatched_and_says_that_it_is_withheld():
    withheld = {**COUNTS, ("80-84", "male", "severe"): None}
    severe = drawn(withheld).rows[0].men.segments[0]
    assert (severe.band, severe.people) == ("severe", None)
    assert severe.says == "Men aged 80 to 84, severe frailty: a withheld number of people"
    assert drawn(withheld).suppressed
    assert not drawn().suppressed


def test_a_suppressed_total_is_not_worked_out_from_its_parts():
    withheld = {**COUNTS, ("80-84", "female", "all"): None}
    assert drawn(withheld).rows[0].women.label == "withheld"


def test_one_sex_and_one_band_leave_the_other_side_empty():
    chart = drawn(sex="female", band="severe")
    assert segments(chart.rows[0].women) == [("severe", 0.0, 100.0, "80-84 female severe")]
    assert segments(chart.rows[0].men) == []
    assert chart.rows[0].women.label == "30"


def test_nobody_at_all_is_an_empty_chart():
    assert drawn({}).empty
    assert not drawn().empty


@pytest.mark.parametrize(
    ("ages", "first", "last", "rows"),
    [
        ("all", "0-4", "90+", 19),
        ("18-64", "20-24", "60-64", 9),
        ("65+", "65-69", "90+", 6),
        ("75+", "75-79", "90+", 4),
        ("85+", "85-89", "90+", 2),
        ("90+", "90+", "90+", 1),
        ("20-24", "20-24", "20-24", 1),
    ],
)
def test_a_group_of_ages_is_shown_by_its_five_year_rows(ages, first, last, rows):
    shown = rows_of(ages)
    assert (shown[0], shown[-1], len(shown)) == (first, last, rows)
    assert len(FIVE_YEARS) == 19
