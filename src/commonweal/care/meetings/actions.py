"""The only writer of meetings. What was taken down stays: it is amended or struck out, and never changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.involvements import reads as receivers
from commonweal.care.meetings import finding, reads, rules
from commonweal.care.meetings.models import HOW, Attendance, Meeting, MeetingItem, MeetingLine
from commonweal.care.meetings.rules import BY_HAND, Overtaken, Reason
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.tasks.models import Task

EARLIEST, FURTHEST = timedelta(days=31), timedelta(days=366)
AT_ONCE = 100


@dataclass(frozen=True)
class Planned:
    """A meeting as it is planned."""

    title: str
    starts: datetime
    place: str = ""
    chair: str = ""
    invited: tuple[str, ...] = ()


def plan(by: Viewer, planned: Planned) -> Meeting:
    """A meeting of the viewer's team; whoever is invited sees it, and of its people those whom they may."""
    with access.acting(by, "direct_care"), transaction.atomic():
        team, now = reads.team_of(by, "meeting.planned"), moments.now()
        if not now - EARLIEST <= planned.starts <= now + FURTHEST:
            raise NotPossible("starts", "Give a time of the last month or the coming year")
        for id in planned.invited:
            receivers.receiver(id)
        meeting = Meeting.objects.create(
            team=team,
            agenda=reads.agenda_of(team).id,
            title=rules.check_words("title", planned.title, "Say what the meeting is called")[:200],
            starts=planned.starts,
            place=planned.place.strip()[:500],
            chair=planned.chair.strip()[:200] or by.name,
            invited=sorted({*planned.invited} - {team}),
            made=now,
            made_by_id=by.user,
        )
        record("meeting.planned", by, meeting)
    return meeting


def draw_up(by: Viewer, id: int) -> int:
    """The agenda as the rules make it now; how many are on it. Whom nothing lists any more is taken off.

    Those put on by hand, and those spoken of already, stay.
    """
    with access.acting(by, "direct_care"), transaction.atomic():
        meeting = _ours(by, id)
        listed = rules.agenda(finding.found(by, meeting.team, reads.agenda_of(meeting.team).rules))
        there = {item.person_id: item for item in MeetingItem.objects.filter(meeting=meeting)}
        spoken = reads.spoken_of(meeting)
        for one in listed:
            _listed(meeting, there.pop(one.person, None), one)
        for item in there.values():
            _left_over(item, spoken)
        Meeting.objects.filter(pk=meeting.pk).update(listed=moments.now())
        record("meeting.drawn_up", by, meeting, {"people": len(listed)})
    return len(listed)


def put_on(by: Viewer, id: int, person: UUID, why: str) -> MeetingItem:
    """Somebody is on the agenda because someone wants to speak of them."""
    with access.acting(by, "direct_care"), transaction.atomic():
        meeting = writable(by, id)
        known = Person.objects.filter(access.visible(by, "plan_care"), pk=person).first()
        if known is None:
            audit.refused("meeting.refused", by=by, because=reads.NOT_PLANNED, detail={"meeting": id})
            raise access.NotSeen
        words = rules.check_words("why", why, "Say why, in a few words")
        reason = asdict(Reason(BY_HAND, f"{words} ({by.name})"))
        item = MeetingItem.objects.filter(meeting=meeting, person=person).first()
        if item is None:
            item = MeetingItem(meeting=meeting, person=known, reasons=[reason], place=-1)
            MeetingItem.objects.bulk_create([item])
        else:
            _update(item, reasons=[*item.reasons, reason], place=-1, dropped=False)
        record("meeting.put_on", by, meeting, {"item": item.pk}, about=person)
    return item


def attend(by: Viewer, id: int, name: str, organisation: str, how: str) -> Attendance:
    """Somebody was there, or sent apologies; said again of the same name, the last one holds."""
    with access.acting(by, "direct_care"), transaction.atomic():
        meeting = writable(by, id)
        if how not in HOW:
            raise NotPossible("how", "Say whether they were there")
        said = Attendance(
            meeting=meeting,
            name=" ".join(rules.check_words("name", name, "Say who it is").split())[:200],
            organisation=" ".join(organisation.split())[:200],
            how=how,
            recorded=moments.now(),
            by_id=by.user,
        )
        Attendance.objects.bulk_create([said])
        record("meeting.attended", by, meeting, {"how": how})
    return said


def close(by: Viewer, id: int) -> Meeting:
    """The meeting is over and its minutes stand; NotPossible where nobody said why one may be spoken of."""
    with access.acting(by, "direct_care"), transaction.atomic():
        meeting = _ours(by, id)
        if without := reads.unfounded(meeting):
            named = ", ".join(f"{one.person.given} {one.person.family}" for one in without)
            raise NotPossible("basis", f"Say first why you may speak of {named}")
        kept(by, meeting, kind="closed", key=uuid4(), says="Closed")
        Meeting.objects.filter(pk=id).update(closed=moments.now())
        record("meeting.closed", by, meeting)
    return meeting


def reopen(by: Viewer, id: int, because: str) -> Meeting:
    """A meeting that was closed can be written to again; that it was, and why, stays in the minutes."""
    with access.acting(by, "direct_care"), transaction.atomic():
        meeting = _held(by, id)
        if meeting.closed is None:
            raise Overtaken("Somebody opened it again already")
        said = rules.check_words("because", because, "Say why, in a few words")
        kept(by, meeting, kind="reopened", key=uuid4(), says="Opened again", because=said)
        Meeting.objects.filter(pk=id).update(closed=None)
        record("meeting.reopened", by, meeting, {"because": said})
    return meeting


def writable(by: Viewer, id: int) -> Meeting:
    """The meeting, while it is open; Overtaken once it is closed."""
    meeting = reads.seen(by, id)
    if meeting.closed:
        raise Overtaken("The meeting has been closed; open it again to add to it")
    return meeting


def kept(
    by: Viewer,
    meeting: Meeting,
    *,
    kind: str,
    key: UUID,
    says: str = "",
    item: MeetingItem | None = None,
    task: Task | None = None,
    amends: MeetingLine | None = None,
    because: str = "",
) -> MeetingLine:
    """A line that an action adds."""
    line = MeetingLine(
        meeting=meeting, kind=kind, key=key, says=says, item=item, task=task, amends=amends,
        because=because, recorded=moments.now(), by_id=by.user, by_name=by.name,
    )  # fmt: skip
    MeetingLine.objects.bulk_create([line])
    return line


def record(
    deed: str, by: Viewer, meeting: Meeting, more: dict[str, object] | None = None, about: UUID | None = None
) -> None:
    """Adds what was done to the audit."""
    decision = access.teamwork(by, "meetings")
    audit.record(
        deed,
        by=by,
        about=about,
        purpose="direct_care",
        clause=decision.clause,
        because=decision.because,
        detail={"meeting": meeting.pk, **(more or {})},
    )


def _ours(by: Viewer, id: int) -> Meeting:
    """The team's own meeting, open, held for us until this change is made."""
    meeting = _held(by, id)
    if meeting.closed:
        raise Overtaken("The meeting has been closed; open it again to change it")
    return meeting


def _held(by: Viewer, id: int) -> Meeting:
    meeting = reads.seen(by, id)
    if meeting.team != by.team:
        audit.refused("meeting.refused", by=by, because=reads.NOT_OURS, detail={"meeting": id})
        raise Refused(Decision(False, reads.NOT_OURS))
    return Meeting.objects.select_for_update().get(pk=id)


def _listed(meeting: Meeting, item: MeetingItem | None, one: rules.Listed) -> None:
    reasons = [asdict(reason) for reason in one.reasons]
    if item is None:
        MeetingItem.objects.bulk_create(
            [MeetingItem(meeting=meeting, person_id=one.person, reasons=reasons, place=one.place)]
        )
        return
    by_hand = [reason for reason in item.reasons if reason["rule"] == BY_HAND]
    _update(item, reasons=[*by_hand, *reasons], place=-1 if by_hand else one.place, dropped=False)


def _left_over(item: MeetingItem, spoken: frozenset[int]) -> None:
    """Somebody whom no rule lists any more."""
    by_hand = [reason for reason in item.reasons if reason["rule"] == BY_HAND]
    if item.pk not in spoken:
        _update(item, reasons=by_hand, dropped=not by_hand)


def _update(item: MeetingItem, **changed: object) -> None:
    MeetingItem.objects.filter(pk=item.pk).update(**changed)
    for column, value in changed.items():
        setattr(item, column, value)
