"""What a person may say about their record, and who loses sight by it. No database here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from commonweal.blueprint import Category
from commonweal.care.access.rules import About, Term, named
from commonweal.care.access.viewer import Viewer
from commonweal.care.possible import NotPossible

Kind = Literal["objection", "restriction", "opt_out"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ASKED_BY = {
    "person": "The person themselves",
    "parent": "A parent, for a child",
    "attorney": "An attorney or deputy, for the person",
    "advocate": "An advocate, or somebody close to the person",
}
CATEGORIES: tuple[Category, ...] = (  # those that name somebody
    "demographics",
    "gp_record",
    "hospital",
    "community",
    "mental_health",
    "social_care",
    "referrals",
    "assessments",
    "plan_about_me",
    "plan_care",
    "plan_crisis",
    "plan_end_of_life",
)


@dataclass(frozen=True)
class Choice:
    """What a person chooses; organisation and category are for an objection, and empty for any."""

    kind: Kind
    organisation: str = ""
    category: str = ""


@dataclass(frozen=True)
class Wanted:
    """A choice with who asked for it, when, and their words."""

    choice: Choice
    asked_by: str
    asked_on: date
    note: str = ""


@dataclass(frozen=True)
class Loss:
    """What one role of an organisation or team would see no more."""

    organisation: str
    team: str
    role: str
    categories: tuple[Category, ...]
    wholly: bool


def check(wanted: Wanted, today: date, organisations: Iterable[str]) -> Wanted:
    """What is wanted, where it can be; NotPossible where something is missing or cannot be so."""
    choice = wanted.choice
    if choice.kind == "objection" and not (choice.organisation or choice.category):
        raise NotPossible("organisation", "Choose an organisation, a part of the record, or both")
    if choice.organisation and choice.organisation not in organisations:
        raise NotPossible("organisation", "Choose an organisation of this partnership")
    if choice.category and choice.category not in CATEGORIES:
        raise NotPossible("category", "Choose a part of the record")
    if wanted.asked_by not in ASKED_BY:
        raise NotPossible("asked_by", "Say who asked for it")
    if wanted.asked_on > today:
        raise NotPossible("asked_on", "Nobody can have asked on a day that is still to come")
    return replace(wanted, note=" ".join(wanted.note.split()))


def after(about: About, choice: Choice) -> About:
    """How the person would stand once this is chosen."""
    if choice.kind == "objection":
        added = about.objections | {(choice.organisation, choice.category)}
        return replace(about, objections=added)
    return replace(about, restricted=True) if choice.kind == "restriction" else about


def loss(viewer: Viewer, about: About, choice: Choice, terms: tuple[Term, ...], on: date) -> Loss | None:
    """What this viewer would see no more; None where nothing changes for them."""
    seen = _seen(viewer, about, terms, on)
    left = _seen(viewer, after(about, choice), terms, on)
    gone = tuple(category for category in CATEGORIES if category in seen - left)
    if not gone:
        return None
    return Loss(viewer.organisation, viewer.team, viewer.role.id, gone, wholly=not left)


def _seen(viewer: Viewer, about: About, terms: tuple[Term, ...], on: date) -> set[Category]:
    return {
        category
        for category in CATEGORIES
        if named(viewer, category, "direct_care", about, terms, on).allowed
    }
