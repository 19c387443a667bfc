"""The questions of both frailty scores and their evidence can be put to Spark as well as to DuckDB."""

from datetime import date

import ibis
import pytest

from commonweal.analytics import charlson, frailty, hospital_frailty
from commonweal.analytics.tables import TABLES
from commonweal.blueprint.codelists import read_codelists

RECORDED = {name: ibis.table(table.ibis(), name=name) for name, table in TABLES.items()}
ASKED = (
    RECORDED["person"],
    RECORDED["death"],
    read_codelists(None),
    RECORDED["event"],
    RECORDED["medication"],
)
WHO, CODED = (RECORDED["person"], RECORDED["death"]), RECORDED["diagnosis"]
ON = date(2025, 5, 1)

QUESTIONS = {
    "assess": frailty.assess(*ASKED, ON),
    "evidence": frailty.evidence(*ASKED, ON),
    "hospital frailty": hospital_frailty.evidence(*WHO, RECORDED["activity"], CODED, ON),
    "charlson": charlson.evidence(*WHO, CODED, ON),
    "course": frailty.course(*ASKED, frailty.years_up_to(ON, 3)),
}


@pytest.mark.parametrize("dialect", ["duckdb", "pyspark"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_it_can_be_put_in_the_words_of(question, dialect):
    assert "SELECT" in str(ibis.to_sql(QUESTIONS[question], dialect=dialect))
