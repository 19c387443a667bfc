"""Continuity of care: the share of contacts in general practice with the one seen most."""

from datetime import date

import pytest
from tests.spec.tables import contacts, deaths, lines, people, rows

from commonweal.analytics.continuity import continuity

pytestmark = pytest.mark.requirement("P1")

ON = date(2025, 6, 1)

SEEN = """
    person | provider | times | start      | setting
    Ada    | Dr Low   | 3     | 2025-01-01 | gp
    Ada    | Dr High  | 1     | 2025-01-01 | gp
    Ada    | Dr High  | 9     | 2025-01-01 | home
    Ada    | Dr High  | 9     | 2023-06-01 | gp
    Ada    |          | 9     | 2025-01-01 | gp
    Tie    | Dr Low   | 2     | 2025-01-01 | gp
    Tie    | Dr High  | 2     | 2023-06-02 | gp
    Few    | Dr Low   | 2     | 2025-01-01 | gp
    Later  | Dr Low   | 3     | 2025-06-02 | gp
    Died   | Dr Low   | 3     | 2025-01-01 | gp
"""


def test_it_is_the_share_of_the_one_seen_most_where_there_were_enough_contacts():
    cases = [tuple(case.values()) for case in lines(SEEN)]
    drawn = [
        f"{person} | {provider} | {start} | {setting}"
        for person, provider, times, start, setting in cases
        for _ in range(int(times))
    ]
    activity = contacts("person | provider | start | setting\n" + "\n".join(drawn))
    everyone = people("person\n" + "\n".join({name for name, *_ in cases}))
    found = continuity(everyone, deaths("person | date\nDied | 2025-05-01"), activity, ON, years=2, least=3)
    assert rows(found) == [("Ada", 4, "Dr Low", 3, 0.75), ("Tie", 4, "Dr High", 2, 0.5)]
