"""A code list as a FHIR ValueSet: its expansion where it has one, otherwise the concepts it lists."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from commonweal.blueprint.codelist_reading import Reading, text_of
from commonweal.terms.deficits import deficit

Json = Mapping[str, Any]


def read_valueset(path: Path) -> Reading:
    """The ValueSet at `path`; its id, name, title or file name says which deficit it is."""
    reading = Reading(str(path))
    valueset, text = parsed(path, reading)
    if valueset:
        _take(path, valueset, text, reading)
    return reading


def parsed(path: Path, reading: Reading) -> tuple[Json | None, str]:
    """The ValueSet at `path` and its text; a fault and None where it is none."""
    text = text_of(path.read_bytes(), reading)
    if text is None:
        return None, ""
    try:
        valueset = json.loads(text)
    except json.JSONDecodeError as problem:
        reading.fault(problem.lineno, "file", f"is not JSON ({problem.msg}); check this line")
        return None, text
    if not isinstance(valueset, dict) or valueset.get("resourceType") != "ValueSet":
        reading.fault(1, "resourceType", "is not ValueSet; put only code lists in this folder")
        return None, text
    return valueset, text


def names_of(path: Path, valueset: Json) -> list[str]:
    """What it is called: id, name, title, and the file's name."""
    named = [str(valueset[key]) for key in ("id", "name", "title") if valueset.get(key)]
    return [_spelt(name) for name in (*named, path.stem)]


def codes_of(valueset: Json, text: str, reading: Reading) -> Iterator[tuple[int, str, str, str]]:
    """Line, system, code and term of each concept; a fault for each that is not text, or for none at all."""
    found = False
    for system, concept in _concepts(valueset, reading):
        found, code = True, concept.get("code")
        line = text.count("\n", 0, max(text.find(json.dumps(code)), 0)) + 1
        if not isinstance(code, str) or not isinstance(system, str):
            reading.fault(
                line, "code", f"{code!r} of {system!r} is not text; put quotes around code and system"
            )
        else:
            yield line, system, code.strip(), str(concept.get("display") or "")
    if not found and not reading.faults:
        reading.fault(1, "compose", "lists no codes; expand the value set first")


def _take(path: Path, valueset: Json, text: str, reading: Reading) -> None:
    names = names_of(path, valueset)
    name = next((name for name in names if deficit(name)), names[0])
    if reading.deficit(1, name):
        for line, system, code, term in codes_of(valueset, text, reading):
            reading.take(line, name, system, code, term)


def _spelt(name: str) -> str:
    """EfiHeartFailure → Efi-Heart-Failure; names with small letters, spaces or hyphens stay as they are."""
    return "".join(f"-{c}" if c.isupper() and i and name[i - 1].islower() else c for i, c in enumerate(name))


def _concepts(valueset: Json, reading: Reading) -> Iterator[tuple[Any, Json]]:
    contains = (valueset.get("expansion") or {}).get("contains")
    if contains:
        yield from _expanded(contains)
        return
    compose = valueset.get("compose") or {}
    if compose.get("exclude"):
        reading.fault(1, "compose.exclude", "takes codes away by rule; expand the value set first")
    for place, include in enumerate(compose.get("include") or [], start=1):
        if include.get("filter") or include.get("valueSet") or not include.get("concept"):
            reading.fault(1, f"compose.include[{place}]", "names codes by rule; expand the value set first")
        for concept in include.get("concept") or []:
            yield include.get("system"), concept


def _expanded(contains: Any) -> Iterator[tuple[Any, Json]]:
    """Every code in a tree of codes; an abstract entry only holds others."""
    for entry in contains:
        if not entry.get("abstract"):
            yield entry.get("system"), entry
        yield from _expanded(entry.get("contains") or [])
