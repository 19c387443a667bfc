"""The course: the index of each person on several days, year by year."""

from datetime import date

import pytest
from tests.spec.frailty import over
from tests.spec.tables import deaths, events, medicines, people

from commonweal.analytics.frailty import years_up_to

pytestmark = pytest.mark.requirement("P1")

YEARS = [date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31)]


def test_there_is_a_row_for_each_person_and_year():
    """Ben is born in the second year and Cy dies in the third; Di, dead without a date, is never there."""
    everyone = people(
        """
        person | birth_date
        Ada    | 1930-01-01
        Ben    | 2024-06-01
        Cy     | 1930-01-01
        Di     | 1930-01-01
        """
    )
    recorded = events(
        """
        person | date       | code
        Ada    | 2020-01-01 | falls
        Ada    | 2024-12-31 | anaemia
        Ada    | 2025-01-01 | arthritis
        Cy     | 2024-01-01 | falls
        """
    )
    died = deaths("person | date\nCy | 2025-12-31\nDi |")
    assert over(YEARS, people=everyone, deaths=died, events=recorded) == [
        ("Ada", date(2023, 12, 31), 1, "fit"),
        ("Ada", date(2024, 12, 31), 2, "fit"),
        ("Ada", date(2025, 12, 31), 3, "fit"),
        ("Ben", date(2024, 12, 31), 0, "fit"),
        ("Ben", date(2025, 12, 31), 0, "fit"),
        ("Cy", date(2023, 12, 31), 0, "fit"),
        ("Cy", date(2024, 12, 31), 1, "fit"),
    ]


@pytest.mark.parametrize(("issued", "counts"), [("2023-12-31", [1, 0, 0]), ("2024-01-01", [0, 1, 0])])
def test_medicines_of_one_day_belong_to_one_year(issued, counts):
    """The years touch and do not overlap."""
    listed = "\n".join(f"Ada | {issued} | {code}" for code in "abcde")
    taken = medicines(f"person | date | code\n{listed}")
    assert [row[2] for row in over(YEARS, medications=taken)] == counts


def test_polypharmacy_comes_and_goes():
    listed = "\n".join(f"Ada | 2024-03-01 | {code}" for code in "abcde")
    taken = medicines(f"person | date | code\n{listed}")
    assert [row[2] for row in over(YEARS, medications=taken)] == [0, 1, 0]


def test_the_years_before_a_day():
    """Oldest first; 28 February stands in for 29 February."""
    assert years_up_to(date(2024, 2, 29), 3) == (date(2022, 2, 28), date(2023, 2, 28), date(2024, 2, 29))
    assert len(years_up_to(date(2025, 5, 1))) == 10
