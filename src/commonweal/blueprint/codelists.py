"""Code lists: which codes stand for which deficit of the frailty index.

A folder holds CSV files (OpenCodelists: `code, term`, with the deficit in a column or as the file's name;
or `deficit, version, terminology, code, term`) and FHIR ValueSets (JSON). Where no column and no file name
says the terminology, codes that all look like SNOMED CT identifiers are taken as that.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import as_file, files
from pathlib import Path

import pyarrow as pa

from commonweal.blueprint.codelist_csv import read_csv_list
from commonweal.blueprint.codelist_reading import Entry
from commonweal.blueprint.codelist_valueset import read_valueset
from commonweal.blueprint.faults import BlueprintFault, BlueprintFaults
from commonweal.terms.deficits import CODED

STARTER = "starter: a few SNOMED CT codes for each deficit; not complete, load a full list before use"
SCHEMA = pa.schema([(name, pa.string()) for name in ("deficit", "system", "code", "term")])
KINDS = {".csv": read_csv_list, ".json": read_valueset}


def read_codelists(folder: Path | None, *, warn: Callable[[str], None] = warnings.warn) -> pa.Table:
    """One row per deficit, system and code in `folder`, or of the starter list where that is None.

    BlueprintFaults where a file cannot be used; `warn` hears what was let pass.
    """
    if folder is None:
        with as_file(files("commonweal.blueprint") / "starter") as starter:
            return _table(_entries([starter / "efi.csv"], warn))
    entries = _entries(_files(folder), warn)
    _warn_of_gaps(entries, warn)
    return _table(entries)


def describe(folder: Path | None) -> str:
    """The list in words, for reports: the folder, or that it is the starter list."""
    return STARTER if folder is None else str(folder)


def _files(folder: Path) -> list[Path]:
    if not folder.exists():
        raise BlueprintFaults([BlueprintFault(str(folder), 1, "folder", "is not there; check the path")])
    among = [folder] if folder.is_file() else sorted(folder.iterdir())
    found = [file for file in among if file.suffix.lower() in KINDS and file.is_file()]
    if not found:
        remedy = "holds no code list; put CSV files or FHIR ValueSets (JSON) in it"
        raise BlueprintFaults([BlueprintFault(str(folder), 1, "folder", remedy)])
    return found


def _entries(paths: Sequence[Path], warn: Callable[[str], None]) -> list[Entry]:
    readings = [KINDS[path.suffix.lower()](path) for path in paths]
    faults = [fault for reading in readings for fault in reading.faults]
    entries = [entry for reading in readings for entry in reading.entries]
    if not entries and not faults:
        faults = [BlueprintFault(str(paths[0].parent), 1, "folder", "holds no codes; check the files in it")]
    if faults:
        raise BlueprintFaults(faults)
    for reading in readings:
        reading.check_digits()
        for note in reading.notes:
            warn(note)
    return entries


def _warn_of_gaps(entries: Iterable[Entry], warn: Callable[[str], None]) -> None:
    missing = [name for name in CODED if name not in {entry.deficit for entry in entries}]
    if missing:
        names = ", ".join(missing)
        warn(f"no codes for {len(missing)} of {len(CODED)} deficits, which will not count: {names}")


def _table(entries: Iterable[Entry]) -> pa.Table:
    """Without duplicates (the first term stays), in order of deficit, system and code."""
    terms: dict[tuple[str, str, str], str] = {}
    for entry in entries:
        terms.setdefault((entry.deficit, entry.system, entry.code), entry.term)
    rows = [(*key, terms[key]) for key in sorted(terms)]
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], schema=SCHEMA)
