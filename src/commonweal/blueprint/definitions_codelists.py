"""The code lists that registers name: the starter's, or a folder's.

A file is the list whose name its own ends with, so that `nhsd-primary-care-domain-refsets-dm_cod.csv` is
`dm_cod`; where a column `list` or `codeset` is there, it says the list of each row. Columns are those of any
code list: `code, term`, and `terminology` where the codes are not all of SNOMED CT. A FHIR ValueSet (JSON) is
the list that its id, name, title or file name ends with.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterable, Sequence
from importlib.resources import as_file, files
from pathlib import Path

import pyarrow as pa

from commonweal.blueprint.codelist_csv import looks_like, rows_of, system_of, told_by
from commonweal.blueprint.codelist_reading import Reading, lost_digits, text_of
from commonweal.blueprint.codelist_valueset import codes_of, names_of, parsed
from commonweal.blueprint.faults import BlueprintFaults
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
    found = sorted(file for kind in KINDS for file in given.glob(f"*{kind}"))
    lines = _lines(found, names, warn)
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
        line
        for path, reading in zip(paths, readings, strict=True)
        for line in KINDS[path.suffix](path, names, reading)
    ]
    if faults := [fault for reading in readings for fault in reading.faults]:
        raise BlueprintFaults(faults)
    for note in (note for reading in readings for note in reading.notes):
        warn(note)
    return lines


def _csv(path: Path, names: Collection[str], reading: Reading) -> list[Line]:
    text = text_of(path.read_bytes(), reading)
    columns, rows = rows_of(text, reading) if text else ([], [])
    column = next((name for name in NAMES_LIST if name in columns), None)
    named = list_of(path.stem, names)
    if "code" not in columns or not (column or named):
        return _none(reading)
    terminology = told_by(path.stem)[1] or looks_like([row["code"] for _, row in rows])
    lines = []
    for number, row in rows:
        name = row[column] if column else named or ""
        if name in names and (system := system_of(row, terminology, number, reading)):
            _check(row["code"], number, reading)
            lines.append((name, system, row["code"], row.get("term", "")))
    return lines


def _valueset(path: Path, names: Collection[str], reading: Reading) -> list[Line]:
    valueset, text = parsed(path, reading)
    told = names_of(path, valueset) if valueset else []
    name = next((name for one in told if (name := list_of(one, names))), None)
    if valueset is None or name is None:
        return _none(reading)
    lines = []
    for number, system, code, term in codes_of(valueset, text, reading):
        _check(code, number, reading)
        lines.append((name, system, code, term))
    return lines


def _none(reading: Reading) -> list[Line]:
    reading.notes.append(f"{reading.file}: is no list that a register names, so it was not read")
    return []


def _check(code: str, line: int, reading: Reading) -> None:
    if lost_digits(code) or not code:
        said = "is empty or went through a spreadsheet; export the list again with codes as text"
        reading.fault(line, "code", said)


KINDS = {".csv": _csv, ".json": _valueset}


def _table(lines: Iterable[Line]) -> pa.Table:
    """Without duplicates (the first term stays), in order of list, system and code."""
    terms: dict[tuple[str, str, str], str] = {}
    for name, system, code, term in lines:
        terms.setdefault((name, system, code), term)
    rows = [(*key, terms[key]) for key in sorted(terms)]
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], schema=SCHEMA)
