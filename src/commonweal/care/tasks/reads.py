"""The only queries of tasks, each for a viewer. Whether one is overdue is worked out when it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.accounts.models import Post
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.people.models import Person
from commonweal.care.prepared import Question, answer, ask
from commonweal.care.tasks import rules
from commonweal.care.tasks.models import LIVE, Task, TaskStep

SHOWN = 50
EXPORTED_AT_A_TIME = 500
COUNTED_AT_MOST = 100
COUNT = f"""
SELECT count(*) FROM (
    SELECT FROM care_task WHERE owner IN (%s, %s) AND state IN ('open', 'taken')
    AND (post_id IS NULL OR post_id = %s) LIMIT {COUNTED_AT_MOST}
) counted
"""  # noqa: S608  # a number of our own
OFFERED = """
SELECT count(*) FROM (
    SELECT FROM care_task WHERE offered_to = ANY(%s) AND offered_to <> '' AND state IN ('open', 'taken')
    LIMIT %s
) counted
"""
LISTS = {  # what an inbox shows → how that is said
    "mine": "Mine, and those nobody has taken",
    "team": "All of my team’s",
    "watching": "Those we follow or asked for",
    "offered": "Offered to us",
    "over": "Over",
}
FOLLOWED = "SELECT care_followed()"  # by indexes that row-level security would not let a filter use
NOT_SEEN = "there is no such task, or it is not yours to see"


@dataclass(frozen=True)
class Listed:
    """A page of an inbox; `after` names the task behind which the next one begins."""

    tasks: tuple[Task, ...]
    after: int | None
    today: date


@dataclass(frozen=True)
class Opened:
    """One task with its steps, and what the viewer can do with it now."""

    task: Task
    steps: tuple[TaskStep, ...]
    deeds: tuple[str, ...]
    colleagues: tuple[Post, ...]
    today: date

    @property
    def overdue(self) -> bool:
        return overdue(self.task, self.today)


def overdue(task: Task, today: date) -> bool:
    """Whether it should have been done before this day and is not."""
    return task.state in rules.LIVE and task.due < today


def at_work(viewer: Viewer | None, deed: str) -> Decision:
    """Why tasks are this viewer's work; a refusal is recorded and raised."""
    decision = access.teamwork(viewer, "tasks")
    if decision.allowed and not access.works_as(viewer):
        decision = Decision(False, "your post is with no team and no organisation; ask for one that is")
    if not decision.allowed:
        audit.refused("task.refused", by=viewer, because=decision.because, detail={"asked": deed})
        raise Refused(decision)
    return decision


@access.for_purpose("direct_care")
def listed(
    viewer: Viewer | None, shown: str, *, late: bool = False, source: str = "", after: int | None = None
) -> Listed:
    """A page of the inbox, what is due first on top; the look is recorded."""
    decision = at_work(viewer, "tasks.listed")
    said = {"shown": shown, "late": late, "source": source}
    audit.record("tasks.listed", by=viewer, clause=decision.clause, because=decision.because, detail=said)
    found = _ordered(_chosen(viewer, shown, late, source), shown, after)[: SHOWN + 1]
    tasks = tuple(found[:SHOWN])
    return Listed(tasks, tasks[-1].pk if len(found) > SHOWN else None, moments.today())


@access.for_purpose("direct_care")
def exported(viewer: Viewer | None, shown: str, *, late: bool = False, source: str = "") -> Iterator[Task]:
    """All of the same list; that it left as a file is recorded."""
    decision = at_work(viewer, "tasks.exported")
    said = {"shown": shown, "late": late, "source": source}
    audit.record("tasks.exported", by=viewer, clause=decision.clause, because=decision.because, detail=said)
    return iter(list(_ordered(_chosen(viewer, shown, late, source), shown, None)))


@access.for_purpose("direct_care")
def of_person(viewer: Viewer | None, person: UUID) -> list[Task]:
    """What of this person's tasks the viewer may see: the open ones by date, then those that are over."""
    found = Task.objects.filter(person=person).select_related("post__user")
    return [*found.filter(LIVE).order_by("due", "pk"), *found.exclude(LIVE).order_by("-ended", "-pk")[:SHOWN]]


@access.for_purpose("direct_care")
def one(viewer: Viewer | None, id: int) -> Opened:
    """One task; NotSeen where there is none, or none that the viewer may see. The look is recorded."""
    at_work(viewer, "task.read")
    task, decision = seen(viewer, id)
    audit.record(
        "task.read",
        by=viewer,
        about=task.person_id,
        clause=decision.clause,
        because=decision.because,
        detail={"task": id},
    )
    today = moments.today()
    deeds = rules.possible(stand(task), access.works_as(viewer), today)
    steps = TaskStep.objects.filter(task=task).select_related("post__user").order_by("pk")
    return Opened(task, tuple(steps), tuple(deeds), tuple(colleagues(task.owner)), today)


def seen(viewer: Viewer | None, id: int) -> tuple[Task, Decision]:
    """The task and why the viewer may see it; NotSeen, which is recorded, where they may not."""
    at_work(viewer, "task.read")
    found = Task.objects.select_related("person", "post__user").filter(pk=id).first()
    decision = sight(viewer, found) if found else Decision(False, NOT_SEEN)
    if found is None or not decision.allowed:
        audit.refused("task.refused", by=viewer, because=NOT_SEEN, detail={"task": id})
        raise access.NotSeen
    return found, decision


def sight(viewer: Viewer | None, task: Task) -> Decision:
    """Whether the viewer may see this task, why, and by which clause."""
    named = (task.owner, task.offered_to, task.made_for, *task.watchers)
    return access.shared(viewer, [id for id in named if id], task.person_id)


@access.for_purpose("direct_care")
def waiting_count(viewer: Viewer | None) -> int:
    """How many tasks are the viewer's, or of their team and nobody's; counted up to a hundred."""
    if viewer is None or not access.works_as(viewer):
        return 0
    return int(answer(count_of(viewer))[0][0])


def count_of(viewer: Viewer) -> Question:
    """What `waiting_count` asks."""
    ours = (viewer.team or viewer.organisation, viewer.organisation or viewer.team)
    return Question(COUNT, (*ours, viewer.post))


@access.for_purpose("direct_care")
def offered_count(viewer: Viewer | None) -> int:
    """How many hand-overs wait for an answer of the viewer's team; counted up to a hundred."""
    if viewer is None or not (ours := sorted(access.works_as(viewer))):
        return 0
    return int(ask(OFFERED, [ours, COUNTED_AT_MOST])[0][0])


def is_told(viewer: Viewer | None) -> bool:
    """Whether tasks are part of the viewer's work at all."""
    return access.teamwork(viewer, "tasks").allowed and bool(access.works_as(viewer))


def stand(task: Task) -> rules.Stand:
    """The task as its rules look at it."""
    ended = timezone.localtime(task.ended).date() if task.ended else None
    return rules.Stand(task.state, task.owner, task.offered_to, task.made_for, ended)


def colleagues(owner: str) -> list[Post]:
    """Who holds a post with the team, or the organisation, that owns a task, in a role that has tasks."""
    roles = [role.id for role in blueprint().roles if "tasks" in role.pages]
    of_them = Q(team=owner) | Q(organisation=owner)
    held = Post.objects.filter(of_them, role__in=roles, ended=None, person=None, user__is_active=True)
    return list(held.select_related("user").order_by("user__first_name", "user__username", "pk"))


@access.for_purpose("direct_care")
def about(viewer: Viewer | None, person: UUID) -> Person:
    """Somebody whom a task is asked for about; NotSeen where the viewer may not see them."""
    found = Person.objects.filter(pk=person).first()
    if found is None:
        raise access.NotSeen
    return found


def _chosen(viewer: Viewer | None, shown: str, late: bool, source: str) -> QuerySet[Task]:
    ours = sorted(access.works_as(viewer))
    mine = Q(post=None) | Q(post=viewer.post) if viewer else Q(pk__in=[])
    which = {
        "mine": Q(LIVE, mine, owner__in=ours),
        "team": Q(LIVE, owner__in=ours),
        "watching": Q(pk__in=_followed() if shown == "watching" else []),
        "offered": Q(LIVE, offered_to__in=ours),
        "over": ~Q(LIVE) & (Q(owner__in=ours) | Q(made_for__in=ours)),
    }[shown]
    found = Task.objects.filter(which).select_related("person", "post__user")
    if late:
        found = found.filter(due__lt=moments.today())
    return found.filter(source=source) if source else found


def _followed() -> list[int]:
    """The tasks that others do for the viewer's team, or that it follows."""
    return [id for (id,) in ask(FOLLOWED)]


def _ordered(found: QuerySet[Task], shown: str, after: int | None) -> QuerySet[Task]:
    """What is due first on top, or what ended last; from behind the task with this id on."""
    here = Task.objects.filter(pk=after).first() if after else None
    if shown == "over":
        beyond = Q(ended__lt=here.ended) | Q(ended=here.ended, pk__lt=here.pk) if here and here.ended else Q()
        return found.filter(beyond).order_by("-ended", "-pk")
    beyond = Q(due__gt=here.due) | Q(due=here.due, pk__gt=here.pk) if here else Q()
    return found.filter(beyond).order_by("due", "pk")
