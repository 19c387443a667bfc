"""Tasks, caseloads and meetings in Exampleshire: who works where, and what they ask of each other."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from tests.care.control import person_of
from tests.care.referred import holding

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.accounts.actions import open_account
from commonweal.care.caseloads import actions as caseloads
from commonweal.care.caseloads.models import CaseloadPlace
from commonweal.care.caseloads.rules import Noted
from commonweal.care.meetings import actions as meetings
from commonweal.care.meetings.actions import Planned
from commonweal.care.meetings.minuting import Said
from commonweal.care.meetings.models import Meeting
from commonweal.care.tasks import actions as tasks
from commonweal.care.tasks.models import Task
from commonweal.care.tasks.rules import Wanted

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)  # a Wednesday
TODAY = date(2026, 11, 18)
TEAM, OTHERS = "riverside-team", "hillside-team"
POSTS = {  # sign-in name → role, area, organisation, team
    "rita": ("team-lead", "riverside", "ZZ1", TEAM),
    "rob": ("nurse", "riverside", "ZZ1", TEAM),
    "hilda": ("team-lead", "hillside", "ZZ1", OTHERS),
    "carla": ("social-worker", "exampleshire", "ZZ2", ""),
    "homer": ("social-worker", "exampleshire", "ZZ3", ""),
}


def open_posts() -> None:
    """An account for each of them."""
    for name, (role, area, organisation, team) in POSTS.items():
        open_account(
            by=None, name=name, password="x" * 20, role=role, area=area,
            organisation=organisation, team=team,
        )  # fmt: skip


def who(name: str) -> Viewer:
    return holding(name)


def asked(by: str, said: str, about: str = "", **more: object) -> Task:
    """A task for the riverside team, due in a week, unless it is said otherwise."""
    person: UUID | None = person_of(about) if about else None
    given: dict = {"owner": TEAM, "due": moments.today() + timedelta(days=7), **more}
    return tasks.ask(who(by), Wanted(said, person=person, **given))


def on_caseload(given: str, review: int = 14, priority: int = 2, by: str = "rita") -> CaseloadPlace:
    """Somebody on the caseload of this team, to be reviewed in so many days."""
    noted = Noted("lives alone, falls", priority, moments.today() + timedelta(days=review))
    return caseloads.add(who(by), [person_of(given)], noted)[0]


def met(by: str = "rita", invited: tuple[str, ...] = (), title: str = "Weekly") -> Meeting:
    """A meeting of the team that begins now."""
    return meetings.plan(who(by), Planned(title, moments.now(), "Room 1", "Rita", invited))


def said(words: str, item: int | None = None, kind: str = "decision", basis: str = "direct-care") -> Said:
    return Said(words, uuid4(), kind, item, basis)
