"""The only writer of tasks. Each change is a step that stays, and is made on what somebody saw last."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction

from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.involvements import reads as receivers
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.tasks import reads, rules
from commonweal.care.tasks.models import LIVE, Task, TaskStep
from commonweal.care.tasks.rules import DEEDS, Already, Done, Overtaken, Wanted


def ask(by: Viewer, wanted: Wanted) -> Task:
    """A task for a team; Already where the same is open with the same owner, about the same person."""
    with access.acting(by, "direct_care"), transaction.atomic():
        decision = reads.at_work(by, "task.asked")
        task = _made(by, wanted)
        _kept(by, task, Done("asked", 0, to=task.owner, due=task.due, post=task.post_id))
        _record("task.asked", by, task, decision, {"source": task.source})
    return task


def change(by: Viewer, id: int, done: Done) -> Task:
    """One step with a task; Overtaken where somebody changed it since it was seen."""
    with access.acting(by, "direct_care"), transaction.atomic():
        task, decision = reads.seen(by, id)
        if done.deed == "comment":
            _commented(by, task, done)
        else:
            task = _stepped(by, task, done)
        _record(f"task.{done.deed}", by, task, decision, {})
    return task


def _made(by: Viewer, wanted: Wanted) -> Task:
    now = moments.now()
    said = rules.check_words("said", wanted.said, "Say what is to be done")
    receivers.receiver(wanted.owner)
    if wanted.person and not Person.objects.filter(pk=wanted.person).exists():
        raise access.NotSeen
    task = Task(
        said=said,
        like=rules.like(said),
        person_id=wanted.person,
        owner=wanted.owner,
        post_id=_colleague(wanted.owner, wanted.post) if wanted.post else None,
        watchers=_watchers(wanted),
        due=rules.check_due(wanted.due, moments.today()),
        source=wanted.source,
        source_id=wanted.source_id,
        made=now,
        since=now,
        made_by_id=by.user,
        made_name=by.name,
        made_for=by.team or by.organisation,
    )
    return _once(task, task.save)


def _once(task: Task, write: Callable[[], object]) -> Task:
    """Written, unless the same is open already with the same owner."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        same = Task.objects.filter(LIVE, owner=task.owner, like=task.like, person=task.person_id).first()
        raise Already(same.pk if same else None) from None
    return task


def _watchers(wanted: Wanted) -> list[str]:
    for id in wanted.watchers:
        receivers.receiver(id)
    return sorted({*wanted.watchers} - {wanted.owner})


def _commented(by: Viewer, task: Task, done: Done) -> None:
    said = rules.check_words("says", done.says, "Write what you want to say")
    _kept(by, task, Done("comment", done.seen, said))


def _stepped(by: Viewer, seen: Task, done: Done) -> Task:
    """The task, held until this change is made."""
    held = Task.objects.select_for_update(of=("self",)).filter(pk=seen.pk).first()
    if held is None:
        raise _refused(by, seen, "it is not your team’s to do")
    if because := rules.hindrance(done.deed, reads.stand(held), access.works_as(by), moments.today()):
        if held.steps != done.seen:
            raise Overtaken(f"Somebody was faster: {because}")
        raise _refused(by, held, because)
    if held.steps != done.seen:
        raise Overtaken("Somebody changed it since you looked")
    changed, said = _said(by, held, done)
    _write(held, **changed)
    _kept(by, held, said)
    return held


def _said(by: Viewer, task: Task, done: Done) -> tuple[dict[str, object], Done]:
    """The columns that this deed changes, and the step as it is kept."""
    what, says, to, due, post = DEEDS[done.deed], " ".join(done.says.split()), "", None, None
    changed: dict[str, object] = {}
    if what.needs in ("reason", "due") or done.deed == "offer":
        says = rules.check_words("says", done.says, "Say why, in a few words")
    if done.deed == "take":
        post = by.post
    elif done.deed == "give":
        post = _colleague(task.owner, done.post)
    elif done.deed == "due":
        changed["due"] = due = rules.check_due(done.due, moments.today())
    elif done.deed == "offer":
        changed["offered_to"] = to = _other(task, done.to)
    elif done.deed == "watch":
        to = _other(task, done.to)
        changed["watchers"] = sorted({*task.watchers, to})
    elif done.deed == "accept":
        to = task.offered_to
        changed |= {"owner": to, "offered_to": "", "post_id": None}
        changed["watchers"] = sorted({*task.watchers, task.owner} - {to})
    elif done.deed in ("refuse", "keep"):
        changed["offered_to"] = ""
        if done.deed == "refuse":  # whoever was asked still sees what becomes of it
            changed["watchers"] = sorted({*task.watchers, task.offered_to})
    if post:
        changed["post_id"] = post
    state = ("taken" if task.post_id else "open") if done.deed == "undo" else what.to
    if state:
        now = moments.now()
        changed |= {"state": state, "since": now, "ended": None if state in rules.LIVE else now}
    return changed, Done(done.deed, done.seen, says, to, due, post)


def _write(task: Task, **changed: object) -> None:
    for column, value in {**changed, "steps": task.steps + 1}.items():
        setattr(task, column, value)
    columns = {column: getattr(task, column) for column in (*changed, "steps")}
    _once(task, lambda: Task.objects.filter(pk=task.pk).update(**columns))


def _other(task: Task, id: str) -> str:
    receivers.receiver(id)
    if id == task.owner:
        raise NotPossible("receiver", "It is theirs already; choose somebody else")
    return id


def _colleague(owner: str, post: int | None) -> int:
    """The post, where it is one of the owner's."""
    found = next((one for one in reads.colleagues(owner) if one.pk == post), None)
    if found is None:
        raise NotPossible("worker", "Choose somebody who works for that team")
    return found.pk


def _kept(by: Viewer, task: Task, done: Done) -> None:
    step = TaskStep(
        task=task,
        deed=done.deed,
        says=done.says,
        to=done.to,
        due=done.due,
        post_id=done.post,
        recorded=moments.now(),
        by_id=by.user,
        by_name=by.name,
        by_team=by.team or by.organisation,
    )
    TaskStep.objects.bulk_create([step])


def _refused(by: Viewer, task: Task, because: str) -> Refused:
    audit.refused("task.refused", by=by, about=task.person_id, because=because, detail={"task": task.pk})
    return Refused(Decision(False, because))


def _record(deed: str, by: Viewer, task: Task, decision: Decision, more: dict[str, object]) -> None:
    audit.record(
        deed,
        by=by,
        about=task.person_id,
        purpose="direct_care",
        clause=decision.clause,
        because=decision.because,
        detail={"task": task.pk, "owner": task.owner, **more},
    )
