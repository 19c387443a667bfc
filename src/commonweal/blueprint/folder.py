"""A folder becomes a blueprint, or every fault in it is named at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from commonweal.blueprint import wording
from commonweal.blueprint.cross_checks import check
from commonweal.blueprint.document import Document, read_yaml
from commonweal.blueprint.draft import Draft, Part
from commonweal.blueprint.faults import BlueprintFault, BlueprintFaults
from commonweal.blueprint.files import (
    AGREEMENT,
    CASE_RULE,
    INSTRUMENT,
    LISTS,
    MAY_BE_LEFT_OUT,
    PARTNERSHIP,
    PATHWAY,
    SOURCE,
    File,
)
from commonweal.blueprint.partnership import Blueprint
from commonweal.blueprint.plan import spelt_out
from commonweal.blueprint.rows import read_csv
from commonweal.blueprint.shapes import Answered, Area, Organisation, Shape
from commonweal.blueprint.sharing import Agreement
from commonweal.blueprint.wording import did_you_mean


def load(path: Path | str) -> Blueprint:
    """The blueprint in this folder; BlueprintFaults names everything that is wrong with it."""
    draft = read(path)
    if faults := find_faults(draft):
        raise BlueprintFaults(faults)
    return _blueprint(draft)


def read(path: Path | str) -> Draft:
    """What the files in this folder say, right or wrong; BlueprintFaults where there is no folder."""
    path = Path(path)
    if not path.is_dir():
        fault = BlueprintFault(str(path), 1, "folder", "is not there; give the folder of a blueprint")
        raise BlueprintFaults([fault])
    return Draft(
        path,
        partnership=_read(PARTNERSHIP, path / PARTNERSHIP.name),
        lists={
            file.list_key: _read(file, path / file.name)
            for file in LISTS
            if file.name not in MAY_BE_LEFT_OUT or (path / file.name).exists()
        },
        sources=tuple(_read(SOURCE, file) for file in sorted((path / "sources").glob("*.yaml"))),
        agreements=tuple(_read(AGREEMENT, file) for file in sorted((path / "sharing").glob("*.yaml"))),
        pathways=tuple(_read(PATHWAY, file) for file in sorted((path / "pathways").glob("*.yaml"))),
        instruments=tuple(_read(INSTRUMENT, file) for file in sorted((path / "instruments").glob("*.yaml"))),
        case_rules=tuple(_read(CASE_RULE, file) for file in sorted((path / "case-finding").glob("*.yaml"))),
    )


def find_faults(draft: Draft) -> list[BlueprintFault]:
    """Everything wrong with the files, one by one and together."""
    within = (fault for part in draft.parts for fault in part.faults)
    return [*within, *_strangers(draft.path), *check(draft)]


def _read(file: File, path: Path) -> Part:
    """One file, checked against its shape; entries that are right are kept even where others are not."""
    document = read_csv(path, file.list_key, file.entry) if path.suffix == ".csv" else read_yaml(path)
    faults = list(document.faults)
    whole = None
    if document.content is not None:
        try:
            whole = file.shape.model_validate(document.content)
        except ValidationError as problem:
            faults += wording.faults(document, file.shape, problem)
    return Part(file, document, tuple(faults), whole, _entries(file, document))


def _entries(file: File, document: Document) -> tuple[tuple[int, Shape], ...]:
    return tuple(
        (place, entry)
        for place, written in enumerate(document.listed(file.list_key))
        if (entry := _entry(file.entry, written))
    )


def _entry(shape: type[Shape], written: object) -> Shape | None:
    try:
        return shape.model_validate(written)
    except ValidationError:
        return None


def _strangers(path: Path) -> Iterator[BlueprintFault]:
    """YAML files in the folder that no part of a blueprint is called."""
    known = [PARTNERSHIP.name, *(file.name for file in LISTS)]
    for file in sorted(path.glob("*.y*ml")):
        if file.name not in known:
            remedy = did_you_mean(file.name, known, f"a blueprint has {', '.join(known)}")
            yield BlueprintFault(str(file), 1, "file", f"is not a file of a blueprint; {remedy}")


def _blueprint(draft: Draft) -> Blueprint:
    """The draft, known to be right, with areas spelt out and practices counted among the organisations."""
    lists = {key: tuple(entry for _, entry in part.entries) for key, part in draft.lists.items()}
    lists["areas"] = tuple(
        area.model_copy(
            update={
                "practices": draft.members(area.practices, "practices"),
                "small_areas": draft.members(area.small_areas, "small_areas"),
            }
        )
        for area in lists["areas"]
        if isinstance(area, Area)
    )
    lists["organisations"] += tuple(
        Organisation(ods=practice.ods, title=practice.title, kind="practice", invented=practice.invented)
        for practice in lists["practices"]
    )
    if plan := draft.lists.get("plan"):
        lists["plan"] = spelt_out(plan.whole)
    named = {part.document.file.removeprefix(f"{draft.path}/"): part for part in draft.parts}
    return Blueprint(
        path=draft.path,
        partnership=draft.partnership.whole,
        sources=tuple(part.whole for part in draft.sources),
        agreements=tuple(_spelt_out(draft, part.whole) for part in draft.agreements),
        pathways=tuple(part.whole for part in draft.pathways),
        instruments=tuple(part.whole for part in draft.instruments),
        case_rules=tuple(part.whole for part in draft.case_rules),
        answered={name: part.whole for name, part in named.items() if isinstance(part.whole, Answered)},
        documents={name: part.document for name, part in named.items()},
        **lists,
    )


def _spelt_out(draft: Draft, agreement: Agreement) -> Agreement:
    """With the practices that signed as codes."""
    parties = tuple(
        party.model_copy(update={"practices": draft.members(party.practices, "practices")})
        for party in agreement.parties
    )
    return agreement.model_copy(update={"parties": parties})
