"""Which engine answers, what is said where there is none, and what is put to it only once."""

from pathlib import Path

import ibis
import pytest
from typer.testing import CliRunner

from commonweal.site.command_line import app
from commonweal.store import Store
from commonweal.store.engines import engine
from commonweal.store.once import computed_once

pytestmark = pytest.mark.requirement("Scale")

VISITS = ibis.memtable({"person": ["ada", "ada", "ben"], "pence": [100, 50, 25]})


def kept_once(question: ibis.Table) -> tuple[list[tuple[str, ...]], list[dict[str, object]]]:
    """The columns of each part that is kept, and the answer."""
    parts: list[tuple[str, ...]] = []

    def keep(part: ibis.Table) -> ibis.Table:
        parts.append(part.columns)
        return ibis.memtable(part.to_pyarrow())

    return parts, computed_once(question, keep).to_pyarrow().to_pylist()


def test_a_costly_part_that_is_used_twice_is_computed_once():
    spent = VISITS.group_by("person").agg(spent=VISITS.pence.sum())
    question = spent.cross_join(spent.agg(most=spent.spent.max())).order_by("person")
    parts, rows = kept_once(question)
    assert parts == [("person", "spent")]
    assert rows == question.to_pyarrow().to_pylist()
    assert rows[0] == {"person": "ada", "spent": 150, "most": 150}


def test_what_is_used_once_or_costs_nothing_is_left_where_it_is():
    large = VISITS.filter(VISITS.pence > 30)
    question = large.select("person").union(large.select("person")).distinct()
    assert kept_once(question) == ([], [{"person": "ada"}])


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        ("sparkle", "'sparkle' is no engine: say duckdb, or the address of a Spark master"),
        ("", "'' is no engine"),
    ],
)
def test_an_engine_that_is_none_is_told_with_a_remedy(village: Store, engine: str, said: str):
    words = ["population", "refresh", "--store", str(village.path), "--engine", engine]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1
    assert said in done.stderr
    assert not (village.path / "results").exists()


def test_an_empty_store_is_told_with_a_remedy(tmp_path: Path):
    done = CliRunner().invoke(app, ["population", "refresh", "--store", str(tmp_path / "none")])
    assert done.exit_code == 1
    assert "nobody is in" in done.stderr


def test_a_small_file_among_large_ones_does_not_make_a_table_pass_for_small(tmp_path: Path):
    with engine("duckdb", tmp_path) as duckdb:
        for name, rows in (("a-few", 10), ("many", 100_000), ("who", 1000)):
            duckdb.write(ibis.range(rows).unnest().name("person").as_table(), tmp_path / name)
        who, visits = duckdb.read([tmp_path / "who"]), duckdb.read([tmp_path / "a-few", tmp_path / "many"])
        plan = duckdb.backend.con.execute(
            f"EXPLAIN {duckdb.backend.compile(visits.semi_join(who, 'person'))}"
        ).fetchall()[0][1]
    assert "Join Type: SEMI" in plan  # RIGHT_SEMI would keep every visit in memory to find those of a few
