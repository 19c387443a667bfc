"""Polypharmacy: five or more different medicines in the twelve months up to the day."""

from datetime import date

import pytest
from tests.spec.frailty import found
from tests.spec.tables import medicines

from commonweal.terms.codes import BNF, DMD, SNOMED

pytestmark = pytest.mark.requirement("P1")

FOUR = """
    person | date       | code
    Ada    | 2025-03-01 | aspirin
    Ada    | 2025-03-01 | bisoprolol
    Ada    | 2025-03-01 | codeine
    Ada    | 2025-03-01 | digoxin
"""


@pytest.mark.parametrize(
    ("fifth", "deficits"),
    [
        ("", 0),
        ("Ada | 2025-05-01 | enalapril", 1),
        ("Ada | 2025-05-01 | enalapril\nAda | 2025-05-01 | frusemide", 1),
        ("Ada | 2025-05-01 | aspirin", 0),
        ("Ben | 2025-05-01 | enalapril", 0),
    ],
    ids=["four", "five", "six", "the same medicine again", "somebody else's"],
)
def test_five_different_medicines_are_one_deficit(fifth, deficits):
    assert found(medications=medicines(f"{FOUR.strip()}\n{fifth}")) == {"Ada": deficits}


def test_a_medicine_is_no_coded_deficit():
    """Codes of the code list count in events alone."""
    assert found(medications=medicines("person | date | code\nAda | 2025-05-01 | falls")) == {"Ada": 0}


@pytest.mark.parametrize(
    ("on", "issued", "deficits"),
    [
        ("2025-06-01", "2024-06-01", 0),
        ("2025-06-01", "2024-06-02", 1),
        ("2025-06-01", "2025-06-01", 1),
        ("2025-06-01", "2025-06-02", 0),
        ("2024-02-29", "2023-02-28", 0),
        ("2024-02-29", "2023-03-01", 1),
        ("2025-02-28", "2024-02-28", 0),
        ("2025-02-28", "2024-02-29", 1),
        ("2025-03-01", "2024-03-01", 0),
        ("2024-03-01", "2023-03-02", 1),
    ],
)
def test_the_twelve_months_leave_out_the_same_day_a_year_before(on, issued, deficits):
    """They end with the day itself; for 29 February they begin after 28 February of the year before."""
    listed = "\n".join(f"Ada | {issued} | {code}" for code in "abcde")
    taken = medicines(f"person | date | code\n{listed}")
    assert found(date.fromisoformat(on), medications=taken) == {"Ada": deficits}


def test_it_switches_off_when_medicines_stop():
    """The only deficit that can."""
    listed = "\n".join(f"Ada | 2025-03-{day:02} | medicine-{day}" for day in range(1, 6))
    taken = medicines(f"person | date | code\n{listed}")
    days = [date(2025, 3, 4), date(2025, 3, 5), date(2026, 2, 28), date(2026, 3, 1)]
    assert [found(day, medications=taken)["Ada"] for day in days] == [0, 1, 1, 0]


def test_a_record_with_several_codings_is_one_medicine():
    """The dm+d or SNOMED CT coding says which; where there is none, the first by system and code."""
    taken = medicines(
        f"""
        record | person | date       | system    | code
        1      | Ada    | 2025-03-01 | {DMD}     | aspirin
        1      | Ada    | 2025-03-01 | a-gp-list | 76
        2      | Ada    | 2025-04-01 | {SNOMED}  | aspirin
        3      | Ada    | 2025-05-01 | {BNF}     | 0102
        3      | Ada    | 2025-05-01 | a-gp-list | 77
        4      | Ada    | 2025-05-01 | a-gp-list | 78
        5      | Ada    | 2025-05-01 | a-gp-list | 79
        6      | Ada    | 2025-05-01 |           | 79
        """
    )
    assert found(medications=taken) == {"Ada": 1}
    without_one = taken.filter(taken.record != "6")
    assert found(medications=without_one) == {"Ada": 0}
