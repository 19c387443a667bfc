"""The only queries of accounts and posts."""

from __future__ import annotations

from collections.abc import Mapping

from commonweal.care.access import Viewer
from commonweal.care.accounts.models import Post, User
from commonweal.care.extents import blueprint, extent

CHOSEN = "post"  # the key of a session that holds the post chosen


def posts(user: User) -> list[Viewer]:
    """The posts someone may act in, as the viewer each makes them; one the blueprint dropped is left out."""
    if not (user.is_authenticated and user.is_active):
        return []
    roles = {role.id: role for role in blueprint().roles}
    held = Post.objects.filter(user=user, ended__isnull=True).order_by("since", "id")
    found = []
    for post in held:
        try:
            acting = (user.pk, user.get_username(), post.pk, roles[post.role], extent(post.area))
            found.append(Viewer(*acting, post.organisation, post.team, post.person_id))
        except KeyError:
            continue
    return found


def viewer(user: User, session: Mapping[str, object]) -> Viewer | None:
    """Whom `user` acts as now: the post chosen in this session, or the only one held; else nobody yet."""
    held = posts(user)
    chosen = [one for one in held if one.post == session.get(CHOSEN)]
    return next(iter(chosen or (held if len(held) == 1 else [])), None)
