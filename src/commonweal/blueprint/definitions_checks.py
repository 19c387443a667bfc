"""What no definition can show alone: that there are the registers, conditions and files it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonweal.blueprint import definitions_registers
from commonweal.blueprint.definitions_population import PopulationWords
from commonweal.blueprint.definitions_segments import Criterion
from commonweal.blueprint.document import Where
from commonweal.blueprint.draft import Draft, Part
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.wording import did_you_mean
from commonweal.terms.cambridge import WEIGHTS


def conditions_are_scored(draft: Draft) -> Iterator[BlueprintFault]:
    part = draft.lists.get("registers")
    for place, register in part.entries if part else ():
        if part and register.cambridge and register.cambridge not in WEIGHTS:
            remedy = did_you_mean(register.cambridge, WEIGHTS, f"there are {', '.join(WEIGHTS)}")
            said = f"'{register.cambridge}' is no condition of the Cambridge score; {remedy}"
            yield part.fault(place, "cambridge", message=said)


def segments_name_registers(draft: Draft) -> Iterator[BlueprintFault]:
    part = draft.lists.get("segments")
    for place, segment in part.entries if part else ():
        yield from _criteria(draft, part, ("segments", place, "any_of"), segment.any_of)


def words_name_registers(draft: Draft) -> Iterator[BlueprintFault]:
    part = draft.lists.get("area_files")
    said = part.whole if part else None
    if part is None or not isinstance(said, PopulationWords):
        return
    if said.end_of_life:
        yield from _criteria(draft, part, ("end_of_life", "any_of"), said.end_of_life.any_of)
    if said.need:
        yield from _known(draft, part, ("need", "registers"), said.need.registers)


def area_files_are_there(draft: Draft) -> Iterator[BlueprintFault]:
    part = draft.lists.get("area_files")
    for place, one in part.entries if part else ():
        if part and not (draft.path / one.file).is_file():
            said = f"there is no file '{one.file}' in this folder; add it, or take the entry out"
            yield part.fault(place, "file", message=said)


def _criteria(
    draft: Draft, part: Part | None, where: Where, criteria: Iterable[Criterion]
) -> Iterator[BlueprintFault]:
    for number, criterion in enumerate(criteria):
        yield from _known(draft, part, (*where, number, "registers"), criterion.registers)


def _known(draft: Draft, part: Part | None, where: Where, words: Iterable[str]) -> Iterator[BlueprintFault]:
    declared = draft.lists.get("registers")
    known = list(declared.known) if declared else [one.id for one in definitions_registers.starter()]
    for item, word in enumerate(words):
        if part and word not in known:
            remedy = did_you_mean(word, known, "add it to registers.yaml, or take it out")
            yield part.document.fault((*where, item), f"there is no register '{word}'; {remedy}")


RULES = (conditions_are_scored, segments_name_registers, words_name_registers, area_files_are_there)
