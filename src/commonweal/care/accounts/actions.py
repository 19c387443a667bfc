"""The only writer of accounts and posts."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from commonweal.blueprint import Blueprint
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.accounts import reads
from commonweal.care.accounts.models import Post, User
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint, extent


class UnknownPost(Exception):
    """A post names a role or an area that the blueprint does not have; the message names some that it has."""


@dataclass(frozen=True)
class DemoAccount:
    """What to print for someone who wants to try a role."""

    name: str
    role: str
    area: str


@transaction.atomic
def open_account(*, by: Viewer | None, name: str, password: str, role: str, area: str) -> Post:
    """An account, new or with a new password, and the post it is for. `by` nobody is the operator."""
    _known(role, area)
    user, _ = User.objects.get_or_create(username=name)
    validate_password(password, user)
    user.set_password(password)
    user.is_active = True
    user.save()
    post, _ = Post.objects.get_or_create(user=user, role=role, area=area, ended=None)
    audit.record("account.opened", by=by, detail={"name": name, "role": role, "area": area})
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


def _known(role: str, area: str) -> None:
    roles = [one.id for one in blueprint().roles]
    if role not in roles:
        raise UnknownPost(f"no role '{role}' in the blueprint; it has {', '.join(roles)}")
    try:
        extent(area)
    except KeyError:
        raise UnknownPost(
            f"no area '{area}' in the blueprint; give the id of an area or the ODS code of a practice"
        ) from None
