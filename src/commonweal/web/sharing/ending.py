"""Agreements that need somebody to act, for those who watch over sharing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from commonweal.care.access import Viewer
from commonweal.care.extents import blueprint
from commonweal.web.sharing import wording


@dataclass(frozen=True)
class Ending:
    id: str
    title: str
    said: str


def ending(viewer: Viewer, at: str) -> tuple[Ending, ...]:
    """What has ended or ends within sixty days, on the first page of a role that has the page `sharing`."""
    if "sharing" not in viewer.role.pages or at not in ("sharing", viewer.role.pages[0]):
        return ()
    today = timezone.localdate()
    return tuple(
        Ending(one.id, one.title, wording.life(one, today))
        for one in sorted(blueprint().agreements, key=lambda one: one.until)
        if one.state(today) in ("ends_soon", "ended")
    )
