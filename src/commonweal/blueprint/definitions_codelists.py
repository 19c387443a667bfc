"""The code lists that registers name: the starter's, or a folder's.

A file is the list whose name its own ends with, so that `nhsd-primary-care-domain-refsets-dm_cod.csv` is
`dm_cod`; where a column `list` or `codeset` is there, it says the list of each row. Columns are those of any
code list: `code, term`, and `terminology` where the codes are not all of SNOMED CT.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterable, Sequence
from importlib.resources import as_file, files
from pathlib import Path

import pyarrow as pa

from commonweal.blueprint.codelist_csv import looks_like, rows_of, system_of, told_by
from commonweal.blueprint.codelist_reading import Reading, lost_digits, text_of
from commonweal.blueprint.faults import BlueprintFault, BlueprintFaults
from commonweal.terms.deficits import slug

SCHEMA = pa.schema([(name, pa.string()) for name in ("list", "system", "code", "term")])
NAMES_LIST = ("list", "codeset")
FOLDER = "registers"  # in a folder of code lists, where those of registers stand
Warn = Callable[[str], None]
Line = tuple[str, str, str, str]


def read_lists(folder: Path | None, names: Collection[str], *, warn: Warn = warnings.warn) -> pa.Table:
    """One row per list of `names`, system and code in `folder`/registers, or of the starter without one.

    BlueprintFaults where a file cannot be used; `warn` hears which lists are empty: they find nobody.
    """
    given = folder / FOLDER if folder else None
    if given is None or not given.is_dir():
        with as_file(files("commonweal.blueprint") / "starter") as starter:
            return _table(_lines([starter / "registers.csv"], names, warn))
    lines = _lines(sorted(given.glob("*.csv")), names, warn)
    if missing := sorted(set(names) - {line[0] for line in lines}):
        warn(
            f"no codes for {len(missing)} of {len(set(names))} lists, which find nobody: {', '.join(missing)}"
        )
    return _table(lines)


def list_of(stem: str, names: Iterable[str]) -> str | None:
    """The list that a file of this name is: the longest its name ends with; None where it is none."""
    told = told_by(stem)[0]
    fits = (name for name in names if f"-{told}".endswith(f"-{slug(name)}"))
    return max(fits, key=len, default=None)


def _lines(paths: Sequence[Path], names: Collection[str], warn: Warn) -> list[Line]:
    readings = [Reading(str(path)) for path in paths]
    lines = [
        line for path, reading in zip(paths, readings, strict=True) for line in _read(path, names, reading)
    ]
    if faults := [fault for reading in readings for fault in reading.faults]:
        raise BlueprintFaults(faults)
    for note in (note for reading in readings for note in reading.notes):
        warn(note)
    return lines


def _read(path: Path, names: Collection[str], reading: Reading) -> list[Line]:
    text = text_of(path.read_bytes(), reading)
    columns, rows = rows_of(text, reading) if text else ([], [])
    column = next((name for name in NAMES_LIST if name in columns), None)
    named = list_of(path.stem, names)
    if "code" not in columns or not (column or named):
        reading.notes.append(f"{reading.file}: is no list that a register names, so it was not read")
        return []
    terminology = told_by(path.stem)[1] or looks_like([row["code"] for _, row in rows])
    lines = []
    for number, row in rows:
        name = row[column] if column else named or ""
        if name in names and (system := system_of(row, terminology, number, reading)):
            if lost_digits(row["code"]) or not row["code"]:
                said = "is empty or went through a spreadsheet; export the list again with codes as text"
                reading.faults.append(BlueprintFault(reading.file, number, "code", said))
            lines.append((name, system, row["code"], row.get("term", "")))
    return lines


def _table(lines: Iterable[Line]) -> pa.Table:
    """Without duplicates (the first term stays), in order of list, system and code."""
    terms: dict[tuple[str, str, str], str] = {}
    for name, system, code, term in lines:
        terms.setdefault((name, system, code), term)
    rows = [(*key, terms[key]) for key in sorted(terms)]
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], schema=SCHEMA)
