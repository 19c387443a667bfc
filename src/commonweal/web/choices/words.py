"""A person's choices in words: to the person themselves, and to those who care for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.care.extents import blueprint
from commonweal.care.involvements.reads import titles
from commonweal.care.objections.models import Objection
from commonweal.care.objections.rules import CATEGORIES, Choice, Loss
from commonweal.web.sharing import wording
from commonweal.web.words import capitalize_first

PARTS: dict[str, str] = {category: wording.CATEGORIES[category] for category in CATEGORIES}
EVERYTHING = "the whole record"
EVERYBODY = "every organisation"


@dataclass(frozen=True)
class Losing:
    """An organisation or team that would lose sight, and what each of its roles would see no more."""

    who: str
    lines: tuple[str, ...]


def objection(one: Objection | Choice) -> str:
    """What is objected to: who, and which part of the record."""
    who = titles().get(one.organisation, one.organisation) or EVERYBODY
    return f"{who} seeing {part(one.category)}"


def part(category: str) -> str:
    """A part of the record, or all of it."""
    return PARTS.get(category, EVERYTHING)


def losing(losses: Iterable[Loss]) -> list[Losing]:
    """By organisation or team, what each of its roles would see no more."""
    named, roles = titles(), {role.id: role.title for role in blueprint().roles}
    found: dict[str, list[str]] = {}
    for loss in losses:
        id = loss.team or loss.organisation
        gone = EVERYTHING if loss.wholly else ", ".join(part(category) for category in loss.categories)
        found.setdefault(named.get(id, id) or "no organisation", []).append(f"{roles[loss.role]}: {gone}")
    return [Losing(who, tuple(lines)) for who, lines in found.items()]


def organisations() -> list[tuple[str, str]]:
    """Everybody who can be objected to, by code and title."""
    declared = blueprint()
    practices = [(one.ods, one.title) for one in declared.practices]
    return [("", "Every organisation"), *((one.ods, one.title) for one in declared.organisations), *practices]


def parts() -> list[tuple[str, str]]:
    """Every part of the record that can be objected to, and the whole."""
    return [("", "The whole record"), *((id, capitalize_first(said)) for id, said in PARTS.items())]
