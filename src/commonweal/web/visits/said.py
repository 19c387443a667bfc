"""What the form of a visit says, as the action takes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, QueryDict

from commonweal.care.access import Viewer
from commonweal.care.possible import NotPossible
from commonweal.care.visits.reads import Opened
from commonweal.care.visits.rules import Recorded
from commonweal.web.referrals.instruments import given
from commonweal.web.typed import moment

LONGEST_WAIT = timedelta(hours=24)  # what a phone kept without a network for longer is typed anew
FORM = "visit"  # what begins the names of the fields of instruments
CLOCKS_APART = timedelta(minutes=2)  # how far the clock of a phone may be ahead of ours


def recorded(said: QueryDict, now: datetime, opened: Opened) -> Recorded:
    """NotPossible where a time or number of it is none."""
    made = said.get("made", "")
    if made not in ("yes", "no"):
        raise NotPossible("made", "Say whether the visit was made")
    return Recorded(
        seen=_number(said.get("seen", "")),
        made=made == "yes",
        arrived=moment("arrived", said.get("arrived", ""), now) if made == "yes" else None,
        finished=moment("finished", said.get("finished", ""), now) if made == "yes" else None,
        reason=said.get("reason", "")[:40],
        note=said.get("note", "").replace("\r\n", "\n"),
        step=said.get("step", "")[:200],
        next_owner=_owner(said),
        instruments=tuple(said.getlist("instruments")[:20]),
        assessed=given(opened.referral, FORM, wanted(opened), said, now),
    )


def wanted(opened: Opened) -> list[str]:
    """The instruments that the moves which may follow the visit ask for, in the order of the pathway."""
    needed = {id for step in opened.steps for id in step.move.instruments}
    return [one.id for one in opened.standing.pathway.instruments if one.id in needed]


def tapped(said: str, now: datetime) -> datetime | None:
    """When a phone without a network was tapped, by its own clock; None where that is now."""
    if not said:
        return None
    try:
        found = datetime.fromisoformat(said.replace("Z", "+00:00"))
    except ValueError:
        raise NotPossible("happened", "The phone did not say when") from None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    if now - found > LONGEST_WAIT:
        raise NotPossible("happened", "The phone kept this for more than a day; record the visit instead")
    return min(found, now) if found - now < CLOCKS_APART else found


def on_the_phone(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    """Whose drafts a phone may keep, and which one is no longer needed: its visit was recorded just now."""
    kept = request.GET.get("kept", "")
    return {"user_key": str(viewer.user), "kept": f"{viewer.user}/{kept}" if kept.isdigit() else ""}


def _owner(said: QueryDict) -> str:
    outside = said.get("outside", "").strip()
    return f"outside: {outside[:200]}" if outside else said.get("next_owner", "")[:200]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1
