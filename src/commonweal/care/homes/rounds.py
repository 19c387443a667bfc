"""The only writer of rounds, and what is asked of them: begun, taken down for each resident, closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from commonweal.blueprint.homes import Home
from commonweal.blueprint.pathways_clocks import WEEKDAYS
from commonweal.care import access, moments
from commonweal.care.access import Decision, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.homes import reads, rules, saying
from commonweal.care.homes.models import SEEN, HomeRound, RoundEntry
from commonweal.care.homes.rules import Overtaken
from commonweal.care.involvements.reads import titles
from commonweal.care.possible import NotPossible
from commonweal.care.tasks import actions as tasks
from commonweal.care.tasks.rules import Already, Wanted

LISTED_AT_MOST = 30
DAY = timedelta(days=1)


@dataclass(frozen=True)
class TakenDown:
    """What a round says of one resident; `number` is how many entries of them were seen before."""

    number: int
    seen: str
    decided: str = ""
    points: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    follow_up: str = ""
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True)
class Opened:
    """A round with what was taken down, the newest entry of each resident, by person."""

    round: HomeRound
    entries: Mapping[UUID, RoundEntry] = field(default_factory=dict)


def begin(by: Viewer, ods: str, present: str = "") -> HomeRound:
    """Today's round of the home; the one that is begun already where there is one."""
    with access.acting(by, "direct_care"), transaction.atomic():
        _, decision = reads.at_work(by, ods)
        there = HomeRound.objects.filter(home=ods, day=moments.today()).first()
        if there:
            return there
        made = HomeRound(home=ods, day=moments.today(), present=present.strip()[: rules.LONGEST])
        saying.sign(by, made, moments.now())
        try:
            with transaction.atomic():
                HomeRound.objects.bulk_create([made])
        except IntegrityError:
            return HomeRound.objects.get(home=ods, day=moments.today())
        _record("round.began", by, made, decision)
        return made


def take_down(by: Viewer, round: int, person: UUID, said: TakenDown) -> RoundEntry:
    """Overtaken where somebody took down more of this resident since the page was opened."""
    with access.acting(by, "direct_care"), transaction.atomic():
        held = _held(by, round)
        decision = saying.resident(by, held.home, person)
        entry = _entry(held, person, said)
        there = (
            RoundEntry.objects.filter(round=held, person=person).aggregate(most=Max("number"))["most"] or 0
        )
        if there != said.number:
            raise Overtaken("Somebody took something down of this resident since you opened the page")
        saying.sign(by, entry, moments.now())
        entry.task_id = _task(by, held, entry)
        try:
            with transaction.atomic():
                RoundEntry.objects.bulk_create([entry])
        except IntegrityError:
            raise Overtaken("Somebody took something down of this resident at the same moment") from None
        saying.elements_done(by, held.home, person, said.elements, held.day, "On the round")
        _record("round.taken_down", by, held, decision, person)
        return entry


def close(by: Viewer, round: int, *, present: str, note: str, next_day: date | None) -> HomeRound:
    """The round is over; what it says stays as it is."""
    with access.acting(by, "direct_care"), transaction.atomic():
        held = _held(by, round)
        _, decision = reads.at_work(by, held.home)
        if next_day is None or next_day <= held.day:
            raise NotPossible("next_day", "Give the day of the next round, after this one")
        held.present, held.note = present.strip()[: rules.LONGEST], note.strip()[: rules.LONGEST]
        held.next_day, held.closed = next_day, moments.now()
        held.save(update_fields=["present", "note", "next_day", "closed"])
        _record("round.closed", by, held, decision)
        return held


@access.for_purpose("direct_care")
def rounds(viewer: Viewer | None, ods: str) -> list[HomeRound]:
    """Of a home, the newest first."""
    reads.at_work(viewer, ods)
    return list(HomeRound.objects.filter(home=ods).order_by("-day")[:LISTED_AT_MOST])


@access.for_purpose("direct_care")
def one(viewer: Viewer | None, id: int, *, deed: str = "round.read") -> Opened:
    """A round with its entries, of the residents whom the viewer may see; recorded as `deed`."""
    found = HomeRound.objects.filter(pk=id).first()
    if found is None:
        audit.refused("home.refused", by=viewer, because=reads.NO_HOME, detail={"round": id})
        raise access.NotSeen
    viewer, decision = reads.at_work(viewer, found.home)
    detail = {"round": id, "home": found.home}
    audit.record(deed, by=viewer, clause=decision.clause, because=decision.because, detail=detail)
    rows = RoundEntry.objects.filter(round=found).select_related("person", "task").order_by("number")
    return Opened(found, {row.person_id: row for row in rows})


def next_day(home: Home | None, before: HomeRound | None, today: date) -> date | None:
    """When the next round is: as the last one said, else the next such day of the week, if any."""
    if before and before.next_day and before.next_day >= today:
        return before.next_day
    if home is None:
        return None
    wait = (WEEKDAYS.index(home.round.day) - today.weekday()) % 7
    if before and before.closed and before.day == today and wait == 0:
        wait = 7
    return today + wait * DAY


def owners() -> dict[str, str]:
    """Who can be given something to do: teams, organisations and practices, by id and code."""
    return titles()


def _held(by: Viewer, id: int) -> HomeRound:
    held = HomeRound.objects.select_for_update().filter(pk=id).first()
    if held is None:
        audit.refused("home.refused", by=by, because=reads.NO_HOME, detail={"round": id})
        raise access.NotSeen
    reads.at_work(by, held.home)
    if held.closed:
        raise Overtaken("This round is closed; begin another, and say it there")
    return held


def _entry(held: HomeRound, person: UUID, said: TakenDown) -> RoundEntry:
    """As it is kept; NotPossible where something is missing."""
    for about, message in _missing(said):
        raise NotPossible(about, message)
    terms = reads.terms()
    points = rules.known("points", said.points, [one.id for one in terms.protocol] if terms else [])
    return RoundEntry(
        round=held,
        person_id=person,
        number=said.number + 1,
        seen=said.seen,
        decided=said.decided.strip()[: rules.LONGEST],
        points=points,
        follow_up=said.follow_up.strip()[: rules.LONGEST],
        owner=said.owner if said.follow_up.strip() else "",
        due=said.due if said.follow_up.strip() else None,
    )


def _task(by: Viewer, held: HomeRound, entry: RoundEntry) -> int | None:
    """What is still to be done becomes a task, which the home follows; once where it is open."""
    if not entry.follow_up or entry.due is None:
        return None
    watchers = tuple(sorted({held.home, by.team or by.organisation} - {"", entry.owner}))
    wanted = Wanted(entry.follow_up, entry.owner, entry.due, entry.person_id, watchers=watchers)
    try:
        return tasks.ask(by, wanted).pk
    except Already as same:
        return same.task


def _missing(said: TakenDown) -> Iterator[tuple[str, str]]:
    if said.seen not in SEEN:
        yield "seen", "Say whether they were seen"
    if said.seen == "seen" and not said.decided.strip():
        yield "decided", "Say in a few words what was decided, or that nothing changes"
    if said.follow_up.strip() and said.owner not in owners():
        yield "owner", "Choose who does it"
    if said.follow_up.strip() and said.due is None:
        yield "due", "Give the day by which it is done"


def _record(deed: str, by: Viewer, held: HomeRound, decision: Decision, person: UUID | None = None) -> None:
    detail = {"round": held.pk, "home": held.home}
    clause, because = decision.clause, decision.because
    audit.record(deed, by=by, about=person, clause=clause, because=because, detail=detail)
