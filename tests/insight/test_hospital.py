"""What hospitals coded that makes a score, beside what is known of each person."""

import json
from pathlib import Path

import ibis
import pytest
from tests.insight.small_store import ON, read, store_of
from tests.village import quiet

from commonweal.blueprint import Blueprint
from commonweal.insight.hospital import with_evidence
from commonweal.insight.run import inputs_of, under_way

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("P8")]

PEOPLE = """
    person | born       | sex    | practice | admitted              | coded
    ada    | 1940-01-01 | female | Z99001   | 2025-01-05 2025-03-04 | F001 I252 R55
    ben    | 1980-01-01 | male   | Z99001   | 2025-03-04            | F001 I252
    cy     | 1940-01-01 | male   | Z99001   |                       |
"""


def test_each_category_and_group_once_with_its_first_day(exampleshire: Blueprint, tmp_path: Path) -> None:
    """Ben is too young for hospital frailty; a faint has points there, and is no group of the other."""
    people = ibis.memtable({"key": ["ada", "ben", "cy"], "id": ["1", "2", "3"]})
    known = ibis.memtable({"person_id": ["1", "2", "3"], "charlson": [2, 2, 0]})
    with under_way(inputs_of(store_of(tmp_path, read(PEOPLE)), exampleshire, ON, None), quiet) as run:
        found = run.connection.to_pyarrow(with_evidence(known, run, people).order_by("person_id")).to_pylist()
    told = [[tuple(one.values()) for one in json.loads(row["evidence"])] for row in found]
    of_charlson = [("charlson", "dementia", "F001"), ("charlson", "mi", "I252")]
    assert told == [
        [(*one, "2025-01-05") for one in of_charlson]
        + [
            ("hospital_frailty", "F00", "F00", "2025-01-05"),
            ("hospital_frailty", "R55", "R55", "2025-01-05"),
        ],
        [(*one, "2025-03-04") for one in of_charlson],
        [],
    ]
    assert [row["charlson"] for row in found] == [2, 2, 0]
