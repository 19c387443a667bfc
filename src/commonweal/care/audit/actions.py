"""The only writer of the audit."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from commonweal.care.access import Viewer
from commonweal.care.audit.models import Entry


def record(
    deed: str, *, by: Viewer | None, about: UUID | None = None, detail: Mapping[str, object] | None = None
) -> None:
    """Adds one row, in the transaction of the deed itself where there is one."""
    Entry.objects.create(
        deed=deed,
        by_id=by.user if by else None,
        role=by.role.id if by else "",
        area=by.extent.id if by else "",
        about_id=about,
        detail=dict(detail or {}),
    )
