"""The only queries of openings in an emergency, each for a viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from commonweal.care import access
from commonweal.care.access import Decision, Refused, Viewer, facts, rules
from commonweal.care.accounts.models import Post, User
from commonweal.care.audit import actions as audit
from commonweal.care.audit.models import Entry
from commonweal.care.break_glass.models import Opening

NOT_OPENED = "record.not_opened"
NO_CLAUSE = "no agreement lets the role {role} open a record in an emergency"
OPEN_STILL = "you have this record open in an emergency, which is for looking alone; shut that first"
REVIEWED_AT_MOST = 50
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Reviewed:
    """An opening as its reviewer reads it: who opened whose record, acting as what, and why."""

    opening: Opening
    who: str
    role: str
    organisation: str
    own: bool

    @property
    def is_open(self) -> bool:
        """Whether the record is open still."""
        return self.opening.ended is None and self.opening.until > timezone.now()


def may_open(viewer: Viewer | None) -> Decision:
    """Whether an agreement in force lets this viewer's role open a record in an emergency."""
    if viewer is None or "people" not in viewer.role.pages:
        return Decision(False, access.decisions.NOBODY if viewer is None else "your role sees no people")
    for term in rules.meant(viewer, "demographics", "direct_care", facts.terms()):
        if "break_glass" in term.relationships and term.in_force(facts.today()):
            return Decision(True, term.title, term.name)
    return Decision(False, NO_CLAUSE.format(role=viewer.role.title))


@access.for_purpose("direct_care")
def open_now(viewer: Viewer | None, person: UUID) -> Opening | None:
    """This viewer's own opening of this record, if it has not shut; the one that lasts longest."""
    if viewer is None:
        return None
    return Opening.objects.filter(facts.open_now(viewer), person=person).order_by("-until").first()


def require_shut(viewer: Viewer | None, person: UUID, deed: str) -> None:
    """Refused, and recorded as `deed`, while the viewer has this record open in an emergency."""
    if open_now(viewer, person):
        audit.refused(deed, by=viewer, about=person, because=OPEN_STILL)
        raise Refused(Decision(False, OPEN_STILL))


def failed_lately(viewer: Viewer, now: datetime) -> int:
    """How often this account has found nobody to open within the hour before `now`."""
    return Entry.objects.filter(deed=NOT_OPENED, by=viewer.user, at__gt=now - AN_HOUR).count()


def reviews(viewer: Viewer) -> bool:
    """Whether openings are this viewer's to review."""
    return access.may(viewer, "see_who_looked").allowed


@access.for_purpose("oversight")
def waiting(viewer: Viewer | None) -> int:
    """How many openings nobody has reviewed yet, as far as they are this viewer's to review."""
    if viewer is None or not reviews(viewer):
        return 0
    return Opening.objects.filter(reviewed=None).exclude(post__user=viewer.user).count()


@access.for_purpose("oversight")
def to_review(viewer: Viewer | None) -> list[Reviewed]:
    """Every opening nobody has reviewed, the oldest first."""
    viewer = audit.look(viewer, "see_who_looked", "openings.listed", {"reviewed": False})
    return _told(viewer, Q(reviewed=None), "opened", None)


@access.for_purpose("oversight")
def reviewed_lately(viewer: Viewer | None) -> list[Reviewed]:
    """The openings reviewed last, the newest first."""
    viewer = access.require(viewer, "see_who_looked")
    return _told(viewer, Q(reviewed__isnull=False), "-reviewed", REVIEWED_AT_MOST)


@access.for_purpose("oversight")
def one(viewer: Viewer | None, id: int) -> Reviewed:
    """One opening for its reviewer; NotSeen where there is none."""
    viewer = audit.look(viewer, "see_who_looked", "opening.read", {"opening": id})
    found = _told(viewer, Q(pk=id), "pk", 1)
    if not found:
        raise access.NotSeen
    return found[0]


def overseers() -> list[str]:
    """The e-mail addresses of those who review openings, where their accounts have one."""
    on = facts.today()
    terms = [
        term
        for term in facts.terms()
        if "audit" in term.categories and term.purpose == "oversight" and term.in_force(on)
    ]
    roles = {role for term in terms for role in term.roles}
    held = Post.objects.filter(role__in=roles, ended=None, user__is_active=True).exclude(user__email="")
    return sorted(set(held.values_list("user__email", flat=True)))


def _told(viewer: Viewer, which: Q, order: str, at_most: int | None) -> list[Reviewed]:
    openings = Opening.objects.filter(which).select_related("post__user", "reviewed_by").order_by(order, "pk")
    return [
        Reviewed(
            opening,
            who=_name(opening.post.user),
            role=opening.post.role,
            organisation=opening.post.organisation,
            own=opening.post.user_id == viewer.user,
        )
        for opening in openings[:at_most]
    ]


def _name(user: User) -> str:
    return user.get_full_name() or user.get_username()
