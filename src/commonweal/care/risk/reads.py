"""The only queries of models of risk and of people's chances. Each takes a viewer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import Population
from commonweal.care.people.models import Person
from commonweal.care.published.reads import CURRENT
from commonweal.care.risk.models import PersonRisk, RiskCard
from commonweal.terms.risk import FeatureName

LISTED = 50


@dataclass(frozen=True)
class Reason:
    """One thing known of a person, and by what it multiplies the odds of the average person."""

    feature: FeatureName
    value: int
    odds: float


@dataclass(frozen=True)
class Foretold:
    """One person's chance by one model, never without its reasons; `above` is of 100 others."""

    model: str
    card: Mapping[str, Any]
    as_at: date
    chance: float
    above: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Likely:
    """Somebody in a list by chance, with the reasons."""

    person: Person
    chance: float
    reasons: tuple[Reason, ...]


@access.for_purpose(None)
def cards(viewer: Viewer | None) -> list[RiskCard]:
    """The models of the current refresh, in the order they were declared in, shown or not."""
    audit.look(viewer, "see_population", "risk.listed", {})
    return list(RiskCard.objects.filter(refresh=CURRENT).order_by("pk"))


@access.for_purpose(None)
def card(viewer: Viewer | None, model: str) -> RiskCard:
    """One of them; KeyError where there is none."""
    audit.look(viewer, "see_population", "risk.read", {"model": model})
    found = RiskCard.objects.filter(refresh=CURRENT, model=model).first()
    if found is None:
        raise KeyError(model)
    return found


@access.for_purpose("case_finding")
def highest(viewer: Viewer | None, model: str, *, size: int = LISTED) -> tuple[Likely, ...]:
    """Those with the highest chance by a model that passed, of the practices that the viewer's post is for.

    Nobody where the model is not shown; a look through people, recorded as such.
    """
    viewer = audit.look(viewer, "list_people", "risk.people_listed", {"model": model})
    if not RiskCard.objects.filter(refresh=CURRENT, model=model, passed=True).exists():
        return ()
    seen = access.visible(viewer, "hospital", purpose="case_finding", person="person")
    people = PersonRisk.objects.filter(
        seen, model=model, practice__in=viewer.extent.members(Population.REGISTERED)
    )
    found = people.select_related("person").order_by("-chance", "person")[:size]
    return tuple(Likely(one.person, one.chance, _reasons(one.reasons)) for one in found)


@access.for_purpose("direct_care")
def of_person(viewer: Viewer | None, person: UUID) -> tuple[Foretold, ...]:
    """What the models that passed say of somebody whom the viewer sees, where they see all it is made of.

    Call where the look at the person is recorded already.
    """
    shown = {
        card.model: card for card in RiskCard.objects.filter(refresh=CURRENT, passed=True).order_by("pk")
    }
    found = {one.model: one for one in PersonRisk.objects.filter(person=person, model__in=shown)}
    return tuple(
        Foretold(model, card.card, card.as_at, one.chance, one.above, _reasons(one.reasons))
        for model, card in shown.items()
        if (one := found.get(model))
    )


def _reasons(text: str) -> tuple[Reason, ...]:
    return tuple(Reason(*each) for each in json.loads(text))
