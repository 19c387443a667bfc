"""What a model of risk says, to the person themselves: short words, why, and what they can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from commonweal.care.access import Viewer
from commonweal.care.case_finding.titles import titles
from commonweal.care.risk import reads
from commonweal.care.risk.said import Foretold, Reason
from commonweal.terms.risk import FeatureName, known, register_of
from commonweal.web.risk.wording import LITTLE

SAID = 3  # reasons
HAPPENS = {  # outcome → what happens to those of 100 people to whom it does, and to the others
    "emergency_admission": ("go into hospital in an emergency", "do not"),
    "higher_frailty_band": ("get weaker and need more help", "stay as they are now, or do better"),
}
PLAIN: Mapping[FeatureName, tuple[str, str, str]] = {  # none, one, several
    "age": ("You are a baby", "You are 1 year old", "You are {0} years old"),
    "sex": ("You are not a man", "You are a man", "You are a man"),
    "care_home": ("You live in your own home", "You live in a care home", "You live in a care home"),
    "deficits": (
        "We know of no long-term health problem of yours",
        "We know of 1 long-term health problem of yours",
        "We know of {0} long-term health problems of yours",
    ),
    "deficits_rise": (
        "You have no more health problems than last year",
        "You have 1 more health problem than last year",
        "You have {0} more health problems than last year",
    ),
    "deficits_short": (
        "You have many health problems now",
        "With 1 more health problem you would be much weaker",
        "With {0} more health problems you would be much weaker",
    ),
    "conditions": (
        "We know of no long-term illness of yours",
        "We know of 1 long-term illness of yours",
        "We know of {0} long-term illnesses of yours",
    ),
    "medicines": (
        "You took no medicines in the last year",
        "You took 1 medicine in the last year",
        "You took {0} medicines in the last year",
    ),
    "gp_contacts": (
        "You did not see your practice in the last year",
        "You saw your practice once in the last year",
        "You saw your practice {0} times in the last year",
    ),
    "outpatient_contacts": (
        "You had no visit to a hospital clinic in the last year",
        "You had 1 visit to a hospital clinic in the last year",
        "You had {0} visits to a hospital clinic in the last year",
    ),
    "emergency_attendances": (
        "You did not go to A&E in the last year",
        "You went to A&E once in the last year",
        "You went to A&E {0} times in the last year",
    ),
    "emergency_admissions": (
        "You had no stay in hospital after an emergency in the last year",
        "You had 1 stay in hospital after an emergency in the last year",
        "You had {0} stays in hospital after an emergency in the last year",
    ),
    "earlier_admissions": (
        "You had no stay in hospital after an emergency in the two years before",
        "You had 1 stay in hospital after an emergency in the two years before",
        "You had {0} stays in hospital after an emergency in the two years before",
    ),
    "bed_days": (
        "You spent no night in hospital in the last year",
        "You spent 1 night in hospital in the last year",
        "You spent {0} nights in hospital in the last year",
    ),
}


@dataclass(frozen=True)
class Line:
    """One model in plain words."""

    happens: str
    does_not: str
    reasons: tuple[str, ...]
    what_to_do: tuple[str, ...]


@dataclass(frozen=True)
class Ahead:
    """`kept_back` where there is a number that the partnership does not show to the person."""

    lines: tuple[Line, ...]
    kept_back: bool


def ahead(viewer: Viewer, person: UUID) -> Ahead:
    """What the person may read of what models say of them."""
    own = reads.of_own(viewer, person)
    return Ahead(tuple(_line(one, do) for one, do in own.shown), own.kept_back)


def plainly(reason: Reason) -> str:
    """What is known of the person, and which way it turns the number."""
    none, one, several = _words(reason.feature)
    what = (none if reason.value <= 0 else one if reason.value == 1 else several).format(reason.value)
    low, high = LITTLE
    way = "up" if reason.odds >= high else "down" if reason.odds <= low else ""
    return f"{what}. {f'This makes the number go {way}.' if way else 'This changes the number very little.'}"


def _words(feature: FeatureName) -> tuple[str, str, str]:
    if not register_of(feature):
        return PLAIN[feature]
    illness = known(feature, titles()).one
    return (
        f"We do not know of this illness of yours: {illness}",
        *(f"You have this illness: {illness}",) * 2,
    )


def _line(one: Foretold, what_to_do: tuple[str, ...]) -> Line:
    it_does, it_does_not = HAPPENS[one.card["outcome"]]
    some = min(max(round(100 * one.chance), 1), 99)
    many = f"about {some}" if 0.01 <= one.chance <= 0.99 else ("fewer than 1" if some == 1 else "nearly all")
    others = "nearly all" if many == "fewer than 1" else f"about {100 - some}"
    months = one.card["months"]
    when = "In the next year" if months == 12 else f"In the next {months} months"
    return Line(
        f"{when}, {many} of 100 people like you {it_does}.",
        f"The others, {others}, {it_does_not}." if many != "nearly all" else "Very few do not.",
        tuple(plainly(reason) for reason in one.reasons[:SAID]),
        what_to_do,
    )
