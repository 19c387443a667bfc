"""Which medicines were issued to whom in the twelve months up to a day, when, and how often."""

from datetime import date

import pytest
from tests.spec.tables import medicines, rows

from commonweal.analytics.medicines import issued
from commonweal.terms.codes import DMD, SNOMED

pytestmark = pytest.mark.requirement("T2")
ON = date(2025, 6, 30)
LOCAL = "a-gp-list"


def test_each_medicine_once_with_its_name_its_first_and_last_day_and_how_often():
    """The same day a year before is out, the day itself in; a dm+d code is that of SNOMED CT."""
    taken = medicines(
        f"""
        record | person | date       | system   | code | term
        1      | Ada    | 2024-06-30 | {SNOMED} | 11   | Aspirin 75 mg
        2      | Ada    | 2024-07-01 | {SNOMED} | 11   | Aspirin 75 mg
        3      | Ada    | 2025-06-30 | {DMD}    | 11   | aspirin
        4      | Ada    | 2025-07-01 | {SNOMED} | 11   | Aspirin 75 mg
        5      | Ada    | 2025-03-01 | {LOCAL}  | 76   | Codeine
        5      | Ada    | 2025-03-01 | {SNOMED} | 22   | Codeine 30 mg
        6      | Ben    | 2025-03-01 | {LOCAL}  | 99   |
        7      | Cleo   | 2024-06-30 | {SNOMED} | 11   | Aspirin 75 mg
        """
    )
    assert rows(issued(taken, ON)) == [
        ("Ada", SNOMED, "11", "Aspirin 75 mg", date(2024, 7, 1), date(2025, 6, 30), 2),
        ("Ada", SNOMED, "22", "Codeine 30 mg", date(2025, 3, 1), date(2025, 3, 1), 1),
        ("Ben", LOCAL, "99", "", date(2025, 3, 1), date(2025, 3, 1), 1),
    ]
