"""Who acts: somebody in a role of a team, in a post that is there already or one opened for the play."""

from __future__ import annotations

from commonweal.blueprint import Blueprint, Role, Team
from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import Post
from commonweal.care.extents import extent

NOBODY = 0


class Posts:
    """The posts that the play acts in, each found or opened when it is first needed."""

    def __init__(self, declared: Blueprint) -> None:
        self._roles = {role.id: role for role in declared.roles}
        self._teams = {team.id: team for team in declared.teams}
        self._found: dict[tuple[str, str], Viewer | None] = {}

    def of(self, role: str, team: str) -> Viewer | None:
        """Somebody in this role of this team, if an agreement lets them work on its referrals."""
        if (role, team) not in self._found:
            self._found[role, team] = self._find(self._roles[role], self._teams.get(team))
        return self._found[role, team]

    def sending(self, role: str) -> Viewer | None:
        """Somebody in this role, with whatever team or none, who is there already and may refer."""
        if (role, "") not in self._found:
            held = (_acting(post) for post in Post.objects.filter(role=role, person=None, ended=None))
            able = (viewer for viewer in held if viewer and access.sends(viewer).allowed)
            self._found[role, ""] = next(able, None)
        return self._found[role, ""]

    def _find(self, role: Role, team: Team | None) -> Viewer | None:
        if team is None:
            return None
        for post in Post.objects.filter(role=role.id, team=team.id, person=None, ended=None).order_by("pk"):
            viewer = _acting(post)
            if viewer and access.addressed(viewer).allowed:
                return viewer
        ours = sorted(team.organisations, key=lambda ods: ods != role.organisation)
        able = (ods for ods in ours if _may_work(role, team, ods))
        organisation = next(able, None)
        return _opened(role, team, organisation) if organisation else None


def _may_work(role: Role, team: Team, organisation: str) -> bool:
    imagined = Viewer(NOBODY, "", NOBODY, role, extent(team.area), organisation, team.id)
    return access.addressed(imagined).allowed


def _opened(role: Role, team: Team, organisation: str) -> Viewer | None:
    """An account without a password: nobody signs in with it."""
    post = open_account(
        by=None,
        name=f"{role.id}, {team.title}",
        password=None,
        role=role.id,
        area=team.area,
        organisation=organisation,
        team=team.id,
    )
    return _acting(post)


def _acting(post: Post) -> Viewer | None:
    return next((viewer for viewer in accounts.posts(post.user) if viewer.post == post.pk), None)
