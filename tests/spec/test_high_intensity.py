"""High-intensity users: who reached either number in twelve months."""

from datetime import date

import pytest
from tests.spec.tables import contacts, deaths, lines, people, rows

from commonweal.analytics.high_intensity import high_intensity

pytestmark = pytest.mark.requirement("P1")

CASES = """
    person   | setting   | method    | days
    Attends  | emergency |           | 2024-06-02 2025-06-01 2025-06-01
    Admitted | bed       | emergency | 2025-01-01 2025-03-01
    Neither  | emergency |           | 2024-06-02 2025-06-01
    Neither  | bed       | emergency | 2025-01-01
    Planned  | bed       | elective  | 2025-01-01 2025-03-01
    Earlier  | emergency |           | 2024-06-01 2024-06-01 2024-06-01
    Later    | emergency |           | 2025-06-02 2025-06-02 2025-06-02
    Died     | bed       | emergency | 2025-01-01 2025-03-01
"""


def test_somebody_is_listed_who_reaches_either_line():
    cases = [tuple(case.values()) for case in lines(CASES)]
    drawn = [
        f"{person} | {setting} | {method} | {day}T10:00"
        for person, setting, method, days in cases
        for day in days.split()
    ]
    activity = contacts("person | setting | method | start\n" + "\n".join(drawn))
    everyone = people("person\n" + "\n".join({name for name, *_ in cases}))
    dead = deaths("person | date\nDied | 2025-05-01")
    found = high_intensity(everyone, dead, activity, date(2025, 6, 1), attendances=3, admissions=2)
    assert rows(found) == [("Admitted", 0, 2), ("Attends", 3, 0)]
