"""The frailty index as the specification asks for it: only what a case is about has to be said."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from tests.spec.tables import code_list, deaths, events, medicines, people, rows

from commonweal.analytics import frailty
from commonweal.terms.deficits import CODED

ADA = people("person\nAda")
NOTHING = {"deaths": deaths(), "codes": code_list(), "events": events(), "medications": medicines()}
DAY = date(2025, 12, 31)

Case = ibis.Table | pa.Table


def found(on: date = DAY, *, people: ibis.Table = ADA, **case: Case) -> dict[str, int]:
    """The number of deficits of each person alive on the day."""
    return dict(rows(frailty.assess(**_tables(people, case), on=on), "person", "deficits"))


def assessed(on: date = DAY, *, people: ibis.Table = ADA, **case: Case) -> list[tuple[Any, ...]]:
    """Person, deficits, index and band."""
    return rows(frailty.assess(**_tables(people, case), on=on), "person", "deficits", "index", "band")


def shown(on: date = DAY, *, people: ibis.Table = ADA, **case: Case) -> list[tuple[Any, ...]]:
    """Person, deficit, first date, code and system."""
    return rows(frailty.evidence(**_tables(people, case), on=on))


def over(dates: Sequence[date], *, people: ibis.Table = ADA, **case: Case) -> list[tuple[Any, ...]]:
    """Person, day, deficits and band."""
    course = frailty.course(**_tables(people, case), dates=dates)
    return rows(course, "person", "on", "deficits", "band")


def coded_deficits(number: int) -> ibis.Table:
    """Ada's record with so many different deficits."""
    listed = "\n".join(f"Ada | 2020-01-01 | {name}" for name in CODED[:number])
    return events(f"person | date | code\n{listed}") if number else events()


def _tables(people: ibis.Table, case: dict[str, Case]) -> dict[str, Any]:
    return {"people": people} | NOTHING | case
