"""A seed is a population: the same files for the same wishes, other people for another seed."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from commonweal.blueprint import Blueprint
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.recipe import make, plan
from commonweal.incoming.invented.write import AlreadyPeopled, invent
from commonweal.store import Change, Load, Store


def files(store: Store) -> dict[str, str]:
    found = (path for path in store.path.rglob("*.parquet"))
    return {str(path.relative_to(store.path)): sha256(path.read_bytes()).hexdigest() for path in found}


def test_the_same_wishes_give_the_same_files(
    exeter: Blueprint, calibration: Calibration, tmp_path: Path
) -> None:
    stores = [Store(tmp_path / name) for name in ("one", "two")]
    for store in stores:
        invent(exeter, calibration, store, people=300, seed=3, on=date(2026, 1, 31), in_a_chunk=100)
    assert files(stores[0]) == files(stores[1])


def test_a_chunk_is_the_same_whichever_is_made_first(exeter: Blueprint, calibration: Calibration) -> None:
    wishes = {"people": 400, "seed": 3, "on": date(2026, 1, 31), "in_a_chunk": 200}
    forwards, backwards = plan(exeter, calibration, **wishes), plan(exeter, calibration, **wishes)
    first = [dict(make(forwards, chunk)) for chunk in (0, 1)]
    second = [dict(make(backwards, chunk)) for chunk in (1, 0)]
    assert first == second[::-1]


def test_another_seed_gives_other_people(exeter: Blueprint, calibration: Calibration) -> None:
    people = [
        dict(make(plan(exeter, calibration, people=200, seed=seed, on=date(2026, 1, 31), in_a_chunk=200), 0))
        for seed in (1, 2)
    ]
    assert people[0]["person"] != people[1]["person"]


def test_so_many_registered_people_as_were_asked_for(exeter: Blueprint, calibration: Calibration) -> None:
    made = dict(make(plan(exeter, calibration, people=777, seed=5, on=date(2026, 1, 31), in_a_chunk=1000), 0))
    assert made["registration"]["end"].null_count == 777


@pytest.fixture
def peopled(exeter: Blueprint, calibration: Calibration, tmp_path: Path) -> Store:
    store = Store(tmp_path)
    invent(exeter, calibration, store, people=100, seed=1, on=date(2026, 1, 31))
    return store


def test_a_store_that_has_these_people_stays_as_it_is(
    peopled: Store, exeter: Blueprint, calibration: Calibration
) -> None:
    before = files(peopled)
    again = invent(exeter, calibration, peopled, people=100, seed=1, on=date(2026, 1, 31))
    assert again == peopled.loads()[-1]
    assert len(peopled.loads()) == 1
    assert files(peopled) == before


def test_other_invented_people_are_replaced_only_when_asked(
    peopled: Store, exeter: Blueprint, calibration: Calibration
) -> None:
    with pytest.raises(AlreadyPeopled, match="--fresh"):
        invent(exeter, calibration, peopled, people=100, seed=2, on=date(2026, 1, 31))
    invent(exeter, calibration, peopled, people=50, seed=2, on=date(2026, 1, 31), fresh=True)
    assert len(peopled.files("person")) == 1
    assert peopled.count("registration") < 100


def test_the_same_people_made_afresh_are_the_same(
    peopled: Store, exeter: Blueprint, calibration: Calibration
) -> None:
    before = set(files(peopled).values())
    invent(exeter, calibration, peopled, people=100, seed=1, on=date(2026, 1, 31), fresh=True)
    assert set(files(peopled).values()) == before


def test_records_taken_in_are_never_replaced(
    exeter: Blueprint, calibration: Calibration, peopled: Store, tmp_path: Path
) -> None:
    real = tmp_path / "person" / "ward-0001.parquet"
    real.write_bytes(peopled.files("person")[0].read_bytes())
    with peopled.writing():
        load = Load("ward", "a ward", "2026-01-01", "2026-01-01", {"person": {"taken": 1}})
        peopled.commit(load, {"person": Change(add=["person/ward-0001.parquet"])})
    with pytest.raises(AlreadyPeopled, match="taken in"):
        invent(exeter, calibration, peopled, people=50, seed=2, on=date(2026, 1, 31), fresh=True)
