"""Answers kept in the store: of one run, taken up where it was cut off, and of those who changed only."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from tests.size.loads import corrected, everyone

import commonweal.analytics as cw
from commonweal.analytics import frailty
from commonweal.analytics.linked import Linked
from commonweal.analytics.methods import METHODS
from commonweal.analytics.profile import known
from commonweal.analytics.results import answered
from commonweal.analytics.tables import TABLES
from commonweal.blueprint.codelists import read_codelists
from commonweal.blueprint.definitions import definitions_of
from commonweal.insight.kept.asked import Asked, everything
from commonweal.insight.kept.folder import Refreshed
from commonweal.insight.kept.refresh import refresh
from commonweal.insight.kept.steps import Progress
from commonweal.store import Store, StoreFault
from commonweal.store.engines import engine
from commonweal.store.folder import connect

pytestmark = pytest.mark.requirement("Scale")

ON = date(2026, 6, 1)
CODES = read_codelists(None)


def recorded(linked: Linked):
    return linked["person"], linked["death"], CODES, linked["event"], linked["medication"]


ASKED = Asked(
    {
        "assess": lambda linked: frailty.assess(*recorded(linked), ON),
        "evidence": lambda linked: frailty.evidence(*recorded(linked), ON),
    },
    sign="frailty",
    on=str(ON),
)


class CutOff(Exception):
    """The machine stops."""


@pytest.fixture
def store(village: Store, tmp_path: Path) -> Store:
    shutil.copytree(village.path, tmp_path / "store")
    return Store(tmp_path / "store")


def kept(store: Store, asked: Asked = ASKED, progress: Progress = nullcontext) -> Refreshed:
    with engine("duckdb", store.path / "spilt") as duckdb:
        return refresh(store, asked, engine=duckdb, progress=progress)


def done(store: Store, asked: Asked = ASKED, until: int | None = None) -> list[str]:
    """The steps that a refresh took, cut off before one of them where that is said."""
    steps: list[str] = []

    @contextmanager
    def watched(name: str) -> Iterator[None]:
        if len(steps) == until:
            raise CutOff
        steps.append(name)
        yield

    kept(store, asked, progress=watched)
    return [answer for step in steps if (answer := step.split("/")[-1]) in asked.answers]


def answers(store: Store, name: str) -> pa.Table:
    """An answer of the newest run, as its readers take it."""
    return in_order(answered((store.path / "results").resolve(), name, connect().read_parquet).to_pyarrow())


def in_order(rows: pa.Table) -> pa.Table:
    plain = [field.name for field in rows.schema if not pa.types.is_list(field.type)]
    return rows.sort_by([(name, "ascending") for name in plain])


def test_only_those_who_changed_are_computed_anew_and_the_answers_are_those_of_all(store: Store):
    """Also of those who changed twice, and when what lay beside becomes so much that it is folded in."""
    done(store)
    some = everyone(store)
    anew, lies_beside = [], []
    for table, few in (("event", some[:12]), ("medication", some[6:18]), ("event", some[20:40])):
        corrected(store, table, few)
        anew.append(kept(store).people)
        lies_beside.append((store.path / "results" / "changes").exists())
    found = {name: answers(store, name) for name in ASKED.answers}
    done(store, replace(ASKED, sign="all of them again"))
    assert {name: answers(store, name) for name in ASKED.answers} == found
    assert lies_beside == [True, True, False]
    assert all(people and people <= 20 for people in anew)


def test_each_answer_is_the_methods_own_also_of_those_who_changed(store: Store):
    """Though only what is needed of the large tables is read, and all are read off what is known."""
    declared = definitions_of()
    every = everything(declared, ON)
    kept(store, every)
    for table in ("event", "medication"):
        corrected(store, table, everyone(store)[:9])
    assert kept(store, every).people
    connection = connect()
    linked = Linked({name: store.table(name, connection) for name in TABLES})
    all_known = connection.create_table("known", known(linked, declared, ON))
    for name, method in METHODS.items():
        found = in_order(cw.kept(store.path, name, connection).to_pyarrow())
        assert found == in_order(method.told(all_known).to_pyarrow()), name
        if name in ("hfrs", "charlson", "continuity"):
            assert found == in_order(method.result(linked, declared, ON).to_pyarrow()), name


def test_what_is_kept_is_named_as_methods_are(tmp_path: Path):
    with pytest.raises(KeyError, match="did you mean frailty"):
        cw.kept(tmp_path, "frailti")
    with pytest.raises(FileNotFoundError, match="population refresh` first"):
        cw.kept(tmp_path, "frailty")


def test_where_many_changed_all_are_computed(store: Store):
    done(store)
    corrected(store, "event", everyone(store))
    assert kept(store).people is None


def test_where_nothing_changed_nothing_is_done(store: Store):
    assert done(store) == ["assess", "evidence"]
    assert done(store) == []


def test_a_run_that_was_cut_off_goes_on_and_shows_nothing_before_it_is_whole(store: Store):
    with pytest.raises(CutOff):
        done(store, until=1)
    assert not (store.path / "results").exists()
    assert done(store) == ["evidence"]


def test_the_answers_outlive_loads_and_are_still_those_of_their_run(store: Store):
    done(store)
    before = answers(store, "assess")
    for person in everyone(store)[:2]:
        corrected(store, "event", [person])
    assert answers(store, "assess") == before
    assert done(store) == ["assess", "evidence"]


def test_nobody_in_the_store_is_said(tmp_path: Path):
    with pytest.raises(StoreFault, match="nobody is in"):
        done(Store(tmp_path))
