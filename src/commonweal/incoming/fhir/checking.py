"""Bytes → a resource that is as FHIR R4 says, or the reason in words why it is not."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from commonweal.incoming.fhir.primitives import FAST, WHOLE, told
from commonweal.incoming.fhir.reading import EVERY, Unfit
from commonweal.incoming.fhir.readings import READINGS
from commonweal.incoming.fhir.shapes import shapes
from commonweal.incoming.fhir.wording import in_words

Decoders = dict[str, msgspec.json.Decoder[Any]]
NOT_AS_SAID = (msgspec.DecodeError, UnicodeDecodeError)


@cache
def decoders(*, trusted: bool) -> tuple[Decoders, Decoders]:
    """By resource type, those that know whole days and times only, and those that know every FHIR date."""
    reads = {kind: (*EVERY, *reading.elements) for kind, reading in READINGS.items()} if trusted else None
    fast, whole = shapes(f"fast_{trusted}", FAST, reads), shapes(f"whole_{trusted}", WHOLE, reads)
    return (
        {kind: msgspec.json.Decoder(shape) for kind, shape in fast.items()},
        {kind: msgspec.json.Decoder(shape, dec_hook=told) for kind, shape in whole.items()},
    )


class Checker:
    """Decodes resources of one type. Whole days and times go fast, until one comes that is not."""

    def __init__(self, kind: str, *, trusted: bool = False) -> None:
        fast, whole = decoders(trusted=trusted)
        self.decode, self.decode_any = fast[kind].decode, whole[kind].decode

    def resource(self, text: bytes) -> Any:
        """The resource that the text is; Unfit where it is not as FHIR R4 says."""
        try:
            decoded = self.decode(text)
        except NOT_AS_SAID:
            decoded = self._with_other_dates(text)
        if decoded.contained is not None:
            _check_contained(decoded.contained)
        return decoded

    def _with_other_dates(self, text: bytes) -> Any:
        try:
            decoded = self.decode_any(text)
        except NOT_AS_SAID as fault:
            raise Unfit(in_words(fault)) from fault
        self.decode = self.decode_any
        return decoded


class _Kind(msgspec.Struct):
    resourceType: str


KIND = msgspec.json.Decoder(_Kind)


def kind_of(text: bytes) -> str:
    """The resourceType; Unfit where there is none."""
    try:
        return KIND.decode(text).resourceType
    except NOT_AS_SAID as fault:
        raise Unfit(in_words(fault)) from fault


def _check_contained(contained: list[msgspec.Raw]) -> None:
    for text in contained:
        kind = kind_of(text)
        if kind in READINGS:
            Checker(kind).resource(text)
