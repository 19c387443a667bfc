"""The only writer of accounts and posts."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from datetime import date
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.accounts import lockout, reads, rules
from commonweal.care.accounts.models import Post, Registration, User
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint, extent
from commonweal.care.people.models import Person


class UnknownPost(Exception):
    """A post names what the blueprint or the person index does not have; the message says what to give."""


@transaction.atomic
def open_account(
    *,
    by: Viewer | None,
    name: str,
    password: str | None,
    role: str,
    area: str,
    organisation: str = "",
    team: str = "",
    person: UUID | None = None,
    email: str = "",
    staff_number: str = "",
) -> Post:
    """An account, new or with a new password, and the post it is for. `by` nobody is the operator.

    Without a password it keeps the one it has; a new one is for signing in through an organisation alone.
    """
    employer = organisation or _employer(role, area)
    held: dict[str, Any] = {"role": role, "area": area, "organisation": employer, "team": team}
    _known(**held)
    whose = _person(person)
    user, _ = User.objects.get_or_create(username=name)
    user.email, user.staff_number = email or user.email, staff_number or user.staff_number
    _set_password(user, password)
    user.is_active = True
    user.save()
    post, _ = Post.objects.get_or_create(user=user, **held, person=whose, ended=None)
    said = {key: value for key, value in held.items() if value}
    audit.record("account.opened", by=by, about=person, detail={"name": name, **said})
    return post


def _employer(role: str, area: str) -> str:
    """The practice whose post it is, or who employs most people in the role; empty where nobody says."""
    if area in {practice.ods for practice in blueprint().practices}:
        return area
    declared = next((one for one in blueprint().roles if one.id == role), None)
    return (declared and declared.organisation) or ""


@transaction.atomic
def close_account(*, by: Viewer | None, name: str) -> User:
    """Ends every post, session and sign-in of a leaver at once; User.DoesNotExist where there is none."""
    user = _account(name)
    user.is_active = False
    user.set_unusable_password()
    Post.objects.filter(user=user, ended__isnull=True).update(ended=timezone.now())
    _end_sessions(user)
    audit.record("account.closed", by=by, detail={"name": name})
    return user


@transaction.atomic
def end_post(*, by: Viewer | None, name: str, role: str, area: str) -> int:
    """Ends someone's posts in this role for this area, and their sessions; how many posts there were."""
    user = _account(name)
    ended = Post.objects.filter(user=user, role=role, area=area, ended__isnull=True).update(
        ended=timezone.now()
    )
    if ended:
        _end_sessions(user)
        audit.record("post.ended", by=by, detail={"name": name, "role": role, "area": area})
    return ended


@transaction.atomic
def close_leavers(*, by: Viewer | None, leavers: Iterable[tuple[str, date]], today: date) -> list[str]:
    """Closes the open accounts of all whose leaving day has come; the names of those closed now."""
    left = {name for name, day in leavers if day <= today}
    names = User.objects.filter(username__in=left, is_active=True).order_by("username")
    closed = list(names.values_list("username", flat=True))
    for name in closed:
        close_account(by=by, name=name)
    return closed


@transaction.atomic
def unlock(*, by: Viewer | None, name: str) -> None:
    """Lets someone try to sign in again who failed too often."""
    lockout.forget(_account(name))
    audit.record("account.unlocked", by=by, detail={"name": name})


@transaction.atomic
def forget_second_step(*, by: Viewer | None, name: str) -> None:
    """Lets someone without phone and codes set up a second step anew; their sessions end."""
    user = _account(name)
    Authenticator.objects.filter(user=user).delete()
    _end_sessions(user)
    audit.record("account.second_step_forgotten", by=by, detail={"name": name})


@transaction.atomic
def register(*, by: Viewer | None, name: str, body: str, number: str, checked_on: date) -> Registration:
    """Records that a regulator's register was looked at, and has this person under this number."""
    written = rules.registered_number(body, number)
    user = _account(name)
    if Registration.objects.filter(body=body, number=written).exclude(user=user).exists():
        raise rules.NoSuchNumber(f"{body} {written} is the number of another account")
    registration, _ = Registration.objects.update_or_create(
        user=user, body=body, number=written, defaults={"checked_on": checked_on}
    )
    audit.record("account.registered", by=by, detail={"name": name, "body": body, "number": written})
    return registration


def choose_post(*, by: User, session: MutableMapping[str, object], post: int) -> Viewer:
    """Acts in this post from now on in this session; Refused where it is not theirs."""
    viewer = next((held for held in reads.posts(by, session) if held.post == post), None)
    if viewer is None:
        why = "this post is not yours, or it has ended; choose one of your posts"
        audit.refused("post.refused", by=by, because=why, detail={"post": post})
        raise Refused(Decision(False, why))
    session[reads.CHOSEN] = post
    audit.record("post.chosen", by=viewer)
    return viewer


def _account(name: str) -> User:
    return User.objects.select_for_update().get(username=name)


def _end_sessions(user: User) -> None:
    user.sessions_ended = timezone.now()
    user.save()


def _set_password(user: User, password: str | None) -> None:
    if password is not None:
        validate_password(password, user)
        user.set_password(password)
    elif not user.password:
        user.set_unusable_password()


def _known(role: str, area: str, organisation: str, team: str) -> None:
    declared = blueprint()
    _one_of("role", role, [one.id for one in declared.roles])
    try:
        extent(area)
    except KeyError:
        raise UnknownPost(
            f"no area '{area}' in the blueprint; give the id of an area or the ODS code of a practice"
        ) from None
    employers = [one.ods for one in declared.organisations] + [one.ods for one in declared.practices]
    if organisation and organisation not in employers:
        raise UnknownPost(f"no organisation '{organisation}' in the blueprint; give the ODS code of one")
    if team:
        _one_of("team", team, [one.id for one in declared.teams])


def _one_of(kind: str, given: str, known: list[str]) -> None:
    if given not in known:
        raise UnknownPost(f"no {kind} '{given}' in the blueprint; it has {', '.join(known)}")


def _person(id: UUID | None) -> Person | None:
    try:
        return Person.objects.get(pk=id) if id else None
    except Person.DoesNotExist:
        raise UnknownPost(f"no person {id}; give the id that the address of their page ends with") from None
