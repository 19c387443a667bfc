"""The only writer of the keys that systems come with."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import get_args

from django.db import transaction
from django.utils import timezone

from commonweal.blueprint.shapes import OrganisationKind
from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import User
from commonweal.care.audit import actions as audit
from commonweal.care.systems.models import SystemKey

BEGINS = "commonweal"  # every key begins so: whoever finds one knows what it opens
NOTED_EVERY = timedelta(hours=1)  # a key is not written for each message
SOURCES = (*get_args(OrganisationKind), "nhs_111", "ambulance_999")


class NoSuchSystem(Exception):
    """A key that cannot be given or ended; the message says what to give instead."""


@dataclass(frozen=True)
class System:
    """A system that has shown its key, and the viewer it acts as."""

    key: SystemKey
    viewer: Viewer


@transaction.atomic
def add(*, by: Viewer | None, account: str, post: int | None, source: str, title: str) -> str:
    """The key of a system that acts in a live post of this account; it is told here and never again."""
    held = _post(account, post)
    if source not in SOURCES:
        raise NoSuchSystem(f"'{source}' sends no referrals; give one of {', '.join(SOURCES)}")
    if SystemKey.objects.filter(title=title, ended=None).exists():
        raise NoSuchSystem(f"'{title}' has a key; end that one first, or give this system another title")
    same = {"post__organisation": held.organisation, "post__team": held.team}
    if SystemKey.objects.filter(title=title).exclude(**same).exists():
        raise NoSuchSystem(f"'{title}' sent for another organisation or team; give this another title")
    secret = secrets.token_urlsafe(32)
    key = SystemKey.objects.create(post_id=held.post, source=source, title=title, digest="")
    token = f"{BEGINS}_{key.pk}_{secret}"
    key.digest = _digest(token)
    key.save(update_fields=["digest"])
    audit.record("system.key_added", by=by, detail={"title": title, "account": account, "post": held.post})
    return token


@transaction.atomic
def end(*, by: Viewer | None, title: str) -> None:
    """Ends a system's key at once."""
    ended = SystemKey.objects.filter(title=title, ended=None).update(ended=timezone.now())
    if not ended:
        raise NoSuchSystem(f"no system '{title}' has a key; `commonweal systems list` says which have")
    audit.record("system.key_ended", by=by, detail={"title": title})


def shown(token: str) -> System | None:
    """Whose key this is and as whom they act; nobody where it is no key, has ended, or its post has."""
    id = token.removeprefix(f"{BEGINS}_").partition("_")[0]
    key = SystemKey.objects.filter(pk=int(id)).first() if id.isdecimal() and len(id) < 18 else None
    kept = key.digest if key else _digest("")
    fits = hmac.compare_digest(kept, _digest(token))
    return acting_as(key) if key and fits and key.ended is None else None


def acting_as(key: SystemKey) -> System | None:
    """The system and the viewer of its post; None where the post or its account has ended."""
    user = User.objects.get(posts=key.post_id)
    viewer = next((held for held in accounts.posts(user) if held.post == key.post_id), None)
    return System(key, viewer) if viewer else None


def used(key: SystemKey) -> None:
    """Notes about when a key was last shown."""
    now = timezone.now()
    if key.last_used is None or now - key.last_used >= NOTED_EVERY:
        SystemKey.objects.filter(pk=key.pk).update(last_used=now)


def _post(account: str, post: int | None) -> Viewer:
    held = [one for one in accounts.posts(_user(account)) if post in (None, one.post)]
    if len(held) == 1:
        return held[0]
    if not held:
        raise NoSuchSystem(f"{account} holds no such post; open one with `commonweal accounts open`")
    listed = ", ".join(f"{one.post} ({one.role.id} for {one.extent.id})" for one in held)
    raise NoSuchSystem(f"{account} holds several posts; say which with --post: {listed}")


def _user(account: str) -> User:
    found = User.objects.filter(username=account).first()
    if found is None:
        raise NoSuchSystem(f"there is no account '{account}'; open one with `commonweal accounts open`")
    return found


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
