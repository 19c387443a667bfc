"""To whom a person's coordination can be offered: those in post who may see the person."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import Post
from commonweal.care.extents import blueprint, every
from commonweal.care.involvements import reads as involvements
from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person

LISTED_AT_MOST = 200
Alike = tuple[str, str, str, str]  # role, area, organisation, team: those who see the same people


@dataclass(frozen=True)
class Candidate:
    """Somebody in a post, as they are chosen from a list."""

    post: int
    name: str
    role: str
    who: str  # the title of their team, or of their organisation


@access.for_purpose("direct_care")
def candidates(viewer: Viewer | None, person: Person) -> list[Candidate]:
    """Those whose team works with the person first, then those in whose area they are registered."""
    titles, roles = involvements.titles(), {role.id: role.title for role in blueprint().roles}
    seeing: dict[Alike, bool] = {}
    found = []
    for post in _near(person):
        alike = (post.role, post.area, post.organisation, post.team)
        if alike not in seeing:
            seeing[alike] = _sees(post, person)
        if seeing[alike]:
            id = post.team or post.organisation
            name = accounts.signed_name(post.user)
            found.append(Candidate(post.pk, name, roles[post.role], titles.get(id, id)))
    return found


def holder(post: int) -> Viewer | None:
    """Whoever holds this post now, as they see; None where it has ended."""
    found = Post.objects.select_related("user").filter(pk=post, ended=None, user__is_active=True).first()
    if found is None:
        return None
    return next((one for one in accounts.posts(found.user) if one.post == post), None)


def _near(person: Person) -> list[Post]:
    parts = Involvement.objects.filter(person=person, ended=None).values_list("team", "organisation")
    teams = {team for team, _ in parts} - {""}
    organisations = {code for team, code in parts if not team} - {""}
    working = Q(team__in=teams) | Q(team="", organisation__in=organisations)
    areas = [id for id, one in every(blueprint().path).items() if person.practice in one.practices]
    roles = [role.id for role in blueprint().roles if role.sees_people and "people" in role.pages]
    held = Post.objects.filter(working | Q(area__in=areas), ended=None, user__is_active=True, person=None)
    first = Case(When(working, then=Value(0)), default=Value(1), output_field=IntegerField())
    ordered = held.filter(role__in=roles).order_by(first, "user__username", "pk")
    return list(ordered.select_related("user")[:LISTED_AT_MOST])


def _sees(post: Post, person: Person) -> bool:
    other = next((one for one in accounts.posts(post.user) if one.post == post.pk), None)
    return other is not None and access.decide(other, "demographics", person).allowed


def may_be_offered(post: int, person: UUID) -> Viewer | None:
    """Whoever holds the post, where they may see the person; nobody otherwise."""
    other, found = holder(post), Person.objects.filter(pk=person).first()
    if other is None or found is None or other.person is not None:
        return None
    seen = "people" in other.role.pages and access.decide(other, "demographics", found).allowed
    return other if seen else None
