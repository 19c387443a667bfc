"""What somebody has typed and not sent, kept in their session: it ends with it, and nobody else sees it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.sessions.backends.base import SessionBase
from django.db import connection

from commonweal.care.access import Viewer

KEY = "referring"
MOST = 3  # at once; the one begun first gives way


def draft(session: SessionBase, viewer: Viewer, pathway: str) -> dict[str, str]:
    """What is typed so far; nothing where none is begun."""
    return dict(session.get(KEY, {}).get(_name(viewer, pathway), {}))


def keep(session: SessionBase, viewer: Viewer, pathway: str, said: Mapping[str, str]) -> None:
    """Stands for what was kept before."""
    name = _name(viewer, pathway)
    others = {known: one for known, one in session.get(KEY, {}).items() if known != name}
    newest = dict(list(others.items())[1 - MOST :])
    session[KEY] = {**newest, name: dict(said)}


def forget(session: SessionBase, viewer: Viewer, pathway: str) -> None:
    """It was sent, or is not wanted any more."""
    name = _name(viewer, pathway)
    session[KEY] = {known: one for known, one in session.get(KEY, {}).items() if known != name}


def taken(session: SessionBase, viewer: Viewer, pathway: str) -> dict[str, str]:
    """The draft, which is nobody's any more: of two who press send at once, the second finds it gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"draft {session.session_key}"])
    there = type(session)(session.session_key).get(KEY, {})
    found = dict(there.get(_name(viewer, pathway), {}))
    forget(session, viewer, pathway)
    session.save()
    return found


def _name(viewer: Viewer, pathway: str) -> str:
    return f"{viewer.post} {pathway}"
