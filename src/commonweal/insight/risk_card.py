"""A model's card: all that was found of it, as it may leave for whoever sees numbers of the population.

Counts are rounded and small ones withheld as everywhere; shares are of rounded counts, so that none can be
worked out again. Of a group with too few outcomes nothing is said but how many people it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonweal.analytics.risk.checks import Estimate, Part
from commonweal.analytics.risk.gate import judged
from commonweal.analytics.risk.harm import Harm
from commonweal.analytics.risk.study import Checked, Study
from commonweal.blueprint.risk import RiskModel
from commonweal.insight.suppress import ROUNDED_TO, SMALLEST_SHOWN

Json = dict[str, Any]


def card(
    declared: RiskModel,
    found: Study,
    days: Sequence[date],
    past: tuple[date, Checked] | None,
    harm: Harm | None,
) -> Json:
    """What the page shows; `days` the newest first: scored, tested, trained."""
    scored, tested, *trained = (day.isoformat() for day in days)
    return {
        **declared.model_dump(mode="json", include=set(TOLD)),
        "days": {"scored": scored, "tested": tested, "trained": list(reversed(trained))},
        "trained": {"people": shown(found.trained_on), "events": shown(found.trained_events)},
        "tested": _checked(found.tested) if found.tested else None,
        "without_conditions": _estimate(found.without_conditions),
        "slope": _estimate(found.calibration.slope) if found.calibration else None,
        "intercept": round(found.calibration.intercept, 3) if found.calibration else None,
        "by_chance": [_part(one) for one in found.by_chance],
        "groups": [
            {"by": by, "name": name, **_group(one)} for (by, name), one in (found.groups or {}).items()
        ],
        "drifts": [[feature, round(drift, 3)] for feature, drift in (found.drifts or {}).items()],
        "effects": [list(one) for one in found.effects],
        "harm": _harm(harm) if harm else None,
        "past": {"as_at": past[0].isoformat(), **_checked(past[1])} if past else None,
    }


TOLD = (
    "title",
    "why",
    "outcome",
    "months",
    "youngest",
    "features",
    "people",
    "shown_to_person",
    "gate",
)


def shown(count: int) -> int | None:
    """A count as it is published; None where it is withheld."""
    if 0 < count < SMALLEST_SHOWN:
        return None
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def share(count: int, of: int) -> float | None:
    """Of rounded counts; None where either is withheld."""
    number, whole = shown(count), shown(of)
    return round(min(number / whole, 1.0), 4) if number is not None and whole else None


def _checked(one: Checked) -> Json:
    return {
        "people": shown(one.people),
        "events": shown(one.events),
        "chance": round(one.expected / one.people, 4) if one.people else None,
        "share": share(one.events, one.people),
        "ratio": _estimate(one.observed_over_expected),
        "discrimination": _estimate(one.discrimination),
    }


def _group(one: Checked) -> Json:
    """Everything of a group that can be judged; how many people of another."""
    if judged(one):
        return {**_checked(one), "judged": True}
    return {"people": shown(one.people), "judged": False}


def _part(one: Part) -> Json:
    return {
        "first": one.first,
        "last": one.last,
        "people": shown(one.people),
        "chance": round(one.expected / one.people, 4),
        "share": share(one.observed, one.people),
    }


def _harm(one: Harm) -> Json | None:
    """None where so few were listed, or admitted, that a number would tell of them."""
    if min(one.listed.people, one.listed.admissions, one.beside.admissions) < SMALLEST_SHOWN:
        return None
    return {
        "people": shown(one.listed.people),
        "beside": shown(one.beside.people),
        "rate": _rounded(one.listed.rate),
        "rate_beside": _rounded(one.beside.rate),
        "ratio": _estimate(one.ratio),
    }


def _rounded(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 1)


def _estimate(one: Estimate | None) -> list[float] | None:
    return [round(one.value, 3), round(one.low, 3), round(one.high, 3)] if one else None
