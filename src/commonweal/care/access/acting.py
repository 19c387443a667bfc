"""The database is told who looks: from then on its own policies hide what that viewer may not see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from commonweal.blueprint import Purpose
from commonweal.care.access.viewer import Refused, Viewer
from commonweal.care.grants import APPLICATION
from commonweal.care.prepared import ask

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Looking = Callable[Concatenate[Viewer | None, Asked], Answer]
Whom = tuple[str, str, str]  # role of the database, post, purpose

BECOME = """SELECT set_config('role', %s, true), set_config('commonweal.post', %s, true),
set_config('commonweal.purpose', %s, true)"""
OURSELVES: Whom = ("none", "", "")
OVER = (TransactionStatus.INERROR, TransactionStatus.UNKNOWN)


def once(name: str, make: Callable[[], Answer]) -> Answer:
    """What `make` gives, asked once while somebody acts: who may see what does not change under a page."""
    known: dict[str, Any] | None = getattr(connection, "known", None)
    if known is None:
        return make()
    if name not in known:
        known[name] = make()
    return cast(Answer, known[name])


@contextmanager
def acting(
    viewer: Viewer | None, purpose: Purpose | None = None, *, to_the_end: bool = False
) -> Iterator[None]:
    """All queries inside are made as this viewer, for this purpose, in one transaction.

    Where no purpose is said it stays as it is, or is direct care. A refusal does not undo what was done
    before it: that somebody was refused is recorded. Where the transaction goes `to_the_end` with it, the
    database need not be told that it is over.
    """
    before: Whom = getattr(connection, "acting", OURSELVES)
    wanted = (APPLICATION, str(viewer.post) if viewer else "", purpose or before[2] or "direct_care")
    if before == wanted:
        yield
    elif connection.in_atomic_block:
        with _as(wanted, before, ends=to_the_end and not connection.savepoint_ids):
            yield
    else:
        refused = None
        with transaction.atomic(), _as(wanted, before, ends=True):
            try:
                yield
            except Refused as fault:
                refused = fault
        if refused:
            raise refused


def for_purpose(purpose: Purpose | None) -> Callable[[Looking[Asked, Answer]], Looking[Asked, Answer]]:
    """A read or an action, whose first argument is the viewer, made as that viewer."""

    def made(look: Looking[Asked, Answer]) -> Looking[Asked, Answer]:
        @wraps(look)
        def looking(viewer: Viewer | None, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
            with acting(viewer, purpose):
                return look(viewer, *args, **kwargs)

        return looking

    return made


@contextmanager
def _as(wanted: Whom, before: Whom, *, ends: bool) -> Iterator[None]:
    """Settings are of a transaction: one that `ends` here takes them with it."""
    outermost = before == OURSELVES
    if outermost:
        connection.known = {}  # type: ignore[attr-defined]  # `once` finds it there
    try:
        _become(wanted)  # where the connection is lost in it, nobody is taken for having become anybody
        yield
    finally:
        if ends:
            connection.acting = before  # type: ignore[attr-defined]  # nested calls find it there
        else:
            _become(before)
        if outermost:
            connection.known = None  # type: ignore[attr-defined]


def _become(whom: Whom) -> None:
    """Until the transaction ends; one that failed, or is lost, is rolled back, and its settings with it."""
    connection.acting = whom  # type: ignore[attr-defined]  # nested calls find it there
    raw = connection.connection
    if raw is None or raw.info.transaction_status in OVER:
        return
    ask(BECOME, whom)
