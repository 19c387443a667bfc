"""Why a text is not a resource as FHIR R4 says, in words; for those that the scan has passed over."""

from __future__ import annotations

from typing import Any

import msgspec

from commonweal.incoming.fhir.primitives import told
from commonweal.incoming.fhir.shapes import shapes
from commonweal.incoming.fhir.wording import in_words

NOT_AS_SAID = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
DECODERS: dict[str, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(shape, dec_hook=told) for kind, shape in shapes().items()
}
NUL = b"\\u0000"


class Unfit(Exception):
    """A record that cannot be taken; the message says why, the same for every record with that fault."""


class _Kind(msgspec.Struct):
    resourceType: str


KIND = msgspec.json.Decoder(_Kind)


def kind_of(text: bytes) -> str:
    """The resourceType; Unfit where there is none."""
    try:
        return KIND.decode(text).resourceType
    except NOT_AS_SAID as fault:
        raise Unfit(in_words(fault)) from fault


def put_in_order(kind: str, text: bytes) -> bytes:
    """The same resource on one line with its type first; Unfit where it is not as FHIR R4 says."""
    try:
        _check(kind, text)
        told: dict[str, Any] = msgspec.json.decode(text)
    except NOT_AS_SAID as fault:
        raise Unfit(in_words(fault)) from fault
    if NUL in text:
        raise Unfit("a text has a NUL character")
    return msgspec.json.encode({"resourceType": kind, **told})


def _check(kind: str, text: bytes | msgspec.Raw) -> None:
    """Decodes the resource and those contained in it, for the faults that this finds."""
    for inside in DECODERS[kind].decode(text).contained or ():
        within = kind_of(bytes(inside))
        if within in DECODERS:
            _check(within, inside)
