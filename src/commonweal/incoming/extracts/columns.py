"""How a column of an extract becomes one of ours, in DuckDB's words: its value, and what can be wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from commonweal.analytics.tables import DIAGNOSIS, Column
from commonweal.blueprint import FromColumn
from commonweal.incoming.extracts.vocabulary import MONEY, VOCABULARY
from commonweal.terms.codes import SYSTEMS, system

ISO_DAYS = ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f")
EARLIEST = date(1880, 1, 1)  # nobody in any record lived before
MAY_LIE_AHEAD = ("end", "care_package.start")
EMPTY_MEANS = {"system": "", "address": "unknown"}  # as the contract of the tables says
CODE_AS_NUMBER = r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+"  # what a spreadsheet makes of a long code

SQL_TYPES = {
    "text": "TEXT",
    "date": "DATE",
    "time": "TIMESTAMPTZ",
    "whole": "BIGINT",
    "number": "DOUBLE",
    "yes_no": "BOOLEAN",
}
WRONG = {
    "date": "is not a day in the calendar",
    "time": "is not a time in the calendar",
    "whole": "is not a whole number",
    "number": "is not a number",
}


def quoted(text: str) -> str:
    """`text` as a literal."""
    return "'" + text.replace("'", "''") + "'"


def value(given: str, column: Column, origin: FromColumn) -> str:
    """The expression for the value of `column`, from an expression for the text that was given."""
    read = _disease if column in DIAGNOSIS.columns and column.name == "code" else BY_NAME.get(column.name)
    read = read or BY_KIND[column.kind]
    held = read(given, origin)
    empty = EMPTY_MEANS.get(column.name)
    return held if empty is None else f"CASE WHEN {given} IS NULL THEN {quoted(empty)} ELSE {held} END"


def _text(given: str, origin: FromColumn) -> str:
    if origin.values is None:
        return given
    other = f"WHEN {given} IS NOT NULL THEN {quoted(origin.other)}" if origin.other is not None else ""
    whens = " ".join(f"WHEN {given} = {quoted(t)} THEN {quoted(ours)}" for t, ours in origin.values.items())
    return f"CASE {whens} {other} END"


def _system(given: str, origin: FromColumn) -> str:
    if origin.values is not None:
        return f"CASE {given} {_whens({theirs: system(ours) for theirs, ours in origin.values.items()})} END"
    return f"CASE lower({given}) {_whens(SYSTEMS)} ELSE {given} END"


def _postcode(given: str, origin: FromColumn) -> str:
    letters = f"upper(regexp_replace({_text(given, origin)}, '\\s', '', 'g'))"
    return f"regexp_replace({letters}, '^(.+)(...)$', '\\1 \\2')"


def _disease(given: str, origin: FromColumn) -> str:
    """A code of ICD-10 without its dot, what fills it up (X, -), and its dagger (D) or asterisk (A)."""
    letters = f"regexp_replace(upper({_text(given, origin)}), '[\\s.]', '', 'g')"
    return f"regexp_replace({letters}, '^([A-Z][0-9][0-9A-Z][0-9]{{0,2}})[X-]*[AD]?$', '\\1')"


def _whens(words: Mapping[str, str]) -> str:
    return " ".join(f"WHEN {quoted(theirs)} THEN {quoted(ours)}" for theirs, ours in words.items())


def _date(given: str, origin: FromColumn) -> str:
    forms = ISO_DAYS if origin.format is None else (origin.format, *ISO_DAYS[2:])
    day = f"try_strptime({given}, [{', '.join(map(quoted, forms))}])::DATE"
    return f"({day} + 1)" if origin.last_day else day


def _time(given: str, origin: FromColumn) -> str:
    iso = f"CASE WHEN {given} ~ '[0-9]{{4}}-.*' THEN TRY_CAST({given} AS TIMESTAMPTZ) END"
    if origin.format is None:
        return iso
    forms = [origin.format]
    if origin.followed_by:  # a time may tell its seconds; where it is left out, the day stands alone
        forms += [f"{origin.format}:%S", origin.format.split()[0]]
    read = f"try_strptime({given}, [{', '.join(map(quoted, forms))}])"
    return f"coalesce({read}::TIMESTAMPTZ, {iso})"


def _whole(given: str, origin: FromColumn) -> str:
    digits = f"regexp_replace({given}, '[£,\\s]', '', 'g')"
    if origin.unit == "pounds":
        return f"round(TRY_CAST({digits} AS DECIMAL(18, 4)) * 100)::BIGINT"
    return f"CASE WHEN regexp_full_match({digits}, '-?[0-9]+') THEN TRY_CAST({digits} AS BIGINT) END"


def _number(given: str, origin: FromColumn) -> str:
    number = f"TRY_CAST({given} AS DOUBLE)"
    return f"CASE WHEN isfinite({number}) THEN {number} END"


BY_NAME: dict[str, Callable[[str, FromColumn], str]] = {"system": _system, "postcode": _postcode}
BY_KIND: dict[str, Callable[[str, FromColumn], str]] = {
    "text": _text,
    "date": _date,
    "time": _time,
    "whole": _whole,
    "number": _number,
}


def findings(table: str, column: Column, given: str, held: str, on: date) -> Iterator[tuple[str, str]]:
    """Condition → reason, for what can be wrong with `held`, which was read from the text `given`."""
    name = column.name
    if column.required:
        yield f"{given} IS NULL AND {held} IS NULL", f"{name} is missing"
    wrong = WRONG.get(column.kind, "is none of the values that the source declares")
    wrong = "is not an amount of money" if name in MONEY else wrong
    yield f"{given} IS NOT NULL AND {held} IS NULL", f"{name} {wrong}"
    if words := VOCABULARY.get((table, name)):
        yield f"{held} NOT IN ({', '.join(map(quoted, words))})", f"{name} is none of {', '.join(words)}"
    if name == "code":
        yield (
            f"regexp_full_match({held}, {quoted(CODE_AS_NUMBER)})",
            f"{name} was turned into a number by a spreadsheet",
        )
    if column.kind in ("date", "time"):
        yield f"{held} < DATE '{EARLIEST}'", f"{name} is before {EARLIEST.year}"
    if column.kind in ("date", "time") and not {name, f"{table}.{name}"} & set(MAY_LIE_AHEAD):
        yield f"{held}::DATE > DATE '{on}'", f"{name} is in the future"
