"""The Hospital Frailty Risk Score: whole tenths, each category once, from 75, over two years."""

from datetime import date

import pytest
from tests.spec.tables import deaths, diagnoses, lines, people, rows, spells

from commonweal.analytics import hospital_frailty

pytestmark = pytest.mark.requirement("P1")

ON = date(2025, 6, 1)

# Added as fractions the points of Cut would be 5.000000000000001 and those of Top 14.999999999999998.
SCORES = """
    person | codes                                    | tenths | risk
    None   | I10X                                     | 0      | low
    Few    | N189 A099                                | 25     | low
    Cut    | I694 R630 E833                           | 50     | intermediate
    Under  | G309 R638                                | 49     | low
    Top    | F019 S009 I694 S420 F03X Z223            | 150    | intermediate
    Over   | F019 S009 I694 S420 F03X Z223 R502       | 151    | high
    Twice  | F000 F001 F009                           | 71     | intermediate
    Lower  | f00.9                                    | 71     | intermediate
    Stars  | G30.9*                                   | 40     | low
"""


def scored(people_, spells_, diagnoses_, dead="", on=ON):
    found = hospital_frailty.assess(people_, deaths(dead), spells_, diagnoses_, on)
    return rows(found, "person", "tenths", "risk")


def test_points_are_added_as_whole_tenths_and_each_category_counts_once():
    """5.0 is no longer low and 15.0 not yet high, however the points add up to them."""
    cases, on = lines(SCORES), "2025-05-01"
    names = [case["person"] for case in cases]
    everyone = "person\n" + "\n".join(names)
    admitted = "person | start | record\n" + "\n".join(f"{name} | {on} | {name}" for name in names)
    coded = "person | spell | date | code\n" + "\n".join(
        f"{case['person']} | {case['person']} | {on} | {case['codes']}" for case in cases
    )
    expected = sorted((case["person"], int(case["tenths"]), case["risk"]) for case in cases)
    assert scored(people(everyone), spells(admitted), diagnoses(coded)) == expected


def test_it_is_defined_for_emergencies_from_the_75th_birthday_on():
    everyone = people(
        """
        person  | birth_date
        Day     | 1950-05-01
        Younger | 1950-05-02
        Leap    | 1948-02-29
        Planned | 1940-01-01
        Passing | 1940-01-01
        Seen    | 1940-01-01
        Unborn  | 2025-06-02
        Died    | 1940-01-01
        """
    )
    admitted = spells(
        """
        person  | record  | start            | setting   | method
        Day     | day     | 2025-05-01T09:00 | bed       | emergency
        Younger | younger | 2025-05-01T09:00 | bed       | emergency
        Leap    | leap    | 2023-08-01T09:00 | bed       | emergency
        Planned | planned | 2025-05-01T09:00 | bed       | elective
        Passing | passing | 2025-05-01T09:00 | bed       | transfer
        Seen    | seen    | 2025-05-01T09:00 | emergency |
        Died    | died    | 2025-05-01T09:00 | bed       | emergency
        """
    )
    coded = diagnoses(
        """
        person  | spell   | date       | code
        Day     | day     | 2025-05-01 | F009
        Younger | younger | 2025-05-01 | F009
        Leap    | leap    | 2023-08-01 | F009
        Planned | planned | 2025-05-01 | F009
        Passing | passing | 2025-05-01 | F009
        Seen    | seen    | 2025-05-01 | F009
        Died    | died    | 2025-05-01 | F009
        """
    )
    found = scored(everyone, admitted, coded, "person | date\nDied | 2025-05-31")
    assert [person for person, *_ in found] == ["Day", "Leap"]


def test_diagnoses_count_from_the_last_emergency_and_the_two_years_before_it():
    """All admissions of those two years, planned ones too; nothing after, nothing older, nobody else's."""
    admitted = spells(
        """
        person | record | start            | method
        Ada    | old    | 2023-03-10T09:00 | emergency
        Ada    | edge   | 2023-03-11T09:00 | emergency
        Ada    | knee   | 2024-01-05T09:00 | elective
        Ada    | last   | 2025-03-10T09:00 | emergency
        Ada    | hip    | 2025-04-01T09:00 | elective
        Ada    | later  | 2025-06-02T09:00 | emergency
        Ben    | ben    | 2025-03-10T09:00 | emergency
        """
    )
    coded = diagnoses(
        """
        person | spell | date       | code
        Ada    | old   | 2023-03-10 | F009
        Ada    | edge  | 2023-03-11 | R410
        Ada    | knee  | 2024-01-05 | M199
        Ada    | last  | 2025-03-10 | W190 R410
        Ada    | hip   | 2025-04-01 | G309
        Ada    | later | 2025-06-02 | F009
        Ben    | ben   | 2025-03-10 | I10X
        """
    )
    asked = people("person\nAda\nBen"), deaths(), admitted, coded, ON
    assert rows(hospital_frailty.assess(*asked)) == [
        ("Ada", date(2025, 3, 10), 15 + 32 + 27, "intermediate", ["M19", "R41", "W19"]),
        ("Ben", date(2025, 3, 10), 0, "low", []),
    ]
    assert rows(hospital_frailty.evidence(*asked), "person", "category", "tenths", "first_date") == [
        ("Ada", "M19", 15, date(2024, 1, 5)),
        ("Ada", "R41", 27, date(2023, 3, 11)),
        ("Ada", "W19", 32, date(2025, 3, 10)),
    ]


def test_an_admission_that_nobody_has_coded_is_no_sign_of_being_well():
    """The one before it is taken, and where none is coded within two years there is no score."""
    admitted = spells(
        """
        person | record | start
        Ada    | coded  | 2025-02-01
        Ada    | not    | 2025-05-01
        Ben    | ben    | 2025-05-01
        Cyd    | cyd    | 2023-06-01
        Dot    | read   | 2025-05-01
        """
    )
    coded = diagnoses(
        """
        person | spell | date       | code | system
        Ada    | coded | 2025-02-01 | F009 | http://hl7.org/fhir/sid/icd-10
        Cyd    | cyd   | 2023-06-01 | F009 | http://hl7.org/fhir/sid/icd-10
        Dot    | read  | 2025-05-01 | F009 | http://read.info/ctv3
        """
    )
    everyone = people("person\nAda\nBen\nCyd\nDot")
    assert scored(everyone, admitted, coded) == [("Ada", 71, "intermediate")]


def test_an_admission_just_after_midnight_in_summer_began_on_the_day_of_its_diagnoses():
    """Times are in UTC, where it is still the day before."""
    admitted = spells("person | record | start\nAda | a | 2025-05-31T23:30")
    coded = diagnoses("person | spell | date | code\nAda | a | 2025-06-01 | F009")
    assert scored(people("person\nAda"), admitted, coded) == [("Ada", 71, "intermediate")]
    assert scored(people("person\nAda"), admitted, coded, on=date(2025, 5, 31)) == []
