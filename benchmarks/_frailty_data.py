"""A population for the frailty benchmark: made up at random, the same again for the same sizes.

Files are as a load writes them: by person, medicines by year before, in groups of as many rows.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from commonweal.terms.codes import BNF, DMD, ICD10, LOINC, SNOMED
from commonweal.terms.deficits import CODED

ON = "2025-05-01"
LAST_DAY = 20_209  # ON, in days from 1970
TEN_YEARS = 3_652
AT_ONCE = 2_000_000
LISTED, OTHER, MEDICINES = 2_100, 6_000, 1_500
HIT = 0.05  # the share of events whose code stands for a deficit: some four deficits a person
ROWS_IN_A_GROUP = 122_880  # as DuckDB writes them
SECOND_CODING = 50  # one medicine in so many is coded twice

SYSTEMS = pa.array([SNOMED, ICD10, LOINC, DMD, BNF])


def make(folder: str, people: str, events: str) -> int:
    """Writes person, death, event, medication and codes; gives the bytes written."""
    rng = np.random.default_rng(36)
    numbers = np.sort(rng.choice(10**9, int(people), replace=False)) + 4 * 10**9
    persons = pa.array(numbers).cast(pa.string())
    path = Path(folder)
    _write_people(path, persons, rng)
    _write_codes(path)
    _write_events(path, persons, int(events), rng)
    _write_medicines(path, persons, int(events) // 5, rng)
    return sum(file.stat().st_size for file in path.rglob("*.parquet"))


def _write_people(path: Path, persons: pa.Array, rng: np.random.Generator) -> None:
    born = _days(LAST_DAY - rng.integers(-100, 36_000, len(persons)))
    dead = np.sort(rng.choice(len(persons), len(persons) // 50, replace=False))
    died = _days(LAST_DAY - rng.integers(-300, TEN_YEARS, len(dead)))
    _write(path / "person", 0, person=persons, birth_date=born)
    _write(path / "death", 0, person=persons.take(pa.array(dead)), date=died)


def _write_codes(path: Path) -> None:
    """Each code stands for one deficit, and some for a second one."""
    codes = _codes(1, LISTED).to_pylist()
    rows = [(CODED[n % 35], code) for n, code in enumerate(codes)]
    rows += [(CODED[(n + 7) % 35], code) for n, code in enumerate(codes[:48])]
    deficits, listed = zip(*rows, strict=True)
    _write(path / "codes", 0, deficit=list(deficits), system=[SNOMED] * len(rows), code=list(listed))


def _write_events(path: Path, persons: pa.Array, count: int, rng: np.random.Generator) -> None:
    """The other codes are partly of other systems, and some of those have the digits of a listed one."""
    codes = pa.concat_arrays([_codes(1, LISTED), _codes(2, OTHER - 100), _codes(1, 100)])
    systems = np.zeros(len(codes), np.int8)
    systems[LISTED::7], systems[LISTED::5], systems[-100:] = 1, 2, 1
    for part, whose in enumerate(_whose(len(persons), count, rng)):
        listed = rng.random(len(whose)) < HIT
        which = np.where(
            listed, rng.integers(0, LISTED, len(whose)), rng.integers(LISTED, len(codes), len(whose))
        )
        _write(
            path / "event",
            part,
            person=persons.take(pa.array(whose)),
            date=_days(LAST_DAY - rng.integers(-300, TEN_YEARS, len(whose))),
            system=_of(SYSTEMS, systems[which]),
            code=_of(codes, which),
        )


def _write_medicines(path: Path, persons: pa.Array, count: int, rng: np.random.Generator) -> None:
    codes = pc.binary_join_element_wise(_codes(3, MEDICINES), "11000001", "")
    for part, whose in enumerate(_whose(len(persons), count, rng)):
        rows = len(whose)
        days, which = LAST_DAY - rng.integers(-300, TEN_YEARS, rows), rng.integers(0, MEDICINES, rows)
        by_year = np.argsort(days.astype("datetime64[D]").astype("datetime64[Y]"), kind="stable")
        days, whose = days[by_year], whose[by_year]
        records, systems = np.arange(rows) + part * AT_ONCE, rng.choice([0, 3], rows).astype(np.int8)
        twice = np.concatenate([np.arange(rows), np.arange(0, rows, SECOND_CODING)])
        twice.sort(kind="stable")
        second = np.concatenate([[False], twice[1:] == twice[:-1]])
        _write(
            path / "medication",
            part,
            person=persons.take(pa.array(whose[twice])),
            date=_days(days[twice]),
            system=_of(SYSTEMS, np.where(second, 4, systems[twice]).astype(np.int8)),
            code=_of(codes, np.where(second, MEDICINES - 1 - which[twice], which[twice])),
            record=pa.array([f"MedicationRequest/{n}" for n in records[twice].tolist()]),
        )


def _whose(people: int, count: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Places of people in order, some with many rows and some with few, in parts."""
    places = np.sort((people * rng.random(count, np.float32) ** 1.5).astype(np.int32).clip(0, people - 1))
    return np.split(places, range(AT_ONCE, count, AT_ONCE))


def _codes(kind: int, count: int) -> pa.Array:
    """The first `count` of a kind's codes, digits in no order that means anything."""
    numbers = np.random.default_rng(kind).choice(9 * 10**8, 10_000, replace=False)[:count] + 10**8
    return pa.array(numbers).cast(pa.string())


def _of(values: pa.Array, which: np.ndarray) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(which.astype(np.int32)), values).cast(pa.string())


def _days(numbers: np.ndarray) -> pa.Array:
    return pa.array(numbers.astype(np.int32)).cast(pa.date32())


def _write(folder: Path, part: int, **columns: pa.Array | list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{part:04}.parquet"
    pq.write_table(pa.table(columns), file, compression="zstd", row_group_size=ROWS_IN_A_GROUP)
