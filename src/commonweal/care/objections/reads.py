"""The only queries of what people say about their record, each for a viewer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

import pyarrow as pa
from django.db.models import Q

from commonweal.care import access
from commonweal.care.access import Viewer, facts
from commonweal.care.accounts.models import Post
from commonweal.care.bulk import copy_out
from commonweal.care.extents import blueprint, every, extent
from commonweal.care.involvements.models import Involvement
from commonweal.care.objections import rules
from commonweal.care.objections.models import Objection, OptOut, Restriction
from commonweal.care.objections.rules import Choice, Loss
from commonweal.care.people.models import Person

OPTED_OUT = pa.schema([("person_id", pa.string())])


@dataclass(frozen=True)
class Choices:
    """What holds for a person now: all that they object to, and what else they have chosen."""

    objections: tuple[Objection, ...]
    restriction: Restriction | None
    opt_out: OptOut | None

    def __bool__(self) -> bool:
        return bool(self.objections or self.restriction or self.opt_out)


@access.for_purpose("direct_care")
def choices(viewer: Viewer | None, person: UUID) -> Choices:
    """What this person has chosen; nothing where the viewer may not see them."""
    live = {"person": person, "ended": None}
    return Choices(
        objections=tuple(Objection.objects.filter(**live).order_by("since", "pk")),
        restriction=Restriction.objects.filter(**live).first(),
        opt_out=OptOut.objects.filter(**live).first(),
    )


@access.for_purpose("direct_care")
def losses(viewer: Viewer | None, person: Person, choice: Choice) -> list[Loss]:
    """Who would lose sight of what, by the posts there are today; each role of a team once."""
    terms, on = facts.terms(), facts.today()
    found: dict[tuple[str, str, str], Loss] = {}
    for other in _near(person):
        about = facts.about(other, person)
        about = replace(about, relationships=about.relationships - {"break_glass", "own"})
        if lost := rules.loss(other, about, choice, terms, on):
            key = (lost.organisation, lost.team, lost.role)
            widest = found.get(key)
            if widest is None or len(lost.categories) > len(widest.categories):
                found[key] = lost
    return [found[key] for key in sorted(found)]


def opted_out() -> pa.Table:
    """The ids of everybody whose record stays out of what is computed for planning: for the operator."""
    return copy_out("SELECT person_id FROM care_optout WHERE ended IS NULL ORDER BY person_id", OPTED_OUT)


def shut_to_somebody() -> pa.Table:
    """The ids of everybody who keeps their GP record shut to somebody or to all: for the operator."""
    return copy_out(
        "SELECT person_id FROM care_restriction WHERE ended IS NULL"
        " UNION SELECT person_id FROM care_objection WHERE ended IS NULL"
        " AND category IN ('', 'gp_record') ORDER BY person_id",
        OPTED_OUT,
    )


def _near(person: Person) -> Iterator[Viewer]:
    """One viewer for each role, area, organisation and team of the posts that may have to do with them."""
    roles = {role.id: role for role in blueprint().roles if role.sees_people}
    areas = [id for id, one in every(blueprint().path).items() if person.practice in one.practices]
    parts = Involvement.objects.filter(person=person, ended=None).values_list("team", "organisation")
    teams, organisations = {team for team, _ in parts}, {code for _, code in parts} | {person.care_home}
    near = Q(area__in=areas) | Q(team__in=teams - {""}) | Q(organisation__in=organisations - {""})
    held = Post.objects.filter(near, ended=None, user__is_active=True, person=None, role__in=roles)
    for role, area, organisation, team in (
        held.order_by().values_list("role", "area", "organisation", "team").distinct()
    ):
        try:
            yield Viewer(0, "", 0, roles[role], extent(area), organisation, team)
        except KeyError:
            continue
