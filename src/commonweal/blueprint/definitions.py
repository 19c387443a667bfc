"""Everything that the methods over a population need to know of a partnership, in one place."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from commonweal.blueprint import definitions_population, definitions_registers, definitions_segments
from commonweal.blueprint.codelists import read_codelists
from commonweal.blueprint.definitions_codelists import FOLDER, read_lists
from commonweal.blueprint.definitions_population import Words
from commonweal.blueprint.definitions_registers import Finding, Register
from commonweal.blueprint.definitions_segments import Segment
from commonweal.blueprint.partnership import Blueprint

DECILES = pa.schema([("lsoa", pa.string()), ("decile", pa.int64())])


@dataclass(frozen=True, eq=False)
class Definitions:
    """What is declared, and the code lists it names.

    `deficits` are the codes of the frailty index, `lists` those of the registers (list, system, code, term);
    `deciles` says of each small area how deprived it is: 1 is the most deprived tenth.
    """

    deficits: pa.Table
    lists: pa.Table
    registers: tuple[Register, ...]
    segments: tuple[Segment, ...]
    words: Words
    deciles: pa.Table

    def register(self, id: str) -> Register:
        """The register with this id; KeyError where there is none."""
        return {one.id: one for one in self.registers}[id]


def definitions_of(
    blueprint: Blueprint | None = None,
    codelists: Path | None = None,
    *,
    warn: Callable[[str], None] = warnings.warn,
) -> Definitions:
    """What this partnership declares, or the starter; codes of a folder, or the starter's.

    In the folder stand the lists of the frailty index, and in its folder `registers` those of registers.
    """
    registers = blueprint.registers if blueprint else definitions_registers.starter()
    words = blueprint.words if blueprint else definitions_population.starter()
    areas = blueprint.small_areas if blueprint else ()
    return Definitions(
        deficits=read_codelists(_without_registers_alone(codelists, warn), warn=warn),
        lists=read_lists(codelists, _names(registers, words), warn=warn),
        registers=registers,
        segments=blueprint.segments if blueprint else definitions_segments.starter(),
        words=words,
        deciles=pa.table([[area.code for area in areas], [area.decile for area in areas]], schema=DECILES),
    )


def _without_registers_alone(codelists: Path | None, warn: Callable[[str], None]) -> Path | None:
    """The folder; None, and a warning, for one that has lists of registers and none of the frailty index."""
    if codelists and (codelists / FOLDER).is_dir() and not any(codelists.glob("*.*")):
        warn(f"{codelists} has no list of the frailty index, whose starter is used")
        return None
    return codelists


def _names(registers: tuple[Register, ...], words: Words) -> set[str]:
    def findings() -> Iterator[Finding]:
        yield from registers
        yield words.housebound
        if words.care_home.coded:
            yield words.care_home.coded

    return {name for finding in findings() for name in finding.lists}
