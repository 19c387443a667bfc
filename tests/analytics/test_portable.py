"""The questions of the frailty index can be put to Spark as well as to DuckDB."""

from datetime import date

import ibis
import pytest

from commonweal.analytics import frailty
from commonweal.analytics.tables import TABLES
from commonweal.blueprint.codelists import read_codelists

RECORDED = {
    name: ibis.table(TABLES[name].ibis(), name=name) for name in ("person", "death", "event", "medication")
}
ASKED = (
    RECORDED["person"],
    RECORDED["death"],
    read_codelists(None),
    RECORDED["event"],
    RECORDED["medication"],
)
ON = date(2025, 5, 1)

QUESTIONS = {
    "assess": frailty.assess(*ASKED, ON),
    "evidence": frailty.evidence(*ASKED, ON),
    "course": frailty.course(*ASKED, frailty.years_up_to(ON, 3)),
}


@pytest.mark.parametrize("dialect", ["duckdb", "pyspark"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_it_can_be_put_in_the_words_of(question, dialect):
    assert "SELECT" in str(ibis.to_sql(QUESTIONS[question], dialect=dialect))
