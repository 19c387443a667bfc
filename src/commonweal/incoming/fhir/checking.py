"""Bytes → a resource that is as FHIR R4 says, or the reason in words why it is not."""

from __future__ import annotations

from typing import Any

import msgspec

from commonweal.incoming.fhir.primitives import FAST, WHOLE, told
from commonweal.incoming.fhir.reading import Unfit
from commonweal.incoming.fhir.shapes import shapes
from commonweal.incoming.fhir.wording import in_words

Decoders = dict[str, msgspec.json.Decoder[Any]]
FAST_DECODERS: Decoders = {kind: msgspec.json.Decoder(shape) for kind, shape in shapes("fast", FAST).items()}
DECODERS: Decoders = {
    kind: msgspec.json.Decoder(shape, dec_hook=told) for kind, shape in shapes("whole", WHOLE).items()
}
NOT_AS_SAID = (msgspec.DecodeError, UnicodeDecodeError)


class Checker:
    """Decodes resources of one type. Whole days and times go fast, until one comes that is not."""

    def __init__(self, kind: str) -> None:
        self.decode = FAST_DECODERS[kind].decode
        self.decode_any = DECODERS[kind].decode

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
        if kind in DECODERS:
            Checker(kind).resource(text)
