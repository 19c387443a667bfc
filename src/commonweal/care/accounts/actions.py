"""The only writer of accounts and posts."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from commonweal.blueprint import Blueprint
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.accounts import reads
from commonweal.care.accounts.models import Post, User
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint, extent
from commonweal.care.people.models import Person


class UnknownPost(Exception):
    """A post names what the blueprint or the person index does not have; the message says what to give."""


@dataclass(frozen=True)
class DemoAccount:
    """What to print for someone who wants to try a role."""

    name: str
    role: str
    area: str


@transaction.atomic
def open_account(
    *,
    by: Viewer | None,
    name: str,
    password: str,
    role: str,
    area: str,
    organisation: str = "",
    team: str = "",
    person: UUID | None = None,
) -> Post:
    """An account, new or with a new password, and the post it is for. `by` nobody is the operator."""
    held: dict[str, Any] = {"role": role, "area": area, "organisation": organisation, "team": team}
    _known(**held)
    whose = _person(person)
    user, _ = User.objects.get_or_create(username=name)
    validate_password(password, user)
    user.set_password(password)
    user.is_active = True
    user.save()
    post, _ = Post.objects.get_or_create(user=user, **held, person=whose, ended=None)
    said = {key: value for key, value in held.items() if value}
    audit.record("account.opened", by=by, about=person, detail={"name": name, **said})
    return post


@transaction.atomic
def close_account(*, by: Viewer | None, name: str) -> User:
    """Ends every post and sign-in of a leaver at once; User.DoesNotExist where there is no such account."""
    user = User.objects.select_for_update().get(username=name)
    user.is_active = False
    user.set_unusable_password()
    user.save()
    Post.objects.filter(user=user, ended__isnull=True).update(ended=timezone.now())
    audit.record("account.closed", by=by, detail={"name": name})
    return user


def choose_post(*, by: User, session: MutableMapping[str, object], post: int) -> Viewer:
    """Acts in this post from now on in this session; Refused where it is not theirs."""
    viewer = next((held for held in reads.posts(by) if held.post == post), None)
    if viewer is None:
        raise Refused(Decision(False, "this post is not yours, or it has ended; choose one of your posts"))
    session[reads.CHOSEN] = post
    audit.record("post.chosen", by=viewer)
    return viewer


def open_demo_accounts(declared: Blueprint, password: str) -> list[DemoAccount]:
    """One account for each role, named after it, and one more for the care of a single practice's people."""
    everywhere, practice = declared.partnership.default_area, declared.practices[0].ods
    wanted = [(role.id, role, everywhere) for role in declared.roles]
    carer = next((role for role in declared.roles if role.sees_people), None)
    if carer:
        wanted.append((f"{carer.id}-{practice.lower()}", carer, practice))
    for name, role, area in wanted:
        open_account(by=None, name=name, password=password, role=role.id, area=area)
    return [DemoAccount(name, role.title, extent(area).title) for name, role, area in wanted]


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
