"""Observation → event for what was observed; measurement for its value and the values of its components."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.incoming.fhir.reading import Reading, Rows, Told, codings, first_of, marked, people, uncoded
from commonweal.incoming.fhir.scan.found import Columns
from commonweal.terms import codes

WHEN = ("DateTime", "Instant", "Period.start", "Period.end", "Timing.event")


def _tell(observations: Columns) -> Told:
    events = codings(observations, "code")
    status = marked(observations.texts("status"), "cancelled", "entered-in-error")
    return Told(
        rows={"event": events, "measurement": _measurements(observations, events)},
        about=people(observations),
        date=pc.coalesce(*(observations.days(f"effective{name}") for name in WHEN)),
        unfit=pc.coalesce(status, uncoded(observations, events)),
    )


def _measurements(observations: Columns, events: Rows) -> Rows:
    """system, code, words, value, unit, value in words, and the component it is of."""
    parts = observations.items("component")
    whole, of_parts = _measured(observations, events), _measured(parts, codings(parts, "code"))
    return Rows(
        np.concatenate([whole.of, parts.parent[of_parts.of]]),
        [
            *(pa.concat_arrays(each) for each in zip(whole.columns, of_parts.columns, strict=True)),
            pa.concat_arrays([_places(whole.of, None), _places(of_parts.of, parts.parent)]),
        ],
    )


def _places(of: np.ndarray, parent: np.ndarray | None) -> pa.StringArray:
    """#1, #2 and so on for the components of each observation; nothing for an observation itself."""
    if parent is None or not len(parent):
        return pa.array([""] * len(of), pa.string())
    begins = np.searchsorted(parent, parent)  # components stand in the order of their observations
    return pa.array([f"#{place}" for place in (np.arange(len(parent)) - begins + 1)[of]], pa.string())


def _measured(valued: Columns, coded: Rows) -> Rows:
    """Those of the rows whose observation or component has a value, with it."""
    value = pc.coalesce(valued.numbers("valueQuantity.value"), valued.numbers("valueInteger"))
    words = _words(valued)
    columns = (value, pc.if_else(value.is_valid(), _unit(valued), pa.scalar(None, pa.string())), words)
    has = pc.or_(value.is_valid(), words.is_valid()).to_numpy(zero_copy_only=False)
    kept = coded.kept(has[coded.of])
    return Rows(kept.of, [*kept.columns, *(column.take(pa.array(kept.of)) for column in columns)])


def _unit(valued: Columns) -> pa.StringArray:
    """The code of the unit where it is UCUM's, else the unit in words."""
    ucum = pc.fill_null(pc.equal(valued.texts("valueQuantity.system"), codes.UCUM), False)
    code = pc.if_else(ucum, valued.texts("valueQuantity.code"), pa.scalar(None, pa.string()))
    return pc.coalesce(code, valued.texts("valueQuantity.unit"))


def _words(valued: Columns) -> pa.StringArray:
    """The value where it is not a number, or is only a bound, such as <5."""
    truth = valued.truths("valueBoolean")
    return pc.coalesce(
        _joined(valued, ("valueQuantity.comparator", "valueQuantity.value"), "".join, needed=0),
        valued.texts("valueCodeableConcept.text"),
        _first_coding(valued),
        pc.if_else(truth, "true", "false"),
        valued.texts("valueString"),
        _joined(valued, ("valueRange.low.value", "valueRange.high.value"), "-".join),
        _joined(valued, ("valueRatio.numerator.value", "valueRatio.denominator.value"), ":".join),
        *(valued.texts(f"value{name}") for name in ("DateTime", "Time", "Period.start")),
    )


def _joined(
    valued: Columns, paths: tuple[str, str], join: Callable[[Sequence[str]], str], needed: int | None = None
) -> pa.StringArray:
    """The two texts in one, where there is one of them, or that which is needed."""
    one, other = (valued.texts(path) for path in paths)
    some = (one, other)[needed].is_valid() if needed is not None else pc.or_(one.is_valid(), other.is_valid())
    if not pc.any(some).as_py():
        return pa.nulls(valued.size, pa.string())
    pairs = zip(some.to_pylist(), one.to_pylist(), other.to_pylist(), strict=True)
    return pa.array(
        [join([left or "", right or ""]) if there else None for there, left, right in pairs], pa.string()
    )


def _first_coding(valued: Columns) -> pa.StringArray:
    """The words, or else the code, of the first coding of a value that is a concept."""
    items = valued.items("valueCodeableConcept.coding")
    return first_of(items, pc.coalesce(items.texts("display"), items.texts("code")), valued.size)


OBSERVATION = Reading("Observation", ("event", "measurement"), _tell)
