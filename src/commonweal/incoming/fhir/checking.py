"""Whether one resource is as FHIR R4 says, and if not, why, in words."""

from __future__ import annotations

import re
from datetime import date, datetime, time

import msgspec

from commonweal.incoming.fhir.shapes import WHOLE_DATES, Shapes

DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
TIME = re.compile(r"T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?")


class PartialDate(str):
    """FHIR date: a day, a month or a year."""


class PartialTime(str):
    """FHIR dateTime: a date, perhaps partial, or a day with a time and a zone."""


class Instant(str):
    """FHIR instant: a day with a time and a zone."""


class Clock(str):
    """FHIR time of day."""


def _is_date(text: str) -> bool:
    if not DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def _is_instant(text: str) -> bool:
    return _is_date(text[:10]) and len(text) > 10 and bool(TIME.fullmatch(text, 10))


CHECKS = {
    PartialDate: (_is_date, "not a date"),
    PartialTime: (lambda text: _is_date(text) or _is_instant(text), "not a date or a date with time and zone"),
    Instant: (_is_instant, "not a date with time and zone"),
    Clock: (lambda text: bool(CLOCK.fullmatch(text)), "not a time of day"),
}


def _written(kind: type, text: object) -> object:
    holds, otherwise = CHECKS[kind]
    if not isinstance(text, str):
        raise ValueError("expected text")
    if not holds(text):
        raise ValueError(otherwise)
    return kind(text)


ANY_DATES = {"date": PartialDate, "dateTime": PartialTime, "instant": Instant, "time": Clock}
QUICK = {kind: msgspec.json.Decoder(shape) for kind, shape in Shapes("whole_dates", WHOLE_DATES).resources().items()}
PATIENT = {
    kind: msgspec.json.Decoder(shape, dec_hook=_written)
    for kind, shape in Shapes("any_dates", ANY_DATES).resources().items()
}


def fault_of(kind: str, line: bytes) -> str | None:
    """What is wrong with a resource of this type; None if nothing is."""
    try:
        QUICK[kind].decode(line)
    except msgspec.ValidationError:
        return _slowly(kind, line)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        return in_words(fault)
    return None


def _slowly(kind: str, line: bytes) -> str | None:
    try:
        PATIENT[kind].decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        return in_words(fault)
    return None


def in_words(fault: Exception) -> str:
    """A sentence that stays the same for the same fault, without what the record held."""
    if isinstance(fault, UnicodeDecodeError):
        return "not UTF-8 text"
    words, _, place = str(fault).partition(" - at `$.")
    if not isinstance(fault, msgspec.ValidationError):
        return "not JSON: " + re.sub(r" \(byte \d+\)", "", words.removeprefix("JSON is malformed: "))
    words = re.sub(r"Invalid enum value .*", "not one of the codes that may stand here", words)
    place = place.rstrip("`").replace("[...]", "")
    return f"{place}: {words}" if place else words
