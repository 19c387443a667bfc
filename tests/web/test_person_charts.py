"""A person's course and theograph, and what their contacts add up to."""

from datetime import date

import pytest

from commonweal.web.charts.calendar import Calendar
from commonweal.web.people.contacts import by_year, contacts
from commonweal.web.people.course import course, years
from commonweal.web.people.theograph import theograph

pytestmark = pytest.mark.requirement("P1", "P3")

AS_AT = date(2025, 6, 30)
DECADE = Calendar(2016, 2025)
CONTACTS = [
    ["bed", "2024-12-22", "2025-01-11", 2_000_00, "Emergency admission"],
    ["gp", "2025-03-10", "2025-03-10", 40_00, "GP consultation"],
    ["gp", "2025-03-18", "2025-03-18", None, "GP consultation"],
    ["social_care", "2025-06-01", None, 100_00, "Home care"],
]


def link(day: date) -> str:
    return f"#on-{day}"


def lanes(calendar: Calendar) -> dict[str, tuple[list[str], list[str]]]:
    drawn = theograph(contacts(CONTACTS, AS_AT), calendar, link)
    return {
        lane.setting: ([s.says for s in lane.spells], [d.says for d in lane.dots]) for lane in drawn.lanes
    }


def test_every_setting_has_a_row_also_where_nobody_came():
    assert list(lanes(DECADE)) == [
        "home",
        "gp",
        "community",
        "outpatient",
        "emergency",
        "bed",
        "care_home",
        "social_care",
    ]
    assert lanes(DECADE)["home"] == ([], [])


def test_spells_are_bars_and_contacts_close_together_become_one_dot():
    assert lanes(DECADE)["bed"][0] == ["22 December 2024 to 11 January 2025, 20 days: Emergency admission"]
    assert lanes(DECADE)["gp"][1] == ["10 March 2025 to 18 March 2025: 2 contacts"]
    assert lanes(DECADE)["social_care"][0] == ["1 June 2025 to now, 29 days so far: Home care"]


def test_one_year_shows_each_contact_and_the_part_of_a_spell_that_falls_into_it():
    one = theograph(contacts(CONTACTS, AS_AT), Calendar(2025, 2025), link)
    bed = next(lane for lane in one.lanes if lane.setting == "bed").spells[0]
    assert (bed.start, bed.width) == (0.0, 2.74)
    assert len(next(lane for lane in one.lanes if lane.setting == "gp").dots) == 2


def test_a_year_counts_what_began_and_bears_the_nights_and_costs_that_fall_into_it():
    newest, before = by_year(contacts(CONTACTS, AS_AT), DECADE)[:2]
    assert (newest.year, newest.contacts["gp"], newest.contacts["bed"], newest.bed_days) == (2025, 2, 0, 10)
    assert (before.year, before.contacts["bed"], before.bed_days) == (2024, 1, 10)
    assert (newest.cost, before.cost) == (1_140_00, 1_000_00)


def test_a_year_with_contacts_of_unknown_cost_alone_has_an_unknown_cost():
    only = contacts([["gp", "2025-03-02", "2025-03-02", None, ""]], AS_AT)
    assert [one.cost for one in by_year(only, Calendar(2024, 2025))] == [None, 0]
    assert only[0].kind == "gp"


def test_the_course_has_a_point_a_year_from_zero_up_and_a_number_where_it_changes():
    told = [
        {"on": "2023-06-30", "deficits": 8, "band": "mild"},
        {"on": "2024-06-30", "deficits": 8, "band": "mild"},
        {"on": "2025-06-30", "deficits": 13, "band": "severe"},
    ]
    drawn = course(years(told), DECADE, height=160)
    assert [(p.down, p.changed) for p in drawn.points] == [(80.0, True), (80.0, False), (30.0, True)]
    assert [(zone.band, zone.top, zone.height) for zone in drawn.zones] == [
        ("fit", 115.0, 45.0),
        ("mild", 75.0, 40.0),
        ("moderate", 35.0, 40.0),
        ("severe", 0.0, 35.0),
    ]


def test_a_line_comes_into_the_year_shown_from_the_one_before():
    told = [
        {"on": "2024-06-30", "deficits": 8, "band": "mild"},
        {"on": "2025-06-30", "deficits": 9, "band": "moderate"},
    ]
    drawn = course(years(told), Calendar(2025, 2025))
    assert len(drawn.points) == 1
    assert drawn.lines[0][0].across < 0


def test_months_are_marked_where_there_is_room():
    assert [tick.label for tick in Calendar(2025, 2025).ticks][:3] == ["2025", "Feb", "Mar"]
    assert [tick.label for tick in DECADE.ticks][:2] == ["2016", "2017"]
