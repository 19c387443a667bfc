"""Plain values and extensions of a resource read as what a declared file says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from commonweal.fhir.resources.questionnaire import ITEM, plain
from commonweal.fhir.writing import OURS

Held = Mapping[str, Any]
LONGEST = 20  # digits of a number
UNFIT = re.compile(r"[^a-z0-9_]+|__+")


class Unreadable(Exception):
    """A resource that cannot become an instrument; `reasons` says all of why."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__("; ".join(reasons))


def of_ours(holder: Held, name: str) -> dict[str, Any]:
    """What an extension of ours holds; nothing where there is none."""
    found = (one for one in each(holder, "extension") if one.get("url") == f"{OURS}{name}")
    held = held_in(next(found, {}))
    return held if isinstance(held, dict) else {}


def held_in(extension: Held) -> Any:
    """What an extension holds, as it was before it was one."""
    inside = each(extension, "extension")
    if inside:
        if all(one.get("url") == ITEM for one in inside):
            return [held_in(one) for one in inside]
        return {str(one.get("url")): held_in(one) for one in inside}
    key, value = next(
        ((key, value) for key, value in extension.items() if key.startswith("value")), ("", None)
    )
    return day(value) if key == "valueDate" else tidy(value)


def tidy(value: Any) -> Any:
    """A number as a file has it: a whole one without a point; none that is beyond all measuring."""
    if isinstance(value, float | Decimal) and not isinstance(value, bool):
        number = Decimal(str(value))
        return plain(number) if number.is_finite() and abs(number.adjusted()) < LONGEST else None
    return value


def each(holder: Held, key: str) -> list[Held]:
    """The sets of keys in a list; Unreadable where there is something else."""
    held = holder.get(key) or []
    if not isinstance(held, list) or not all(isinstance(one, dict) for one in held):
        raise Unreadable(f"{key}: should be a list of objects")
    return held


def text(holder: Held, key: str) -> str | None:
    """The text under a key, on one line; None where there is none."""
    value = holder.get(key)
    return " ".join(value.split()) if isinstance(value, str) else None


def day(written: object) -> date | None:
    """The day that was written; None where it is none, or only a month or a year."""
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError:
        return None


def slug(word: object) -> str:
    """A word as an id: small letters and digits, joined by a hyphen or underscore."""
    return UNFIT.sub("-", str(word or "").lower()).strip("-_")


def without_nothing(held: Held) -> dict[str, Any]:
    """The keys that hold something."""
    return {key: value for key, value in held.items() if value not in (None, "", [], {})}
