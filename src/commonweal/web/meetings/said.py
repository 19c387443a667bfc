"""What the forms of a meeting say, as its actions take it; and an action as it is understood while typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from commonweal.care import moments
from commonweal.care.involvements import reads as involvements
from commonweal.care.meetings import typed
from commonweal.care.meetings.minuting import Said
from commonweal.care.meetings.models import Meeting
from commonweal.care.meetings.typed import Typed
from commonweal.care.possible import NotPossible
from commonweal.care.tasks import reads as tasks
from commonweal.care.tasks.rules import Wanted
from commonweal.care.teams.turns import name_of
from commonweal.web.tasks.due import typed_day

USUAL = timedelta(days=14)  # by when, where nobody says
LONGEST = 4000


def line(said: Mapping[str, str]) -> Said:
    """A decision or note; NotPossible where the form is not one of ours."""
    return Said(
        said.get("says", "")[:LONGEST],
        _key(said.get("key", "")),
        said.get("kind", "decision"),
        number(said.get("item", "")),
        said.get("basis", "")[:60],
    )


def wanted(meeting: Meeting, said: Mapping[str, str]) -> Wanted:
    """The action; what is chosen in the fields goes before what is typed."""
    understood = action(meeting, said.get("says", "")[:LONGEST])
    owner, due = said.get("receiver", "")[:60], typed_day("due", said.get("due", "")[:60])
    faults = {
        about: fault
        for about, fault in understood.faults.items()
        if not (about in ("owner", "worker") and owner) and not (about == "due" and due)
    }
    for about, fault in faults.items():
        raise NotPossible({"said": "says", "owner": "says", "worker": "says", "due": "says"}[about], fault)
    post = understood.post if not owner or owner == understood.owner else None
    return Wanted(understood.said, owner or understood.owner, due or understood.due, post=post)


def action(meeting: Meeting, text: str) -> Typed:
    """What is understood of an action while it is typed."""
    today = moments.today()
    return typed.understood(
        text, involvements.titles(), _workers, today, plain_owner=meeting.team, plain_due=today + USUAL
    )


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _workers(owner: str) -> Sequence[tuple[int, str, str]]:
    return [(post.pk, post.user.get_username(), name_of(post)) for post in tasks.colleagues(owner)]


def _key(text: str) -> UUID:
    """The mark of the form, so that sent twice it counts once."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
