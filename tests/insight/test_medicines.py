"""A refresh publishes the medicines issued to each person, in one row, in place of those before."""

import json
from pathlib import Path

import pytest
from tests.insight.conftest import Refreshed
from tests.insight.small_store import read, store_of

from commonweal.care.published.models import PersonMedicines
from commonweal.terms.codes import SNOMED

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("T2", "P10")]
PEOPLE = """
person | born       | sex    | practice | lives     | medicines
ada    | 1940-05-01 | female | Z99001   | E01999001 | {}
ben    | 1941-05-01 | male   | Z99001   | E01999001 | 0
"""


def test_the_medicines_of_each_person_are_one_row_until_the_next_refresh(
    refreshed: Refreshed, tmp_path: Path
) -> None:
    done = refreshed(store_of(tmp_path, read(PEOPLE.format(2))))
    row = PersonMedicines.objects.get()
    assert (row.person.key, row.practice, done.counts["medicines"]) == ("ada", "Z99001", 1)
    assert json.loads(row.medicines) == [
        ["Medicine 1", SNOMED, "code-1", "2025-05-31", "2025-05-31", 1],
        ["Medicine 2", SNOMED, "code-2", "2025-05-31", "2025-05-31", 1],
    ]
    done = refreshed(store_of(tmp_path, read(PEOPLE.format(0)), load="second"))
    assert (PersonMedicines.objects.exists(), done.counts["medicines"]) == (False, 0)
