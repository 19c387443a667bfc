"""Ethnic categories of the NHS Data Dictionary (those of the census of 2001), and the group of each."""

from __future__ import annotations

NOT_KNOWN = "not_known"
GROUPS = {
    "white": ("A", "B", "C"),
    "mixed": ("D", "E", "F", "G"),
    "asian": ("H", "J", "K", "L", "R"),
    "black": ("M", "N", "P"),
    "other": ("S",),
}
GROUP_OF = {code: group for group, codes in GROUPS.items() for code in codes}
"""Category → group; Z (not stated), 99 (not known) and whatever else there is are in none."""
