"""Whom a round sees first, and why: each reason has its place, and says itself in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from commonweal.care.homes.rules import Owed

RISE = 2  # by so much the early warning score has gone up since the one before
UNSEEN_DAYS = 28
PLACES = {  # what is told first; the words are those of the page
    "high": "The last early warning score is high",
    "medium": "The last early warning score asks for an urgent review",
    "rising": "The early warning score is going up",
    "see": "The home asks for them to be seen",
    "fall": "Fell since the last round",
    "unwell": "Unwell since the last round",
    "signs": "Not as usual since the last round",
    "overdue": "Overdue",
    "again": "Came back",
    "new": "New here",
    "due": "Due",
    "unseen": "Not seen for a while",
}
URGENT = ("high", "medium", "rising", "see", "fall")


@dataclass(frozen=True)
class Score:
    """An early warning score: its total, what it means, and when it was taken."""

    total: int
    band: str
    taken: datetime


@dataclass(frozen=True)
class Noticed:
    """What the home said of a resident since they were last seen."""

    kind: str
    words: str
    happened: datetime


@dataclass(frozen=True)
class Situation:
    """All that a resident's place on the round is worked out from; scores the newest first."""

    name: str
    started: date | None
    again: bool
    scores: tuple[Score, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    owed: tuple[Owed, ...] = ()
    last_seen: date | None = None
    plan_review: date | None = None


@dataclass(frozen=True)
class Reason:
    """Why somebody is where they are on the round: a key of PLACES, and what there is to say to it."""

    place: str
    words: str


def reasons(resident: Situation, today: date) -> tuple[Reason, ...]:
    """Every reason to see this resident, the most pressing first; none where nothing is known of any."""
    order = list(PLACES)
    return tuple(sorted(_found(resident, today), key=lambda one: order.index(one.place)))


def rank(resident: Situation, today: date) -> tuple[object, ...]:
    """What residents are sorted by: the most pressing reason, how many, the longest unseen, name."""
    found = reasons(resident, today)
    order = list(PLACES)
    first = order.index(found[0].place) if found else len(order)
    worst = -resident.scores[0].total if resident.scores and first < order.index("see") else 0
    return (first, worst, -len(found), resident.last_seen or date.min, resident.name)


def _found(resident: Situation, today: date) -> Iterator[Reason]:
    yield from _by_score(resident.scores)
    for kind in ("see", "fall", "unwell", "signs"):
        said = [one for one in resident.noticed if one.kind == kind]
        if said:
            yield Reason(kind, _joined(one.words for one in said))
    if late := list(_late(resident, today)):
        yield Reason("overdue", "; ".join(late))
    due = [one for one in resident.owed if one.standing == "due" and one.element.working_days]
    if due:
        yield Reason(
            "due", "; ".join(f"{one.element.title} by {_day(one.due, today)}, {_left(one)}" for one in due)
        )
    if resident.started and (today - resident.started).days <= UNSEEN_DAYS and not _seen(resident):
        yield Reason("again" if resident.again else "new", f"since {_day(resident.started, today)}")
    elif resident.last_seen and (today - resident.last_seen).days > UNSEEN_DAYS:
        yield Reason("unseen", f"last on {resident.last_seen:%-d %B %Y}")


def _by_score(scores: tuple[Score, ...]) -> Iterator[Reason]:
    if not scores:
        return
    last = scores[0]
    if last.band == "high":
        yield Reason("high", f"{last.total}")
    elif last.band in ("medium", "low-medium"):
        yield Reason("medium", f"{last.total}")
    if len(scores) > 1 and last.total - scores[1].total >= RISE:
        yield Reason("rising", f"{scores[1].total} → {last.total}")


def _seen(resident: Situation) -> bool:
    return bool(resident.last_seen and resident.started and resident.last_seen >= resident.started)


def _late(resident: Situation, today: date) -> Iterator[str]:
    for one in resident.owed:
        if one.overdue:
            yield f"{one.element.title}, was due on {_day(one.due, today)}"
    if resident.plan_review and resident.plan_review < today:
        yield f"the plan was to be read again by {_day(resident.plan_review, today)}"


def _left(one: Owed) -> str:
    return f"{one.left} working {'day' if one.left == 1 else 'days'} left"


def _day(day: date, today: date) -> str:
    return f"{day:%-d %B}" if day.year == today.year else f"{day:%-d %B %Y}"


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, words)))
