"""A code list as CSV: `code, term` as OpenCodelists writes it, with deficit and terminology named or told."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from commonweal.blueprint.codelist_reading import TERMINOLOGIES, Reading, lost_digits, text_of
from commonweal.terms import snomed
from commonweal.terms.codes import SNOMED
from commonweal.terms.deficits import deficit, slug

Row = Mapping[str, str]

SAYS_TERMINOLOGY = ("terminology", "system", "coding_system")


def read_csv_list(path: Path) -> Reading:
    """The list at `path`; a file without a column of codes is passed over with a note."""
    reading = Reading(str(path))
    text = text_of(path.read_bytes(), reading)
    if text is None:
        return reading
    names, rows = rows_of(text, reading)
    if "code" not in names:
        _not_a_list(path, names, reading)
    elif not rows and not reading.faults:
        reading.fault(1, "file", "names columns but holds no codes; fill it or take it away")
    else:
        _take(path, names, rows, reading)
    return reading


def rows_of(text: str, reading: Reading) -> tuple[list[str], list[tuple[int, Row]]]:
    """The names of the columns, and each row that is not empty with its line."""
    lines = csv.reader(io.StringIO(text, newline=""))
    rows: list[tuple[int, Row]] = []
    names: list[str] = []
    try:
        names = [name.strip().lower() for name in next(lines)]
        for values in lines:
            if len(values) > len(names):
                reading.fault(lines.line_num, "row", "has more values than columns; put quotes around commas")
            elif any(value.strip() for value in values):
                padded = values + [""] * (len(names) - len(values))
                rows.append((lines.line_num, {n: v.strip() for n, v in zip(names, padded, strict=True)}))
    except csv.Error as problem:
        reading.fault(lines.line_num, "row", f"is not CSV ({problem}); check quotes on this line")
    return names, rows


def _not_a_list(path: Path, names: Sequence[str], reading: Reading) -> None:
    near = difflib.get_close_matches("code", names, n=1)
    if deficit(told_by(path.stem)[0]):
        reading.fault(1, "file", "is named after a deficit but has no column 'code'; name its column so")
    elif near:
        reading.fault(1, near[0], f"'{near[0]}' is not a column of a code list; did you mean 'code'?")
    else:
        reading.notes.append(f"{reading.file}: has no column 'code', so it was not read as a code list")


def _take(path: Path, names: Sequence[str], rows: Sequence[tuple[int, Row]], reading: Reading) -> None:
    told_deficit, told_terminology = told_by(path.stem)
    column = next((c for c in ("deficit", "category") if c in names), None)
    if column == "category" and deficit(told_deficit):
        column = None
    if column is None and not reading.deficit(1, told_deficit):
        return
    terminology = told_terminology or looks_like([row["code"] for _, row in rows])
    for line, row in rows:
        system = system_of(row, terminology, line, reading)
        if system:
            named = row[column] if column else told_deficit
            reading.take(line, named, system, row["code"], row.get("term", ""))


def system_of(row: Row, terminology: str, line: int, reading: Reading) -> str | None:
    """The identifier of the terminology that the row or its file names; a fault and None without one."""
    named = next((row[name] for name in SAYS_TERMINOLOGY if row.get(name)), terminology)
    if named:
        return reading.system(line, named)
    remedy = "add a column 'terminology', or end the file's name with it, such as falls_ctv3.csv"
    reading.fault(line, "terminology", f"is not said; {remedy}")
    return None


def told_by(stem: str) -> tuple[str, str]:
    """falls_ctv3 → falls, ctv3; the terminology is empty where the name does not end with one."""
    name = slug(stem)
    for terminology in sorted(TERMINOLOGIES, key=len, reverse=True):
        if name == terminology or name.endswith(f"-{terminology}"):
            return name.removesuffix(terminology).strip("-"), terminology
    return name, ""


def looks_like(codes: Sequence[str]) -> str:
    """SNOMED CT where every code has the shape of its identifiers; empty text where one has not."""
    return SNOMED if all(snomed.shaped(code) or lost_digits(code) for code in codes if code) else ""
