"""The bytes of a message become what they say, or the reason why they cannot."""

from __future__ import annotations

import hashlib

import orjson

from commonweal.care.systems.rules import Remark, Unfit
from commonweal.fhir.node import Node

LARGEST = 2_000_000  # bytes; a referral without attachments has a few thousand
DEEPEST = 40  # lists and objects inside each other
ENVELOPE = ("id", "meta", "timestamp")  # of a Bundle: they change when the same message is sent again


def read(body: bytes) -> Node:
    """The resource in a body; Unfit where it is none."""
    if len(body) > LARGEST:
        raise _malformed("too-long", f"the message has more than {LARGEST:,} bytes; leave attachments out")
    try:
        value = orjson.loads(body)
    except (orjson.JSONDecodeError, RecursionError) as fault:
        raise _malformed("structure", f"this is not JSON ({fault}); send one FHIR resource as JSON") from None
    if too_deep(value):
        raise _malformed("structure", f"there are more than {DEEPEST} levels; send it less deep")
    if not isinstance(value, dict):
        raise _malformed("structure", "should be an object; send one FHIR resource")
    kind = value.get("resourceType")
    return Node(value, kind if isinstance(kind, str) and kind.isalpha() else "Resource", [])


def digest(resource: object) -> str:
    """What a message says, as a hash: the same however it is spaced and ordered, and whenever it is sent."""
    said = resource
    if isinstance(resource, dict) and resource.get("resourceType") == "Bundle":
        said = {key: value for key, value in resource.items() if key not in ENVELOPE}
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def too_deep(value: object) -> bool:
    """Whether it goes deeper than any message has to; walked without going deeper itself."""
    level: list[object] = [value]
    for _ in range(DEEPEST):
        inside: list[object] = []
        for one in level:
            if isinstance(one, dict):
                inside += one.values()
            elif isinstance(one, list):
                inside += one
        if not inside:
            return False
        level = inside
    return True


def _malformed(code: str, says: str) -> Unfit:
    return Unfit("malformed", Remark(code, says, "Resource"))
