"""The registers of professions, and what a number on them looks like where that is certain."""

from __future__ import annotations

import re

SHAPES = {  # body → shape of a number; anything where we are not certain
    "NMC": r"[0-9]{2}[A-L][0-9]{4}[A-Z]",  # nurses, midwives: year, month as a letter, number, country
    "GMC": r"[0-9]{7}",  # doctors
    "GPhC": r"[0-9]{7}",  # pharmacists
    "HCPC": r"[A-Z]{2,3}[0-9]+",  # paramedics, therapists: the profession, then a number
    "SWE": r"SW[0-9]+",  # social workers
    "GDC": r".+",  # dentists
    "GOC": r".+",  # opticians
    "GCC": r".+",  # chiropractors
    "GOsC": r".+",  # osteopaths
}


class NoSuchNumber(Exception):
    """A registration that cannot be one; the message says what it should look like."""


def registered_number(body: str, given: str) -> str:
    """The number as the body writes it, without spaces and in capitals."""
    if body not in SHAPES:
        raise NoSuchNumber(f"no body '{body}'; there are {', '.join(SHAPES)}")
    number = given.replace(" ", "").upper()
    if not re.fullmatch(SHAPES[body], number):
        raise NoSuchNumber(f"{body} has no number such as '{given}'; it should match {SHAPES[body]}")
    return number
