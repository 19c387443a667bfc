"""The only queries of meetings, each for a viewer of the team, or of those who are invited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from commonweal.blueprint.meetings import Agenda
from commonweal.blueprint.meetings import agenda_of as chosen
from commonweal.care import access
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.meetings import finding, rules
from commonweal.care.meetings.models import Attendance, Meeting, MeetingItem, MeetingLine
from commonweal.care.tasks.models import LIVE, Task

SHOWN = 50
COUNT = "SELECT care_listed_people(%s)"
NOT_SEEN = "there is no such meeting, or it is not your team’s and you are not invited"
NOT_OURS = "it is the meeting of another team; only those of the team plan, close and open it"
NOT_PLANNED = "there is nobody here whose planned care you may see"
NO_TEAM = "your post is with no team; choose one that is, or ask for it"


@dataclass(frozen=True)
class Spoken:
    """One line of the minutes as it stands, with what it said before."""

    line: MeetingLine
    root: int
    before: tuple[MeetingLine, ...]


@dataclass(frozen=True)
class Item:
    """Somebody on the agenda, with what was taken down about them."""

    item: MeetingItem
    lines: tuple[Spoken, ...]
    basis: str

    @property
    def discussed(self) -> bool:
        return bool(self.lines)


@dataclass(frozen=True)
class Opened:
    """A meeting as the viewer may see it; `withheld` is how many more are on its agenda."""

    meeting: Meeting
    agenda: Agenda
    items: tuple[Item, ...]
    withheld: int
    general: tuple[Spoken, ...]
    turns: tuple[MeetingLine, ...]
    carried: tuple[Task, ...]
    attendance: tuple[Attendance, ...]
    ours: bool

    def item(self, id: int | None) -> Item | None:
        """Somebody on the agenda whom the viewer may see."""
        return next((one for one in self.items if one.item.pk == id), None)


def at_work(viewer: Viewer | None, deed: str) -> Decision:
    """Why meetings are this viewer's work; a refusal is recorded and raised."""
    decision = access.teamwork(viewer, "meetings")
    if not decision.allowed:
        audit.refused("meeting.refused", by=viewer, because=decision.because, detail={"asked": deed})
        raise Refused(decision)
    return decision


def team_of(viewer: Viewer, deed: str) -> str:
    """The team whose meetings the viewer plans; Refused where they are of none."""
    at_work(viewer, deed)
    if not viewer.team:
        audit.refused("meeting.refused", by=viewer, because=NO_TEAM, detail={"asked": deed})
        raise Refused(Decision(False, NO_TEAM))
    return viewer.team


@access.for_purpose("direct_care")
def listed(viewer: Viewer | None, before: int | None = None) -> tuple[list[Meeting], int | None]:
    """Meetings of the viewer's team and those they are invited to, the latest first; where a page goes on."""
    decision = at_work(viewer, "meetings.listed")
    audit.record("meetings.listed", by=viewer, clause=decision.clause, because=decision.because)
    found = Meeting.objects.order_by("-starts", "-pk")
    if here := Meeting.objects.filter(pk=before).first() if before else None:
        found = found.filter(Q(starts__lt=here.starts) | Q(starts=here.starts, pk__lt=here.pk))
    page = list(found[: SHOWN + 1])
    return page[:SHOWN], page[SHOWN - 1].pk if len(page) > SHOWN else None


@access.for_purpose("direct_care")
def one(viewer: Viewer | None, id: int, deed: str = "meeting.read") -> Opened:
    """One meeting; NotSeen where there is none that the viewer takes part in. The look is recorded."""
    meeting = seen(viewer, id)
    decision = access.teamwork(viewer, "meetings")
    said: dict[str, object] = {"meeting": id}
    audit.record(deed, by=viewer, clause=decision.clause, because=decision.because, detail=said)
    lines = _lines(meeting)
    items = [one for one in _items(meeting) if not one.dropped]
    known = bases(meeting)
    return Opened(
        meeting,
        agenda_of(meeting.team),
        tuple(Item(one, _about(lines, one.pk), known.get(one.pk, "")) for one in items),
        _count(meeting) - len(items),
        _about(lines, None),
        tuple(MeetingLine.objects.filter(meeting=meeting, kind__in=("closed", "reopened")).order_by("pk")),
        tuple(carried(meeting)),
        tuple(_attendance(meeting)),
        ours=viewer is not None and viewer.team == meeting.team,
    )


@access.for_purpose("direct_care")
def dry_run(viewer: Viewer | None, id: int) -> tuple[list[tuple[str, int]], int]:
    """How many each rule would list now, and how many people that is; nothing is changed."""
    meeting = seen(viewer, id)
    if viewer is None or viewer.team != meeting.team:
        raise Refused(Decision(False, NOT_OURS))
    rules_now = agenda_of(meeting.team).rules
    found = finding.found(viewer, meeting.team, rules_now)
    people = [{one.person for one in found if one.place == place} for place in range(len(rules_now))]
    return [(rule.title, len(people[n])) for n, rule in enumerate(rules_now)], len(rules.agenda(found))


def seen(viewer: Viewer | None, id: int) -> Meeting:
    """The meeting; NotSeen, which is recorded, where the viewer takes no part in it."""
    at_work(viewer, "meeting.read")
    found = Meeting.objects.filter(pk=id).first()
    if found is None or not access.works_as(viewer) & {found.team, *found.invited}:
        audit.refused("meeting.refused", by=viewer, because=NOT_SEEN, detail={"meeting": id})
        raise access.NotSeen
    return found


def carried(meeting: Meeting) -> QuerySet[Task]:
    """Actions of the team's earlier meetings that were not over when this one began, by when they are due."""
    earlier = Meeting.objects.filter(team=meeting.team, starts__lt=meeting.starts).exclude(pk=meeting.pk)
    numbers = earlier.annotate(number=Cast("pk", TextField())).values("number")
    made_there = Q(source="meeting", source_id__in=numbers)
    named_there = Q(pk__in=MeetingLine.objects.filter(meeting__in=earlier, kind="action").values("task"))
    not_over = LIVE | Q(ended__gte=meeting.starts)
    found = Task.objects.filter(made_there | named_there).filter(not_over)
    return found.select_related("person", "post__user").order_by("due", "pk")


def bases(meeting: Meeting) -> Mapping[int, str]:
    """By item, why its person may be spoken of, as it was said last."""
    said = MeetingLine.objects.filter(meeting=meeting, kind="basis", item__isnull=False).order_by("pk")
    return {one.item_id: one.says for one in said if one.item_id}


def spoken_of(meeting: Meeting) -> frozenset[int]:
    """The items about which anything stands in the minutes."""
    lines = _lines(meeting)
    return frozenset(one.line.item_id for one in lines if one.line.item_id is not None)


def unfounded(meeting: Meeting) -> list[MeetingItem]:
    """Those spoken of without a word on why that was right."""
    without = rules.unfounded(spoken_of(meeting), bases(meeting))
    return [one for one in _items(meeting) if one.pk in without]


def agenda_of(team: str) -> Agenda:
    """The agenda by which a team's meetings list people."""
    kind = next((one.kind for one in blueprint().teams if one.id == team), "")
    return chosen(blueprint().meetings, kind)


def _items(meeting: Meeting) -> list[MeetingItem]:
    found = MeetingItem.objects.filter(meeting=meeting).select_related("person")
    return list(found.order_by("place", "pk"))


def _lines(meeting: Meeting) -> list[Spoken]:
    """What stands in the minutes, in the order in which it was first said."""
    found = MeetingLine.objects.filter(meeting=meeting, kind__in=("decision", "note", "action"))
    by_id = {one.pk: one for one in found.select_related("task__post__user").order_by("pk")}
    plain = [rules.Line(one.pk, one.kind, one.says, one.amends_id) for one in by_id.values()]
    return [
        Spoken(by_id[line.id], root, tuple(_before(by_id, by_id[line.id])))
        for root, line in rules.standing(plain).items()
    ]


def _before(by_id: Mapping[int, MeetingLine], line: MeetingLine) -> list[MeetingLine]:
    """What a line said before, the first wording first."""
    found = []
    while line.amends_id and line.amends_id in by_id:
        line = by_id[line.amends_id]
        found.append(line)
    return found[::-1]


def _about(lines: list[Spoken], item: int | None) -> tuple[Spoken, ...]:
    return tuple(one for one in lines if one.line.item_id == item)


def _attendance(meeting: Meeting) -> list[Attendance]:
    """Of each name, what was said last."""
    newest: dict[tuple[str, str], Attendance] = {}
    for one in Attendance.objects.filter(meeting=meeting).order_by("pk"):
        newest[one.name.casefold(), one.organisation.casefold()] = one
    return sorted(newest.values(), key=lambda one: (one.how != "present", one.name.casefold()))


def _count(meeting: Meeting) -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [meeting.pk])
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0
