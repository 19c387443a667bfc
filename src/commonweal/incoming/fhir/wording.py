"""What is wrong with a resource, in words: the same for the same fault, without what the record held."""

from __future__ import annotations

import re

import msgspec

JSON = "JSON is malformed: "
CUT = "Input data was truncated"
PLACE = " - at `$"
TYPES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
}
PHRASES = (
    (re.compile(r" \(byte \d+\)"), ""),
    (re.compile(r"^Invalid enum value .*"), "not one of the codes that may stand here"),
    (re.compile(r"^Invalid RFC3339 encoded .*"), "no such date"),
    (re.compile(r"^Object contains unknown field"), "no such element:"),
    (re.compile(r"^Object missing required field"), "missing element"),
    (re.compile(r"^Number out of range"), "a number too large to be read"),
    (re.compile(r"^Expected `str` matching regex .*"), "not written as it has to be"),
    (re.compile(r"^Expected"), "expected"),
    (re.compile(r"`(str|int|float|bool|null|array|object)( \| null)?`"), lambda found: TYPES[found[1]]),
    (re.compile(r"`"), "'"),
)


def in_words(fault: Exception) -> str:
    """What msgspec says of text that it could not decode."""
    if isinstance(fault, UnicodeDecodeError):
        return "not UTF-8 text"
    if isinstance(fault, RecursionError):
        return "lists or objects stand too deep within each other"
    words, _, place = str(fault).partition(PLACE)
    if words == CUT:
        return "not JSON: it breaks off"
    kind = "not JSON: " if words.startswith(JSON) and not isinstance(fault, msgspec.ValidationError) else ""
    words = words.removeprefix(JSON)
    for pattern, ours in PHRASES:
        words = pattern.sub(ours, words)
    place = re.sub(r"\[\.*\d*\]", "", place).strip(".`")
    return f"{place}: {words}" if place else kind + words
