"""Evidence: for each deficit that counts, when it was first recorded and by which code."""

from datetime import date

import pytest
from tests.spec.frailty import shown
from tests.spec.tables import code_list, deaths, events, medicines

from commonweal.terms.codes import SNOMED

pytestmark = pytest.mark.requirement("P1")


def test_the_first_code_of_each_deficit_is_shown():
    """Of two on the first day, the first by system and code; nothing after the day."""
    recorded = events(
        """
        person | date       | code
        Ada    | 2024-06-01 | falls
        Ada    | 2023-06-01 | trip
        Ada    | 2023-06-01 | slip
        Ada    | 1969-02-01 | anaemia
        Ada    | 2026-01-01 | arthritis
        """
    )
    assert shown(codes=code_list(slip="falls", trip="falls"), events=recorded) == [
        ("Ada", "anaemia", date(1969, 2, 1), "anaemia", SNOMED),
        ("Ada", "falls", date(2023, 6, 1), "slip", SNOMED),
    ]


def test_polypharmacy_is_shown_by_the_medicine_that_made_it_five():
    """Counted within the twelve months: the aspirin of the year before is not its first."""
    taken = medicines(
        """
        person | date       | code
        Ada    | 2024-03-01 | aspirin
        Ada    | 2025-02-01 | bisoprolol
        Ada    | 2025-03-01 | codeine
        Ada    | 2025-04-01 | digoxin
        Ada    | 2025-05-01 | enalapril
        Ada    | 2025-06-01 | bisoprolol
        Ada    | 2025-07-01 | aspirin
        Ada    | 2025-08-01 | frusemide
        """
    )
    assert shown(medications=taken) == [("Ada", "polypharmacy", date(2025, 7, 1), "aspirin", SNOMED)]


def test_the_dead_have_none():
    recorded = events("person | date | code\nAda | 2024-06-01 | falls")
    assert shown(events=recorded, deaths=deaths("person | date\nAda | 2025-01-01")) == []
