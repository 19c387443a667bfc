"""Who may see what, and why: what every page, list and command asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from commonweal.blueprint import Category, Purpose, Relationship
from commonweal.care.access import facts, rules
from commonweal.care.access.facts import Known
from commonweal.care.access.rules import SENSITIVE
from commonweal.care.access.viewer import Audience, Decision, Refused, Viewer
from commonweal.care.break_glass.models import Opening
from commonweal.care.extents import Extent, Population, blueprint
from commonweal.care.involvements.models import Involvement
from commonweal.care.objections.models import Objection, Restriction
from commonweal.care.people.models import Person


@dataclass(frozen=True)
class Deed:
    """Something one may do: the page of a role it belongs to, what for, and what of the record it needs."""

    page: str
    purpose: Purpose
    category: Category
    named: bool = False


DEEDS = {
    "see_population": Deed("population", "planning", "gp_record"),
    "see_cost": Deed("population", "finance", "cost"),
    "see_measures": Deed("population", "planning", "referrals"),
    "list_people": Deed("people", "case_finding", "gp_record", named=True),
    "search_people": Deed("people", "direct_care", "demographics", named=True),
    "see_person": Deed("people", "direct_care", "demographics", named=True),
    "settle_identity": Deed("identity", "direct_care", "demographics", named=True),
    "see_own_record": Deed("own", "direct_care", "demographics", named=True),
    "see_loads": Deed("loads", "oversight", "loads"),
    "see_who_looked": Deed("sharing", "oversight", "audit"),
}
NOBODY = "you are not signed in, or hold no post; sign in and choose one"


def may(viewer: Viewer | None, deed: str, person: Known | None = None) -> Decision:
    """Whether `viewer` may do `deed`, a key of DEEDS; about `person` where it is about one."""
    if viewer is None:
        return Decision(False, NOBODY)
    what = DEEDS[deed]
    if what.page not in viewer.role.pages:
        return Decision(False, f"the role {viewer.role.title} does not have the page {what.page}")
    if person is not None:
        return decide(viewer, what.category, person, purpose=what.purpose)
    if what.named and not viewer.cares:
        return Decision(False, f"the role {viewer.role.title} is not for the care of named people")
    return rules.unnamed(viewer, what.category, what.purpose, facts.terms(), facts.today())


def decide(
    viewer: Viewer | None, category: Category, person: Known, *, purpose: Purpose = "direct_care"
) -> Decision:
    """Whether `viewer` may see this category of this person's record for this purpose; why."""
    if viewer is None:
        return Decision(False, NOBODY)
    return rules.named(viewer, category, purpose, facts.about(viewer, person), facts.terms(), facts.today())


def withheld(viewer: Viewer, person: Known, categories: Iterable[Category]) -> dict[Category, str]:
    """Whether `viewer` may see this category of a person's record for this purpose; why; by which clause."""
    about, terms, today = facts.about(viewer, person), facts.terms(), facts.today()
    decided = {one: rules.named(viewer, one, "direct_care", about, terms, today) for one in categories}
    return {category: decision.because for category, decision in decided.items() if not decision.allowed}


def require(viewer: Viewer | None, deed: str, person: Known | None = None) -> Viewer:
    """The viewer, where they may; Refused where they may not."""
    decision = may(viewer, deed, person)
    if viewer is None or not decision.allowed:
        raise Refused(decision)
    return viewer


def visible(
    viewer: Viewer | None,
    category: Category,
    *,
    purpose: Purpose = "direct_care",
    person: str = "pk",
    practice: str = "practice",
    terms: Iterable[rules.Term] | None = None,
) -> Q:
    """The people of whom `decide` allows this; `person` and `practice` name the columns to filter by.

    Where `terms` are given they count as if they were all the clauses there are.
    """
    if viewer is None:
        return Q(pk__in=[])
    on, known = facts.today(), facts.terms() if terms is None else terms
    live = [term for term in rules.meant(viewer, category, purpose, known) if term.in_force(on)]
    guarded = [term for term in live if SENSITIVE in term.categories]
    restricted = Restriction.objects.filter(ended=None).values("person")
    objecting = Objection.objects.filter(
        ended=None, organisation__in=["", viewer.organisation], category__in=["", category]
    ).values("person")
    open_to_us = _reached(viewer, live, person, practice) & ~Q(**{f"{person}__in": restricted})
    opened = _reached(viewer, guarded, person, practice)
    willing = (open_to_us | opened) & ~Q(**{f"{person}__in": objecting})
    return willing | _reached(viewer, live, person, practice, ties=("own",))


@dataclass(frozen=True)
class Exactly:
    """The practices and small areas whose people a viewer may look through, and so count exactly."""

    practices: frozenset[str]
    small_areas: frozenset[str]

    def audience(self, extent: Extent, population: str) -> Audience:
        """Exact counts are for those who care for everyone counted; everybody else has them suppressed."""
        counted = extent.members(population)
        known = self.practices if population == Population.REGISTERED else self.small_areas
        return Audience.CARE if counted and counted <= known else Audience.PLANNING


def exactly(viewer: Viewer) -> Exactly:
    """Whom `viewer` may look through for people who need care."""
    offered = rules.meant(viewer, "gp_record", "case_finding", facts.terms())
    terms = [term for term in offered if "registered" in term.relationships]
    signed = {code for term in terms if term.in_force(facts.today()) for code in term.organisations}
    practices = viewer.extent.practices & signed
    everybody = bool(practices) and practices == viewer.extent.practices
    return Exactly(practices, viewer.extent.small_areas if everybody else frozenset())


def _reached(
    viewer: Viewer,
    terms: list[rules.Term],
    person: str,
    practice: str,
    ties: tuple[Relationship, ...] = rules.OF_OTHERS,
) -> Q:
    """The people to whom the viewer stands in one of these relationships that a clause names."""
    ours = {one.ods for one in blueprint().practices}
    by_signed: dict[frozenset[str], list[Relationship]] = {}
    for tie in ties:
        signed = frozenset(code for term in terms if tie in term.relationships for code in term.organisations)
        by_signed.setdefault(signed, []).append(tie)
    found = Q(pk__in=[])
    for signed, alike in by_signed.items():
        if signed and "registered" in alike:
            found |= Q(**{f"{practice}__in": sorted(viewer.extent.practices & signed)})
        reached = _people(viewer, alike, person) if signed else Q(pk__in=[])
        unsigned = sorted(ours - signed)
        found |= reached & ~Q(**{f"{practice}__in": unsigned}) if unsigned else reached
    return found


def _people(viewer: Viewer, ties: Collection[Relationship], person: str) -> Q:
    """Those to whom the viewer stands in one of these relationships, registration aside."""
    parts = Involvement.objects.filter(facts.working_with(viewer), kind__in=ties)
    found = Q(**{f"{person}__in": parts.values("person")})
    if "own" in ties and viewer.person:
        found |= Q(**{person: viewer.person})
    if "care_home" in ties and viewer.organisation:
        residents = Person.objects.filter(care_home=viewer.organisation).exclude(pk__in=facts.left(viewer))
        found |= Q(**{f"{person}__in": residents.values("pk")})
    if "break_glass" in ties:
        found |= Q(**{f"{person}__in": Opening.objects.filter(facts.open_now(viewer)).values("person")})
    return found
