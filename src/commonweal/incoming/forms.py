"""What a file is by how it begins: no FHIR, lines of it, or one document."""

from __future__ import annotations

from pathlib import Path

import msgspec

HEAD = 64 * 1024  # bytes that are looked at
BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
LINES = (".ndjson", ".jsonl")
GZ = ".gz"

EMPTY = "the file is empty"
NOT_FHIR = "this is no FHIR: the file does not begin with a JSON object"
IS_UTF_16 = "the file is UTF-16; FHIR is UTF-8"


def foreign(path: Path, head: bytes) -> str | None:
    """Why a file that begins so is not read at all."""
    if head.startswith(UTF_16):
        return IS_UTF_16
    text = head.removeprefix(BOM).lstrip()
    if not text:
        return EMPTY if len(head) < HEAD else NOT_FHIR
    return None if text.startswith(b"{") or _named_lines(path) else NOT_FHIR


def _named_lines(path: Path) -> bool:
    return path.name.removesuffix(GZ).endswith(LINES)


def is_lines(path: Path, head: bytes) -> bool:
    """Whether each line is a document of its own. If not, the first line ends in the middle of one."""
    first, newline, rest = head.removeprefix(BOM).lstrip().partition(b"\n")
    if _named_lines(path) or not newline or _is_json(first):
        return True
    return rest.lstrip().startswith(b"{") and not rest.startswith((b" ", b"\t"))


def _is_json(text: bytes) -> bool:
    try:
        msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True
