"""Condition → event: on the day it began, else the day it was recorded."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.incoming.fhir.reading import Reading, Told, ages, codings, marked, people, uncoded
from commonweal.incoming.fhir.scan.found import Columns


def _tell(conditions: Columns) -> Told:
    events = codings(conditions, "code")
    began = pc.coalesce(conditions.days("onsetDateTime"), conditions.days("onsetPeriod.start"))
    months, days = ages(conditions, "onsetAge", "onsetRange.low")
    recorded = pc.if_else(months.is_null(), conditions.days("recordedDate"), pa.scalar(None, pa.date32()))
    return Told(
        rows={"event": events},
        about=people(conditions),
        date=pc.coalesce(began, recorded),
        months=months,
        days=days,
        unfit=pc.coalesce(_not_so(conditions), uncoded(conditions, events)),
    )


def _not_so(conditions: Columns) -> pa.Array:
    """Refuted or an error, by any of the codings of its verification."""
    codings = conditions.items("verificationStatus.coding")
    said = marked(codings.texts("code"), "refuted", "entered-in-error")
    places = np.flatnonzero(said.is_valid().to_numpy(zero_copy_only=False))
    found: list[str | None] = [None] * conditions.size
    for place in places.tolist():
        found[codings.parent[place]] = said[place].as_py()
    return pa.array(found, pa.string())


CONDITION = Reading("Condition", ("event",), _tell)
