"""The only writer of the audit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from commonweal.care import access
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.accounts.models import User
from commonweal.care.prepared import ask

ADD = """
INSERT INTO care_entry (deed, by_id, role, area, organisation, purpose, about_id, clause, because, detail)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
NUL, INSTEAD = "\x00", "\ufffd"  # PostgreSQL takes no NUL in a text
ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


@dataclass(frozen=True)
class Told:
    """What a row of the audit is going to say."""

    deed: str
    by: Viewer | User | None
    about: UUID | None = None
    purpose: str = ""
    clause: str | None = ""
    because: str = ""
    detail: Mapping[str, object] | None = None


WAITING: ContextVar[list[Told] | None] = ContextVar("refusals that wait for their transaction", default=None)


def record(
    deed: str,
    *,
    by: Viewer | User | None,
    about: UUID | None = None,
    purpose: str = "",
    clause: str | None = "",
    because: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Adds one row, in the transaction of the deed where there is one; the purpose is the role's if not said.

    `by` is a user where no post is acted in, and nobody for the operator.
    """
    _add(Told(deed, by, about, purpose, clause, because, detail))


def refused(
    deed: str,
    *,
    by: Viewer | User | None,
    because: str,
    about: UUID | None = None,
    purpose: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Adds the row of a refusal; inside `refusals_kept`, once its transaction has ended in whatever way."""
    told = Told(deed, by, about, purpose, "", because, detail)
    waiting = WAITING.get()
    if waiting is None:
        _add(told)
    else:
        waiting.append(told)


def look(by: Viewer | None, asked: str, deed: str, detail: Mapping[str, object]) -> Viewer:
    """The viewer, where they may do `asked`, and records it as `deed`; a refusal is recorded and raised."""
    by, decision = require(by, asked, deed, detail)
    purpose, clause = access.DEEDS[asked].purpose, decision.clause
    record(deed, by=by, purpose=purpose, clause=clause, because=decision.because, detail=detail)
    return by


def require(
    by: Viewer | None, asked: str, deed: str, detail: Mapping[str, object]
) -> tuple[Viewer, Decision]:
    """The viewer, where they may do `asked`, and why; a refusal is recorded, as of `deed`, and raised."""
    decision = access.may(by, asked)
    if by is None or not decision.allowed:
        noun, purpose = deed.partition(".")[0], access.DEEDS[asked].purpose
        told = {"asked": deed, **detail}
        refused(f"{noun}.refused", by=by, because=decision.because, purpose=purpose, detail=told)
        raise Refused(decision)
    return by, decision


@contextmanager
def refusals_kept(by: Viewer | None, **detail: object) -> Iterator[None]:
    """One transaction, as the outermost; a refusal in it stays recorded although it is undone.

    One that nobody has recorded is recorded here, with this detail.
    """
    waiting: list[Told] = []
    before = WAITING.set(waiting)
    try:
        with transaction.atomic():
            yield
    except Refused as fault:
        if not waiting:
            waiting.append(Told("page.refused", by, because=fault.decision.because, detail=detail))
        raise
    finally:
        WAITING.reset(before)
        for told in waiting:
            _add(told)


def _add(told: Told) -> None:
    """In plain SQL: the model would read the row back, which not everybody may who adds one."""
    by, purpose = told.by, told.purpose
    acting: tuple[int | None, str, str, str]
    if isinstance(by, Viewer):
        acting = (by.user, by.role.id, by.extent.id, by.organisation)
        purpose = purpose or by.role.purpose
    else:
        acting = (by.pk if by else None, "", "", "")
    because = told.because.replace(NUL, INSTEAD)
    values = (told.deed, *acting, purpose, told.about, told.clause or "", because, _json(told.detail))
    ask(ADD, values)


def _json(detail: Mapping[str, object] | None) -> str:
    return ESCAPED_NUL.sub(rf"\1{INSTEAD}", json.dumps(dict(detail or {}), default=str))
