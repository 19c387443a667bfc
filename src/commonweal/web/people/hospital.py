"""What hospitals coded that makes a person's scores, for whoever may see the hospital part of the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commonweal.care.people.reads import Known
from commonweal.terms.charlson import GROUPS
from commonweal.terms.hospital_frailty import POINTS

GROUP = {group.id: group for group in GROUPS}


@dataclass(frozen=True)
class Counted:
    """One category or group that counts, its points, and the first code of it with the day."""

    title: str
    points: str
    code: str
    first: date


@dataclass(frozen=True)
class Score:
    """A score and what it is made of, most points first; `note` says what the numbers mean."""

    title: str
    total: str
    made_of: tuple[Counted, ...]
    note: str


def scores(known: Known) -> list[Score]:
    """Those that there are; none where nothing of hospitals is known, or may be seen."""
    found = known.hospital
    if found is None or "hospital" in known.withheld:
        return []
    each = []
    if found.hospital_frailty is not None:
        total = f"{found.hospital_frailty / 10:.1f}, {found.hospital_frailty_risk}"
        note = (
            "Of the last emergency admission at 75 or over and two years before it; 5 to 15 is intermediate."
        )
        each.append(
            Score("Hospital Frailty Risk Score", total, _of(found.evidence, "hospital_frailty"), note)
        )
    if counted := _of(found.evidence, "charlson"):
        note = "Of every stay so far, by the weights of 2011, in which some groups weigh nothing."
        each.append(Score("Charlson index", str(found.charlson), counted, note))
    return each


def _of(evidence: list[dict[str, str]], score: str) -> tuple[Counted, ...]:
    made_of = [_counted(one) for one in evidence if one["counts_for"] == score]
    return tuple(sorted(made_of, key=lambda one: (-float(one.points), one.title)))


def _counted(one: dict[str, str]) -> Counted:
    if one["counts_for"] == "charlson":
        group = GROUP[one["what"]]
        title, points = group.title, str(group.weight_2011)
    else:
        tenths, title = POINTS[one["what"]]
        points = f"{tenths / 10:.1f}"
    return Counted(title, points, one["code"], date.fromisoformat(one["first_date"][:10]))
