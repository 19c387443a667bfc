"""MedicationRequest and MedicationStatement → medication; Medication → the codes that they refer to."""

from __future__ import annotations

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.incoming.fhir.reading import (
    Reading,
    Rows,
    Told,
    codings,
    marked,
    people,
    resource_in,
    uncoded,
)
from commonweal.incoming.fhir.scan.found import Columns

NAMED = "medicationReference.reference"


class _Coding(msgspec.Struct):
    system: str = ""
    code: str | None = None
    display: str | None = None


class _Concept(msgspec.Struct):
    coding: list[_Coding] = []
    text: str | None = None


class _Contained(msgspec.Struct):
    id: str | None = None
    code: _Concept | None = None


CONTAINED = msgspec.json.Decoder(list[_Contained])


def _ordered(orders: Columns) -> Told:
    marks = marked(orders.texts("status"), "cancelled", "draft", "entered-in-error")
    return _medicines(orders, marks, orders.days("authoredOn"))


def _stated(statements: Columns) -> Told:
    marks = marked(statements.texts("status"), "entered-in-error", "not-taken")
    days = (statements.days(path) for path in ("effectiveDateTime", "effectivePeriod.start", "dateAsserted"))
    return _medicines(statements, marks, pc.coalesce(*days))


def _medicines(orders: Columns, marks: pa.Array, date: pa.Array) -> Told:
    """Medicines told in the record, or inside it; and those that it names and another record tells."""
    told, inside = codings(orders, "medicationCodeableConcept"), _inside(orders)
    named = orders.texts(NAMED)
    elsewhere = pc.and_not_kleene(named.is_valid(), pc.starts_with(named, "#"))
    places = np.flatnonzero(pc.fill_null(elsewhere, False).to_numpy(zero_copy_only=False))
    names = [resource_in(name) for name in named.take(pa.array(places)).to_pylist()]
    other = Rows(places, [pa.array(names, pa.string())])
    both = Rows(
        np.concatenate([told.of, inside.of]),
        [pa.concat_arrays(each) for each in zip(told.columns, inside.columns, strict=True)],
    )
    return Told(
        rows={"medication": both, "medicine_named": other},
        about=people(orders),
        date=date,
        unfit=pc.coalesce(marks, uncoded(orders, both, other)),
    )


def _inside(orders: Columns) -> Rows:
    """The medicines that stand inside the records and that their references name."""
    found = []
    contained, named = orders.texts("contained"), orders.texts(NAMED)
    for place in np.flatnonzero(contained.is_valid().to_numpy(zero_copy_only=False)).tolist():
        for each in CONTAINED.decode(contained[place].as_py()):
            if each.code is not None and named[place].as_py() == f"#{each.id}":
                found += [(place, one, one.display or each.code.text) for one in each.code.coding if one.code]
    columns = ([one.system for _, one, _ in found], [one.code for _, one, _ in found], [w for *_, w in found])
    of = np.array([place for place, _, _ in found], np.int64)
    return Rows(of, [pa.array(column, pa.string()) for column in columns])


MEDICATION_REQUEST = Reading("MedicationRequest", ("medication", "medicine_named"), _ordered)
MEDICATION_STATEMENT = Reading("MedicationStatement", ("medication", "medicine_named"), _stated)
MEDICATION = Reading(
    "Medication", ("medicine",), lambda medicines: Told(rows={"medicine": codings(medicines, "code")})
)
