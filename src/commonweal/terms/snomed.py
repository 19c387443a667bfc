"""SNOMED CT identifiers: text of 6 to 18 digits whose last digit checks the rest."""

from __future__ import annotations

# Verhoeff's dihedral check, as SNOMED CT uses it: the group's multiplication, and its permutations by place.
_TIMES = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_PLACES = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def shaped(code: str) -> bool:
    """Whether `code` has the shape of an identifier: 6 to 18 digits, the first not nought."""
    return 6 <= len(code) <= 18 and code.isascii() and code.isdigit() and code[0] != "0"


def valid(code: str) -> bool:
    """Whether `code` has the shape of an identifier and its check digit is right."""
    if not shaped(code):
        return False
    check = 0
    for place, digit in enumerate(reversed(code)):
        check = int(_TIMES[check][int(_PLACES[place % 8][int(digit)])])
    return check == 0
