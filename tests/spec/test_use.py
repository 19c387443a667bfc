"""Use and cost of care in the twelve months up to a day."""

from datetime import date

import pytest
from tests.spec.tables import contacts, deaths, lines, packages, people, rows, spells

from commonweal.analytics.cost import cost
from commonweal.analytics.use import use

pytestmark = pytest.mark.requirement("P1")

ON = date(2025, 6, 1)
ADA = people("person\nAda")


def used(activity, *columns, social=None, on=ON):
    return rows(use(ADA, deaths(), activity, packages() if social is None else social, on), *columns)


def spent(activity, *columns, social=None, on=ON):
    return rows(cost(ADA, deaths(), activity, packages() if social is None else social, on), *columns)


def test_everybody_alive_has_a_row_and_nothing_used_is_nought():
    everyone = people("person | birth_date\nAda | 1990-01-01\nBen | 1990-01-01\nUnborn | 2026-01-01")
    asked = everyone, deaths("person | date\nBen | 2025-06-01"), contacts(), packages(), ON
    assert rows(use(*asked)) == [("Ada", *(0 for _ in range(10)))]
    assert rows(cost(*asked)) == [("Ada", *(0 for _ in range(9)))]


def test_contacts_count_by_setting_on_the_day_they_began():
    """The day by the clocks of Britain; the same day a year before is left out."""
    activity = contacts(
        """
        person | setting    | start            | end              | cost
        Ada    | gp         | 2024-05-31T23:30 | 2024-05-31T23:30 | 1000
        Ada    | gp         | 2024-06-01T23:30 | 2024-06-01T23:30 | 100
        Ada    | gp         | 2025-06-01T22:59 |                  | 100
        Ada    | gp         | 2025-06-01T23:30 |                  | 1000
        Ada    | emergency  | 2025-01-01T10:00 | 2025-01-02T02:00 |
        Ada    | outpatient | 2024-05-01T10:00 | 2024-07-01T10:00 | 1000
        Ada    | home       | 2024-07-01T10:00 |                  | 70
        """
    )
    columns = "contacts_gp", "contacts_emergency", "contacts_outpatient", "contacts_home", "contacts_bed"
    assert used(activity, *columns) == [(2, 1, 0, 1, 0)]
    assert spent(activity, "cost_gp", "cost_emergency", "cost_outpatient", "cost") == [(200, 0, 0, 270)]


SPELLS = """
    person  | start            | end              | method    | spells | admissions | nights
    Within  | 2025-05-01T09:00 | 2025-05-04T09:00 | emergency | 1      | 1          | 3
    DayCase | 2025-05-01T09:00 | 2025-05-01T20:00 | emergency | 1      | 1          | 0
    Planned | 2025-05-01T09:00 | 2025-05-03T09:00 | elective  | 1      | 0          | 2
    Before  | 2024-05-30T09:00 | 2024-06-01T09:00 | emergency | 0      | 0          | 0
    Edge    | 2024-05-30T09:00 | 2024-06-04T09:00 | emergency | 1      | 0          | 2
    First   | 2024-06-02T09:00 | 2024-06-04T09:00 | emergency | 1      | 1          | 2
    Lasting | 2025-05-30T09:00 |                  | emergency | 1      | 1          | 3
    Beyond  | 2025-05-30T09:00 | 2025-06-09T09:00 | emergency | 1      | 1          | 3
    After   | 2025-06-02T09:00 | 2025-06-04T09:00 | emergency | 0      | 0          | 0
    Always  | 2023-01-01T09:00 |                  | emergency | 1      | 0          | 365
"""


def test_a_spell_counts_with_the_nights_that_began_within():
    """An emergency admission is one that began in the months; a night belongs to the day it began on."""
    cases = lines(SPELLS)
    asked = (
        people("person\n" + "\n".join(case["person"] for case in cases)),
        deaths(),
        spells(SPELLS),
        packages(),
    )
    found = rows(use(*asked, ON), "person", "contacts_bed", "emergency_admissions", "bed_days")
    wanted = ("spells", "admissions", "nights")
    assert found == sorted((case["person"], *(int(case[name]) for name in wanted)) for case in cases)


def test_a_night_that_two_hospitals_record_is_one_night():
    activity = spells(
        """
        person | start            | end              | method
        Ada    | 2025-03-01T09:00 | 2025-03-11T09:00 | emergency
        Ada    | 2025-03-02T09:00 | 2025-03-04T09:00 | transfer
        Ada    | 2025-03-08T09:00 | 2025-03-13T09:00 | transfer
        Ada    | 2025-03-20T09:00 | 2025-03-21T09:00 | emergency
        """
    )
    assert used(activity, "contacts_bed", "emergency_admissions", "bed_days") == [(4, 2, 13)]


def test_of_a_spell_that_reaches_beyond_the_months_its_share_by_days_is_their_cost():
    """Twelve months after another, each with its share, are the whole cost."""
    activity = spells("person | start | end | cost\nAda | 2024-05-30T09:00 | 2024-06-08T09:00 | 1000")
    assert spent(activity, "cost_bed") == [(700,)]
    assert spent(activity, "cost_bed", on=date(2024, 6, 1)) == [(300,)]


def test_a_spell_that_ended_before_it_began_costs_nothing_known():
    activity = spells("person | start | end | cost\nAda | 2025-03-02T09:00 | 2025-03-01T09:00 | 1000")
    assert spent(activity, "cost_bed") == [(0,)]


def test_a_package_costs_by_the_week_and_counts_once_where_it_is_activity_too():
    social = packages(
        """
        person | kind        | start      | end        | weekly_cost
        Ada    | home_care   | 2025-05-01 | 2025-05-15 | 35000
        Ada    | reablement  | 2024-01-01 | 2024-06-02 | 9999
        Ada    | equipment   | 2025-05-26 |            | 700
        Ada    | residential | 2024-05-19 | 2024-06-09 | 70000
        Ada    | nursing     | 2025-06-02 |            | 90000
        """
    )
    activity = contacts(
        """
        person | setting     | start            | end              | cost
        Ada    | social_care | 2025-04-30T23:00 | 2025-05-14T23:00 | 70000
        Ada    | social_care | 2024-07-01T10:00 | 2024-07-01T12:00 | 4000
        """
    )
    columns = "contacts_social_care", "contacts_care_home"
    assert used(activity, *columns, social=social) == [(3, 1)]
    assert spent(activity, "cost_social_care", "cost_care_home", "cost", social=social) == [
        (70_000 + 700 + 4_000, 70_000, 144_700)
    ]
