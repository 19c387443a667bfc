"""The only queries of accounts and posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.db.models import Q

from commonweal.care.access import Viewer
from commonweal.care.accounts.models import User
from commonweal.care.extents import blueprint, extent
from commonweal.care.prepared import ask

CHOSEN = "post"  # the key of a session that holds the post chosen
HELD = """SELECT json_agg(json_build_array(id, role, area, organisation, team, person_id) ORDER BY since, id)
FROM care_post WHERE user_id = care_user.id AND ended IS NULL"""
OF_USER = f"SELECT ({HELD}) AS held FROM care_user WHERE id = %s"  # noqa: S608  # our own columns
Held = tuple[int, str, str, str, str, str | None]  # a post: its id, role, area, organisation, team and person
THROUGH = "through"  # the key of a session that holds the organisation whose own sign-in began it


def posts(user: User, session: Mapping[str, object] | None = None) -> list[Viewer]:
    """The posts someone may act in, as the viewer each makes them; one the blueprint dropped is left out.

    In a session begun through an organisation's own sign-in, only the posts with that organisation.
    """
    if not (user.is_authenticated and user.is_active):
        return []
    roles = {role.id: role for role in blueprint().roles}
    through = (session or {}).get(THROUGH)
    found = []
    for post, role, area, organisation, team, person in _held(user):
        with suppress(KeyError):
            acting = (user.pk, user.get_username(), post, roles[role], extent(area))
            if through in (None, "", organisation):
                found.append(Viewer(*acting, organisation, team, UUID(person) if person else None))
    return found


def _held(user: User) -> list[Held]:
    """As they came with who signed in, the first time they are asked for; after that as they are then."""
    known: list[Held] | None = getattr(user, "held", None)
    user.held = None  # type: ignore[attr-defined]  # `backend` put it there
    if known is None:
        ((known,),) = ask(OF_USER, [user.pk]) or [(None,)]
    return known or []


def viewer(user: User, session: Mapping[str, object]) -> Viewer | None:
    """Whom `user` acts as now: the post chosen in this session, or the only one held; else nobody yet."""
    return chosen(posts(user, session), session)


def chosen(held: Sequence[Viewer], session: Mapping[str, object]) -> Viewer | None:
    """Of the posts that somebody holds, the one they act in now."""
    wanted = [one for one in held if one.post == session.get(CHOSEN)]
    return next(iter(wanted or (held if len(held) == 1 else [])), None)


def needs_second_step(user: User) -> bool:
    """Whether any of their posts sees people, themselves included, or governs who does."""
    return any(
        post.role.sees_people or post.role.purpose == "oversight" or post.person for post in posts(user)
    )


def works_for(user: User, organisation: str) -> bool:
    """Whether they hold a post with it now."""
    return any(post.organisation == organisation for post in posts(user))


def vouched_for(*, through: str, organisation: str, email: str, staff_number: str) -> User | None:
    """The one person of the organisation whom its provider may mean, if no identity there is theirs yet."""
    named = Q(email__iexact=email, email__gt="") if email else Q(pk__in=[])
    if staff_number:
        named |= Q(staff_number=staff_number)
    there = Q(posts__organisation=organisation, posts__ended__isnull=True)
    known = SocialAccount.objects.filter(provider=through).values("user")
    found = User.objects.filter(named, there, is_active=True).exclude(pk__in=known).distinct()[:2]
    return found[0] if len(found) == 1 else None


def signed_name(user: User) -> str:
    """The name that stands under what somebody does, with their professional registrations."""
    name = user.get_full_name() or user.get_username()
    return ", ".join([name, *(str(one) for one in user.registrations.order_by("body", "number"))])
