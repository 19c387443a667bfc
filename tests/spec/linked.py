"""A small linked population: the tables that are drawn, and the others empty."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
from tests.spec.tables import ANYONE, ANYWHERE, table

from commonweal.analytics.linked import Linked
from commonweal.analytics.tables import TABLES
from commonweal.blueprint import load
from commonweal.blueprint.definitions import DECILES, Definitions, definitions_of
from commonweal.blueprint.definitions_codelists import SCHEMA
from commonweal.blueprint.definitions_population import Need
from commonweal.blueprint.definitions_registers import Register
from commonweal.blueprint.definitions_segments import starter as segments
from commonweal.terms.codes import SNOMED

OTHERWISE: Mapping[str, Mapping[str, str]] = {
    "person": ANYONE,
    "event": ANYWHERE,
    "medication": ANYWHERE,
    "measurement": ANYWHERE,
    "diagnosis": ANYWHERE,
}


def linked(**drawn: str) -> Linked:
    """A population with these tables, drawn as text."""
    return Linked({name: table(name, drawn.get(name, ""), **OTHERWISE.get(name, {})) for name in TABLES})


def declared(*registers: Register) -> Definitions:
    """Only these registers; each list has one code, its own name. All else is the starter's."""
    names = sorted({name for one in registers for name in one.lists})
    rows = [{"list": name, "system": SNOMED, "code": name, "term": name} for name in names]
    known = definitions_of()
    words = known.words.model_copy(update={"need": Need(housebound=False, care_home=False, source="test")})
    return Definitions(
        known.deficits,
        pa.Table.from_pylist(rows, SCHEMA),
        registers,
        segments(),
        words,
        pa.Table.from_pylist([], DECILES),
    )


def exampleshire() -> Definitions:
    """What the invented partnership declares, with the starter's code lists."""
    return definitions_of(load(Path(__file__).parents[1] / "exampleshire"))
