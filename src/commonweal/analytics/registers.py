"""Disease registers: who is on which, from code lists, ages, resolving codes and medicines as declared."""

from __future__ import annotations

from functools import lru_cache

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.analytics.sought import Sought
from commonweal.blueprint.definitions import Definitions
from commonweal.blueprint.definitions_registers import Finding

HOUSEBOUND, CARE_HOME = "_housebound", "_care_home"  # no register is called so: an id begins with a letter


@lru_cache(maxsize=4)
def sought(definitions: Definitions) -> Sought:
    """All that codes and medicines are looked for to show: registers, housebound, lives in a care home."""
    findings: dict[str, Finding] = {one.id: one for one in definitions.registers}
    findings[HOUSEBOUND] = definitions.words.housebound
    if definitions.words.care_home.coded:
        findings[CARE_HOME] = definitions.words.care_home.coded
    return Sought(findings, definitions.lists)


def memberships(found: ibis.Table, definitions: Definitions) -> ibis.Table:
    """One row per person and register they are on: person, register."""
    places = {one.id: sought(definitions).places[one.id] for one in definitions.registers}
    rows = [{"register": id, "word": word, "bit": bit} for id, (word, bit) in places.items()]
    each = found.cross_join(ibis.memtable(pa.Table.from_pylist(rows)))
    words = sought(definitions).words
    bits = ibis.cases(*((each.word == word, each[f"found_{word}"]) for word in words), else_=0)
    return each.filter((bits & each.bit) != 0).select("person", "register")


def names(found: ibis.Table, definitions: Definitions) -> ir.ArrayValue:
    """The ids of the registers that each person is on, by alphabet."""
    seeking = sought(definitions)
    ids = sorted(one.id for one in definitions.registers)
    each = [seeking.has(found, id).ifelse(id, ibis.null("string")) for id in ids]
    return ibis.array(each).filter(lambda id: id.notnull())


def long_term(found: ibis.Table, definitions: Definitions) -> ir.IntegerValue:
    """How many long-term conditions each person has: the registers declared so that they are on."""
    wanted = (one.id for one in definitions.registers if one.long_term)
    return sought(definitions).how_many(found, wanted)
