"""Instruments as their files read: a result keeps the wording that it was made with."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256

from commonweal.blueprint import Instrument
from commonweal.care import moments
from commonweal.care.assessments.models import InstrumentVersion
from commonweal.care.extents import blueprint
from commonweal.care.possible import NotPossible

KNOWN: dict[str, Instrument] = {}  # by digest, which says all of it: what is here never changes


def declared(id: str) -> Instrument | None:
    """The instrument of this name as its file reads now; None where it has no file."""
    return next((one for one in blueprint().instruments if id in one.names), None)


def today(id: str) -> Instrument:
    """The same; NotPossible where it has no file."""
    found = declared(id)
    if found is None:
        raise NotPossible("instrument", f"There is no instrument ‘{id[:60]}’ here")
    return found


def adopt(instrument: Instrument) -> str:
    """The digest of this wording, which is kept from now on."""
    text, digest = _text(instrument)
    if not InstrumentVersion.objects.filter(pk=digest).exists():
        kept = InstrumentVersion(
            digest=digest, instrument=instrument.id, document=text, adopted=moments.now()
        )
        InstrumentVersion.objects.bulk_create([kept], ignore_conflicts=True)
    return digest


def worded(digest: str) -> Instrument:
    """The instrument in the wording with this digest; DoesNotExist where none is kept."""
    if digest not in KNOWN:
        KNOWN[digest] = Instrument.model_validate_json(InstrumentVersion.objects.get(pk=digest).document)
    return KNOWN[digest]


@lru_cache(maxsize=200)
def _text(instrument: Instrument) -> tuple[str, str]:
    """Numbers stand in it as numbers: as words the instrument's own shape would refuse them."""
    text = json.dumps(instrument.model_dump(by_alias=True, exclude_unset=True), default=_said)
    return text, sha256(text.encode()).hexdigest()[:32]


def plain(number: Decimal) -> int | float:
    """A number as JSON has it."""
    return int(number) if number == number.to_integral_value() else float(number)


def _said(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
