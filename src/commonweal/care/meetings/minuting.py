"""Taking down what is said: decisions, notes, and actions that become tasks. A line sent twice is one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.involvements import reads as receivers
from commonweal.care.meetings import actions, reads, rules
from commonweal.care.meetings.models import Meeting, MeetingItem, MeetingLine
from commonweal.care.meetings.rules import Overtaken
from commonweal.care.possible import NotPossible
from commonweal.care.tasks import actions as tasks
from commonweal.care.tasks.models import LIVE_STATES, Task
from commonweal.care.tasks.rules import Already, Done, Wanted
from commonweal.care.teams.turns import name_of

SPOKEN = ("decision", "note")


@dataclass(frozen=True)
class Said:
    """A line as it is typed; `item` is whom it is about, none where it is about the meeting as a whole."""

    says: str
    key: UUID
    kind: str = "decision"
    item: int | None = None
    basis: str = ""


def take_down(by: Viewer, id: int, said: Said) -> MeetingLine:
    """A decision or a note; the same form sent again gives the line it made."""
    with access.acting(by, "direct_care"), transaction.atomic():
        meeting = actions.writable(by, id)
        if (there := _there(meeting, said.key)) is not None:
            return there
        if said.kind not in SPOKEN:
            raise NotPossible("says", "Choose what it is")
        words = rules.check_words("says", said.says, "Write what was decided or said")
        item = _item(by, meeting, said.item)
        _founded(by, meeting, item, said.basis)
        line = actions.kept(by, meeting, kind=said.kind, key=said.key, says=words, item=item)
        actions.record(f"meeting.{said.kind}", by, meeting, {"line": line.pk}, _about(item))
    return line


def act(by: Viewer, id: int, wanted: Wanted, said: Said) -> MeetingLine:
    """What somebody is to do, as a task with owner and day; where the same is open, that one counts."""
    with access.acting(by, "direct_care"), transaction.atomic():
        meeting = actions.writable(by, id)
        if (there := _there(meeting, said.key)) is not None:
            return there
        item = _item(by, meeting, said.item)
        _founded(by, meeting, item, said.basis)
        task = _task(by, meeting, item, wanted)
        line = actions.kept(
            by, meeting, kind="action", key=said.key, says=_agreed(task), item=item, task=task
        )
        actions.record("meeting.action", by, meeting, {"line": line.pk, "task": task.pk}, _about(item))
    return line


def amend(by: Viewer, id: int, line: int, says: str, because: str) -> MeetingLine:
    """The line says this from now on, or nothing where it is struck out; what it said before stays.

    Overtaken where somebody amended it first. A task whose action is struck out is withdrawn.
    """
    with access.acting(by, "direct_care"), transaction.atomic():
        meeting = actions.writable(by, id)
        before = MeetingLine.objects.filter(pk=line, meeting=meeting).select_related("task", "item").first()
        if before is None or before.kind not in rules.TAKEN_DOWN:
            raise access.NotSeen
        if MeetingLine.objects.filter(meeting=meeting, amends=line).exists():
            raise Overtaken("Somebody amended this line since you looked")
        why = rules.check_words("because", because, "Say why, in a few words")
        words = rules.check_words("says", says, "Write what it should say") if says.strip() else ""
        kept = actions.kept(
            by, meeting, kind=before.kind, key=uuid4(), says=words, item=before.item, task=before.task,
            amends=before, because=why,
        )  # fmt: skip
        if before.kind == "action" and not words and before.task:
            _withdrawn(by, meeting, before.task, why)
        actions.record("meeting.amended", by, meeting, {"line": kept.pk}, _about(before.item))
    return kept


def _there(meeting: Meeting, key: UUID) -> MeetingLine | None:
    return MeetingLine.objects.filter(meeting=meeting, key=key).first()


def _item(by: Viewer, meeting: Meeting, id: int | None) -> MeetingItem | None:
    """Whom it is about; NotSeen where the viewer may not see them."""
    if id is None:
        return None
    item = MeetingItem.objects.filter(pk=id, meeting=meeting).select_related("person").first()
    if item is None:
        raise access.NotSeen
    return item


def _founded(by: Viewer, meeting: Meeting, item: MeetingItem | None, basis: str) -> None:
    """Why somebody may be spoken of, where that was not said yet or is another reason now."""
    if item is None:
        return
    bases = {one.id: one.title for one in reads.agenda_of(meeting.team).bases}
    said = reads.bases(meeting).get(item.pk)
    if basis not in bases:
        if said is None:
            raise NotPossible("basis", "Say why you may speak of this person")
        return
    if said != bases[basis]:
        actions.kept(by, meeting, kind="basis", key=uuid4(), says=bases[basis], item=item)


def _task(by: Viewer, meeting: Meeting, item: MeetingItem | None, wanted: Wanted) -> Task:
    person = item.person_id if item else None
    watchers = tuple({*wanted.watchers, meeting.team} - {wanted.owner})
    whole = replace(wanted, person=person, watchers=watchers, source="meeting", source_id=str(meeting.pk))
    try:
        return tasks.ask(by, whole)
    except Already as already:
        if already.task is None:
            raise
        return Task.objects.get(pk=already.task)


def _agreed(task: Task) -> str:
    """What is to be done, by whom and when, as it was agreed: the minutes keep that whatever follows."""
    whose = receivers.titles().get(task.owner, task.owner)
    worker = f", {name_of(task.post)}" if task.post else ""
    return f"{task.said} — {whose}{worker}, by {task.due.day} {task.due:%B %Y}"


def _withdrawn(by: Viewer, meeting: Meeting, task: Task, because: str) -> None:
    ours = task.source == "meeting" and task.source_id == str(meeting.pk)
    if ours and task.state in LIVE_STATES and task.made_for in access.works_as(by):
        tasks.change(by, task.pk, Done("withdraw", task.steps, because))


def _about(item: MeetingItem | None) -> UUID | None:
    return item.person_id if item else None
