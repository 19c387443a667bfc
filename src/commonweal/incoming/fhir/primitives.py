"""The primitive types of FHIR R4 as msgspec reads them; dates in two ways, the one fast, the other whole.

msgspec reads a day, or a day with time and zone, by itself and knows the calendar. It does not know that a
FHIR dateTime may be a bare year, month or day, which takes a call of Python for each date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, Any

from msgspec import Meta

Primitives = Mapping[str, Any]

Text = Annotated[str, Meta(min_length=1)]
TEXTS = "string markdown xhtml code id uri url canonical oid uuid base64Binary"
PLAIN: Primitives = {
    **dict.fromkeys(TEXTS.split(), Text),
    "boolean": bool,
    "integer": int,
    "unsignedInt": Annotated[int, Meta(ge=0)],
    "positiveInt": Annotated[int, Meta(ge=1)],
    "decimal": float,
}

MONTH, DAY = len("2019-05"), len("2019-05-01")
PART = re.compile(r"\d{4}(-\d\d)?", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


class _Told(type):
    """A type that `told` makes of text as a plain datetime, in a third of the time of a subclass."""

    def __instancecheck__(cls, told: object) -> bool:
        return isinstance(told, datetime)


class Day(metaclass=_Told):
    """FHIR date: a day, or the first day of a month or a year; midnight, no zone."""


class Moment(metaclass=_Told):
    """FHIR dateTime: a date as above, or a day with time and zone."""


FAST: Primitives = {
    **PLAIN,
    "date": date,
    "dateTime": Annotated[datetime, Meta(tz=True)],
    "instant": Annotated[datetime, Meta(tz=True)],
    "time": Annotated[time, Meta(tz=False)],
}
WHOLE: Primitives = {**FAST, "date": Day, "dateTime": Moment}


def told(kind: type, text: object) -> datetime:
    """The moment that a date tells of; ValueError where it is none, or not of this kind."""
    if not isinstance(text, str):
        raise ValueError("expected a date as text")
    try:
        if len(text) == DAY and text[4] == text[7] == "-":
            return datetime.fromisoformat(text)
        if len(text) < DAY and PART.fullmatch(text):
            return datetime.fromisoformat(text + ("-01" if len(text) == MONTH else "-01-01"))
        if kind is Moment and MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("no such date")
