"""The rule itself, without a database: clauses, how somebody stands to a person, and the day → a decision.

Sight needs a clause of an agreement in force and a relationship that the clause names, with the person
willing. migrations/0006_row_level_security.py says the same in SQL; tests/care/test_access_contract.py
holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from commonweal.blueprint import Category, Purpose, Relationship
from commonweal.care.access.viewer import Decision, Viewer

SENSITIVE = "sensitive"
ORDER: tuple[Relationship, ...] = (
    "own",
    "care_team",
    "episode",
    "referral",
    "registered",
    "care_home",
    "break_glass",
)
OF_OTHERS = ORDER[1:]  # those that an objection or a restriction can shut
WORDS = {
    "own": "the record is your own",
    "care_team": "you are in this person's care team",
    "episode": "your team is looking after this person",
    "referral": "this person has been referred to your team",
    "registered": "this person is registered with a practice that {area} covers",
    "care_home": "this person lives in your care home",
    "break_glass": "you opened this record in an emergency",
}


@dataclass(frozen=True)
class Term:
    """A clause with all it needs of its agreement. `name` is file#id; `organisations` are all who signed."""

    name: str
    title: str
    purpose: str
    categories: frozenset[str]
    roles: frozenset[str]
    relationships: frozenset[str]
    organisations: frozenset[str]
    starts: date
    until: date

    def in_force(self, on: date) -> bool:
        """Whether it holds on this day."""
        return self.starts <= on <= self.until


@dataclass(frozen=True)
class About:
    """How a person stands to a viewer; `practice` is empty where it is none of this partnership's."""

    practice: str = ""
    relationships: frozenset[str] = frozenset()
    objections: frozenset[tuple[str, str]] = frozenset()  # organisation, category; empty for any
    restricted: bool = False


def named(
    viewer: Viewer, category: Category, purpose: Purpose, about: About, terms: Iterable[Term], on: date
) -> Decision:
    """Whether `viewer` may see this category of this person's record, for this purpose, on this day."""
    offered = tuple(meant(viewer, category, purpose, terms))
    live = [term for term in offered if term.in_force(on)]
    if not live:
        nearest = sorted(offered, key=lambda term: not term.relationships & about.relationships)
        return Decision(False, _nothing_in_force(viewer, category, purpose, nearest, on))
    signed = [term for term in live if not about.practice or about.practice in term.organisations]
    if not signed:
        return Decision(False, "this person's practice has not signed the agreement that would allow it")
    ties = [tie for tie in ORDER if tie in about.relationships]
    fitting = [(tie, term) for tie in ties for term in signed if tie in term.relationships]
    if not fitting:
        wanted = {tie for term in signed for tie in term.relationships}
        return Decision(False, _no_part(viewer, purpose, about, wanted))
    if about.restricted:
        fitting = [(tie, term) for tie, term in fitting if tie == "own" or SENSITIVE in term.categories]
        if not fitting:
            return Decision(False, "this record is kept specially private")
    if objects(about, viewer, category):
        fitting = [(tie, term) for tie, term in fitting if tie == "own"]
        if not fitting:
            return Decision(False, "this person has objected to it")
    tie, term = fitting[0]
    return Decision(True, WORDS[tie].format(area=viewer.extent.title), term.name)


def unnamed(
    viewer: Viewer, category: Category, purpose: Purpose, terms: Iterable[Term], on: date
) -> Decision:
    """Whether `viewer` may see what names nobody, for this purpose: counts, loads, who looked."""
    offered = tuple(meant(viewer, category, purpose, terms))
    live = next((term for term in offered if term.in_force(on)), None)
    if live:
        return Decision(True, live.title, live.name)
    return Decision(False, _nothing_in_force(viewer, category, purpose, offered, on))


def meant(viewer: Viewer, category: str, purpose: str, terms: Iterable[Term]) -> Iterator[Term]:
    """The clauses, in force or not, that are about this role and organisation, category and purpose."""
    return (
        term
        for term in terms
        if term.purpose == purpose
        and category in term.categories
        and viewer.role.id in term.roles
        and viewer.organisation in term.organisations
    )


def objects(about: About, viewer: Viewer, category: str) -> bool:
    """Whether the person objects to this organisation's sight of this category."""
    return any(
        organisation in ("", viewer.organisation) and what in ("", category)
        for organisation, what in about.objections
    )


def _no_part(viewer: Viewer, purpose: str, about: About, wanted: set[str]) -> str:
    """Which relationship is missing, of those that the clauses want."""
    if not wanted:
        return f"for {purpose.replace('_', ' ')} nobody is shown by name"
    if "registered" not in wanted or "registered" in about.relationships:
        return "you have no part in this person's care, as a referral or an episode with your team would give"
    where = "this partnership" if not about.practice else viewer.extent.title
    return f"this person is registered with no practice of {where}, and you have no part in their care"


def _nothing_in_force(viewer: Viewer, category: str, purpose: str, offered: Iterable[Term], on: date) -> str:
    """Why no clause helps: it has ended, it has not begun, or there is none."""
    what = f"{category.replace('_', ' ')} for {purpose.replace('_', ' ')}"
    for term in offered:
        if on > term.until:
            return f"the agreement that allowed {what} ended on {term.until} ({term.name})"
        return f"the agreement that will allow {what} begins on {term.starts} ({term.name})"
    whom = f"the role {viewer.role.title} of {viewer.organisation or 'no organisation'}"
    return f"no agreement gives {whom} sight of {what}"
