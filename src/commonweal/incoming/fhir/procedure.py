"""Procedure → event: on the day it was done, or began."""

from __future__ import annotations

import pyarrow.compute as pc

from commonweal.incoming.fhir.reading import Reading, Told, ages, codings, marked, people, uncoded
from commonweal.incoming.fhir.scan.found import Columns


def _tell(procedures: Columns) -> Told:
    events = codings(procedures, "code")
    months, days = ages(procedures, "performedAge", "performedRange.low")
    done = (procedures.days(f"performed{name}") for name in ("DateTime", "Period.start", "Period.end"))
    status = marked(procedures.texts("status"), "not-done", "entered-in-error")
    return Told(
        rows={"event": events},
        about=people(procedures),
        date=pc.coalesce(*done),
        months=months,
        days=days,
        unfit=pc.coalesce(status, uncoded(procedures, events)),
    )


PROCEDURE = Reading("Procedure", ("event",), _tell)
