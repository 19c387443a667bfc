"""Condition → event: on the day it began, else the day it was recorded.

One in ICD-10 that refers to an encounter is a diagnosis of it, where that is a stay in a bed.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.incoming.fhir.reading import (
    Reading,
    Rows,
    Told,
    ages,
    codings,
    marked,
    people,
    resource_in,
    uncoded,
)
from commonweal.incoming.fhir.scan.found import Columns
from commonweal.terms.codes import ICD10


def _tell(conditions: Columns) -> Told:
    events = codings(conditions, "code")
    began = pc.coalesce(conditions.days("onsetDateTime"), conditions.days("onsetPeriod.start"))
    months, days = ages(conditions, "onsetAge", "onsetRange.low")
    recorded = pc.if_else(months.is_null(), conditions.days("recordedDate"), pa.scalar(None, pa.date32()))
    return Told(
        rows={"event": events, "diagnosis_told": _diagnoses(conditions, events)},
        about=people(conditions),
        date=pc.coalesce(began, recorded),
        months=months,
        days=days,
        unfit=pc.coalesce(_not_so(conditions), uncoded(conditions, events)),
    )


def _diagnoses(conditions: Columns, events: Rows) -> Rows:
    """spell, and nothing of the rest: the condition is the record itself."""
    encounters = conditions.texts("encounter.reference")
    coded = pc.equal(events.columns[0], ICD10).to_numpy(zero_copy_only=False)
    of = np.unique(events.of[coded])
    of = of[encounters.take(pa.array(of)).is_valid().to_numpy(zero_copy_only=False)]
    spells = [resource_in(each) for each in encounters.take(pa.array(of)).to_pylist()]
    nothing = (pa.nulls(len(of), kind) for kind in (pa.string(), pa.string(), pa.float64(), pa.int64()))
    return Rows(of, (pa.array(spells, pa.string()), *nothing))


def _not_so(conditions: Columns) -> pa.Array:
    """Refuted or an error, by any of the codings of its verification."""
    codings = conditions.items("verificationStatus.coding")
    said = marked(codings.texts("code"), "refuted", "entered-in-error")
    places = np.flatnonzero(said.is_valid().to_numpy(zero_copy_only=False))
    found: list[str | None] = [None] * conditions.size
    for place in places.tolist():
        found[codings.parent[place]] = said[place].as_py()
    return pa.array(found, pa.string())


CONDITION = Reading("Condition", ("event", "diagnosis_told"), _tell)
