"""The primitive types of FHIR R4 (4.0.1, 2.24) as msgspec reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Annotated, Any

from msgspec import Meta

CODE = r"^[^\s]+( [^\s]+)*$"
ID = r"^[A-Za-z0-9\-.]{1,64}$"
URI = r"^\S+$"
MONTH, DAY = len("2019-05"), len("2019-05-01")
PART = re.compile(r"\d{4}(-\d\d)?", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Date:
    """A day, a month or a year."""

    def __init__(self, text: str) -> None:
        if not _is_date(text):
            raise ValueError("no such date")


class DateTime:
    """A date as above, or a day with time and zone."""

    def __init__(self, text: str) -> None:
        if not _is_date(text) and not _is_moment(text):
            raise ValueError("no such date")


class Instant:
    """A day with time and zone."""

    def __init__(self, text: str) -> None:
        if not _is_moment(text):
            raise ValueError("no such date and time")


def told(kind: type, text: object) -> object:
    """What msgspec asks for each date; ValueError where it is none, or not of this kind."""
    if not isinstance(text, str):
        raise ValueError("expected a date as text")
    return kind(text)


def _is_date(text: str) -> bool:
    if len(text) == DAY:
        return text[4] == text[7] == "-" and _there(text)
    return PART.fullmatch(text) is not None and _there(text + ("-01" if len(text) == MONTH else "-01-01"))


def _is_moment(text: str) -> bool:
    return MOMENT.fullmatch(text) is not None and _there(text)


def _there(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


Text = Annotated[str, Meta(min_length=1)]
PRIMITIVES: Mapping[str, Any] = {
    **dict.fromkeys(("string", "markdown", "xhtml", "base64Binary"), Text),
    "code": Annotated[str, Meta(pattern=CODE)],
    "id": Annotated[str, Meta(pattern=ID)],
    **dict.fromkeys(("uri", "url", "canonical", "oid", "uuid"), Annotated[str, Meta(pattern=URI)]),
    "boolean": bool,
    "integer": int,
    "unsignedInt": Annotated[int, Meta(ge=0)],
    "positiveInt": Annotated[int, Meta(ge=1)],
    "decimal": float,
    "date": Date,
    "dateTime": DateTime,
    "instant": Instant,
    "time": Annotated[time, Meta(tz=False)],
}
