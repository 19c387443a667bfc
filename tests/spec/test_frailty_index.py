"""The electronic Frailty Index: which deficits count, for whom, and what band that is."""

from datetime import date

import pytest
from tests.spec.frailty import assessed, coded_deficits, found
from tests.spec.tables import code_list, deaths, events, people

from commonweal.terms.deficits import DEFICITS

pytestmark = pytest.mark.requirement("P1")


@pytest.mark.parametrize(
    ("deficits", "band"),
    [
        (0, "fit"),
        (4, "fit"),
        (5, "mild"),
        (8, "mild"),
        (9, "moderate"),
        (12, "moderate"),
        (13, "severe"),
        (35, "severe"),
    ],
)
def test_the_band_follows_the_whole_count(deficits, band):
    """0 to 4 fit, 5 to 8 mild, 9 to 12 moderate, 13 and more severe; the index is the share of 36."""
    assert assessed(events=coded_deficits(deficits)) == [("Ada", deficits, deficits / 36, band)]


def test_thirty_six_deficits_can_be_counted():
    """Thirty-five are coded and one, polypharmacy, is counted from medicines."""
    assert len(DEFICITS) == 36


def test_a_deficit_counts_once_however_often_it_is_coded():
    """Two falls codes are one deficit; one recorded later does not count yet."""
    recorded = events(
        """
        person | date       | code
        Ada    | 2025-01-01 | falls
        Ada    | 2025-06-01 | falls
        Ada    | 2025-06-02 | falls-again
        Ada    | 2026-01-01 | anaemia
        """
    )
    assert found(codes=code_list(**{"falls-again": "falls"}), events=recorded) == {"Ada": 1}


@pytest.mark.parametrize(("on", "deficits"), [("2025-05-31", 0), ("2025-06-01", 1), ("2085-06-01", 1)])
def test_a_deficit_counts_from_its_first_day_on(on, deficits):
    """On the day itself and for ever after; a date far ahead changes nothing."""
    recorded = events("person | date | code\nAda | 2025-06-01 | falls")
    assert found(date.fromisoformat(on), events=recorded) == {"Ada": deficits}


def test_one_code_can_stand_for_two_deficits():
    recorded = events("person | date | code\nAda | 2025-06-01 | broken-by-osteoporosis")
    codes = code_list(**{"broken-by-osteoporosis": "osteoporosis fragility-fracture"})
    assert found(codes=codes, events=recorded) == {"Ada": 2}


def test_a_code_counts_only_in_its_own_system():
    """The same digits in another system, or in none, mean something else."""
    recorded = events(
        """
        person | date       | system                        | code
        Ada    | 2025-01-01 | http://hl7.org/fhir/sid/icd-10 | falls
        Ada    | 2025-01-01 |                               | anaemia
        Ada    | 2025-01-01 | http://snomed.info/sct        | arthritis
        """
    )
    assert found(events=recorded) == {"Ada": 1}


def test_letters_of_a_code_are_exact():
    """Read codes differ by case and by their dots."""
    recorded = events("person | date | code\nAda | 2025-01-01 | FALLS\nAda | 2025-01-01 | falls.")
    assert found(events=recorded) == {"Ada": 0}


def test_everyone_alive_and_born_has_a_row():
    """Ben has none; Cy died the day before, Di on the day, Ed at no known date; Flo is born the next day."""
    everyone = people(
        """
        person | birth_date
        Ada    | 1930-01-01
        Ben    | 2025-12-31
        Cy     | 1930-01-01
        Di     | 1930-01-01
        Ed     | 1930-01-01
        Flo    | 2026-01-01
        Gus    | 1930-01-01
        """
    )
    died = deaths("person | date\nCy | 2025-12-30\nDi | 2025-12-31\nEd |\nGus | 2026-01-01")
    recorded = events("person | date | code\nAda | 2020-01-01 | falls\nCy | 2020-01-01 | falls")
    assert found(people=everyone, deaths=died, events=recorded) == {"Ada": 1, "Ben": 0, "Gus": 0}


def test_records_of_nobody_known_are_left_aside():
    """An event of someone who is not in the population makes no row."""
    recorded = events("person | date | code\nZoe | 2020-01-01 | falls")
    assert found(events=recorded) == {"Ada": 0}
