"""What no definition can show alone: that there are the registers, conditions and files it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonweal.blueprint import definitions_population, definitions_registers, definitions_segments
from commonweal.blueprint.area_files import area_files_can_be_read
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
    if part is None:
        criteria = (one for segment in definitions_segments.starter() for one in segment.any_of)
        yield from _left_out(draft, _named(criteria), "segments.yaml")


def words_name_registers(draft: Draft) -> Iterator[BlueprintFault]:
    part = draft.lists.get("area_files")
    said = part.whole if part else None
    if part and not isinstance(said, PopulationWords):
        return
    starter = definitions_population.starter()
    if part and said and said.end_of_life:
        yield from _criteria(draft, part, ("end_of_life", "any_of"), said.end_of_life.any_of)
    else:
        yield from _left_out(draft, _named(starter.end_of_life.any_of), "end_of_life in population.yaml")
    if part and said and said.need:
        yield from _known(draft, part, ("need", "registers"), said.need.registers)
    else:
        yield from _left_out(draft, starter.need.registers, "need in population.yaml")


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


def _named(criteria: Iterable[Criterion]) -> list[str]:
    return [id for criterion in criteria for id in criterion.registers]


def _left_out(draft: Draft, words: Iterable[str], where: str) -> Iterator[BlueprintFault]:
    """A fault for each register that what the starter says elsewhere needs, where others are declared."""
    declared = draft.lists.get("registers")
    for word in dict.fromkeys(words):
        if declared and declared.document.content is not None and word not in declared.known:
            said = f"has no register '{word}', which the starter asks for; add it, or declare {where}"
            yield declared.document.fault(("registers",), said)


def _known(draft: Draft, part: Part | None, where: Where, words: Iterable[str]) -> Iterator[BlueprintFault]:
    declared = draft.lists.get("registers")
    known = list(declared.known) if declared else [one.id for one in definitions_registers.starter()]
    for item, word in enumerate(words):
        if part and word not in known:
            remedy = did_you_mean(word, known, "add it to registers.yaml, or take it out")
            yield part.document.fault((*where, item), f"there is no register '{word}'; {remedy}")


RULES = (
    conditions_are_scored,
    segments_name_registers,
    words_name_registers,
    area_files_are_there,
    area_files_can_be_read,
)
