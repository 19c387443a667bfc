"""The Charlson index: 17 groups, two sets of weights, the graver of each pair."""

from datetime import date

import pytest
from tests.spec.tables import deaths, diagnoses, lines, people, rows

from commonweal.analytics import charlson
from commonweal.terms.charlson import GROUPS

pytestmark = pytest.mark.requirement("P1")

ON = date(2025, 6, 1)

SCORES = """
    person    | codes                    | by 2011 | by 1987 | groups
    None      | A099 I10X                | 0       | 0       |
    Heart     | I219 I252 I500           | 2       | 2       | chf mi
    Near      | I251 I429 B23 E11 C44 Z21 | 2      | 1       | chf
    Zero      | I702 I64X K250 E119      | 0       | 4       | cevd diab pud pvd
    Liver     | K703 B182                | 2       | 1       | mld
    Graver    | K703 I850                | 4       | 3       | msld
    Sugar     | E119                     | 0       | 1       | diab
    Harmed    | E119 E112                | 1       | 2       | diabwc
    Growth    | C189                     | 2       | 2       | canc
    Spread    | C189 C787                | 6       | 6       | metacanc
    Everyday  | F03X J449 M069 N183 G819 | 7       | 7       | cpd dementia hp rend rheumd
    Immune    | B24X                     | 4       | 6       | aids
    Dotted    | e11.2                    | 1       | 2       | diabwc
"""


def test_each_group_counts_once_by_either_set_of_weights_and_the_graver_stands_for_the_pair():
    cases = [tuple(case.values()) for case in lines(SCORES)]
    coded = "person | spell | date | code\n" + "\n".join(
        f"{name} | {name} | 2020-01-01 | {codes}" for name, codes, *_ in cases
    )
    asked = people("person\n" + "\n".join(name for name, *_ in cases)), deaths(), diagnoses(coded), ON
    by_name = {group.id: place for place, group in enumerate(GROUPS)}
    assert rows(charlson.assess(*asked)) == sorted(
        (name, int(new), int(old), sorted(groups.split(), key=by_name.__getitem__))
        for name, _, new, old, groups in cases
    )
    found = rows(charlson.evidence(*asked), "person", "group")
    assert found == sorted((name, group) for name, *_, groups in cases for group in groups.split())


def test_it_is_of_the_living_and_of_what_was_coded_by_the_day():
    coded = diagnoses(
        """
        person | spell | date       | code
        Ada    | a     | 2025-06-01 | I501
        Ada    | a     | 2025-06-01 | I500
        Ada    | b     | 2025-06-02 | F009
        Died   | c     | 2020-01-01 | I500
        """
    )
    everyone = people(
        "person | birth_date\nAda | 1990-01-01\nBen | 1990-01-01\nDied | 1990-01-01\nUnborn | 2025-07-01"
    )
    asked = everyone, deaths("person | date\nDied | 2025-06-01"), coded, ON
    assert rows(charlson.assess(*asked)) == [("Ada", 2, 1, ["chf"]), ("Ben", 0, 0, [])]
    assert rows(charlson.evidence(*asked)) == [
        ("Ada", "chf", "Congestive heart failure", "I500", date(2025, 6, 1))
    ]
