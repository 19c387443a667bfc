"""One team's caseload, its tasks, a meeting that was and one that comes, made through the real actions."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from uuid import uuid4

from commonweal.blueprint import Blueprint
from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import Post
from commonweal.care.caseloads import actions as caseloads
from commonweal.care.caseloads import reads as on_caseload
from commonweal.care.caseloads.models import CaseloadPlace
from commonweal.care.caseloads.rules import REVIEWED_WITHIN, Noted
from commonweal.care.meetings import actions, minuting, reads
from commonweal.care.meetings.actions import Planned
from commonweal.care.meetings.minuting import Said
from commonweal.care.meetings.models import Meeting
from commonweal.care.pathways.working_time import HERE
from commonweal.care.people.models import Person
from commonweal.care.published.models import PersonFrailty
from commonweal.care.tasks import actions as tasks
from commonweal.care.tasks.rules import Done, Wanted
from commonweal.site.played.chance import Chance

PEOPLE, SPOKEN_OF, BY_HAND = 30, 8, 6
ON_SINCE, HELD_AGO = timedelta(days=60), timedelta(days=7)
REASONS = (
    "Severe frailty, lives alone",
    "Three falls since the spring",
    "Home from hospital with a new package of care",
    "The partner who cares for them is unwell too",
    "Calls 999 often, mostly at night",
)
DECIDED = (
    "Stays with us; the plan is brought up to date at home.",
    "Medicines are looked at together with the practice.",
    "The family is asked what they need.",
    "Nothing more from us; the practice goes on.",
)
TO_DO = (
    "Weigh every week and ring us below 50 kg",
    "Ring the daughter about a key safe",
    "Ask the pharmacy for a weekly box",
    "Look at the steps to the front door",
    "Book a hearing test",
)
THERE = (
    ("M. Okoro", "Social work", "present"),
    ("J. Penhale", "Community nursing", "present"),
    ("Dr S. Rowe", "Hospital", "apologies"),
)
ASKED = (
    "Order pressure mattress",
    "Ring about the missed visit",
    "Send the plan to the day centre",
    "Find a befriender who speaks Polish",
    "Ask for the discharge letter",
    "Check that the alarm works",
)


def meet(declared: Blueprint, seed: int) -> int:
    """One team that keeps a caseload and meets begins to; how many are on it. Only where nobody is yet."""
    lead = _lead(declared)
    if lead is None or CaseloadPlace.objects.exists() or Meeting.objects.exists():
        return 0
    dice = Chance(f"meetings {seed} {lead.team}").of("team")
    now = moments.now()
    with moments.at(now - ON_SINCE):
        people = _put_on(lead, dice)
    _reviewed(lead, people, dice)
    with moments.at(now - timedelta(days=12)):
        _ask(lead, people[:BY_HAND])
    with moments.at(_at_one(now - HELD_AGO)):
        _held(lead, _invited(declared, lead), dice)
    actions.draw_up(lead, _plan(lead, _at_one(now + timedelta(days=1)), ()).pk)
    return len(people)


def _lead(declared: Blueprint) -> Viewer | None:
    """Whoever plans meetings and keeps a caseload, and is there already."""
    roles = [role.id for role in declared.roles if {"meetings", "caseload", "people"} <= {*role.pages}]
    for post in Post.objects.filter(role__in=roles, ended=None, person=None).exclude(team="").order_by("pk"):
        found = next((one for one in accounts.posts(post.user) if one.post == post.pk), None)
        if access.teamwork(found, "meetings").allowed and access.may(found, "list_people").allowed:
            return found
    return None


def _put_on(lead: Viewer, dice: Random) -> list[Person]:
    """Some of the frailest whom they see, for various reasons."""
    with access.acting(lead, "direct_care"):
        found = PersonFrailty.objects.filter(
            access.visible(lead, "plan_care", person="person"), band__in=("moderate", "severe")
        )
        people = [one.person for one in found.select_related("person").order_by("-rise", "person")[:PEOPLE]]
    for place, person in enumerate(people):
        priority = (1, 2, 2, 3)[place % 4]
        due = moments.today() + REVIEWED_WITHIN[priority]
        entry = dice.choice(("case_finding", "case_finding", "referral", "hand"))
        caseloads.add(lead, [person.pk], Noted(dice.choice(REASONS), priority, due, entry))
    return people


def _reviewed(lead: Viewer, people: list[Person], dice: Random) -> None:
    """Three in four were looked at since; the others are overdue."""
    there = on_caseload.on_it(lead, [person.pk for person in people])
    for place, person in enumerate(people):
        if place % 4:
            due = moments.today() + timedelta(days=dice.randrange(3, 60))
            again = Noted("Seen at home, goes on", dice.choice((1, 2, 3)), due)
            caseloads.note(lead, there[person.pk], again, seen=1)


def _ask(lead: Viewer, people: list[Person]) -> None:
    """Things to do, of which one is done, one is taken and some are late by now."""
    for place, (person, words) in enumerate(zip(people, ASKED, strict=False)):
        due = moments.today() + timedelta(days=(5, 8, 12, 14, 16, 21)[place])
        task = tasks.ask(lead, Wanted(words, lead.team, due, person=person.pk))
        if place in (1, 3):
            tasks.change(lead, task.pk, Done("done" if place == 1 else "take", task.steps))


def _held(lead: Viewer, invited: tuple[str, ...], dice: Random) -> None:
    """A meeting that was held: decisions, actions, who was there; closed."""
    meeting = _plan(lead, moments.now(), invited)
    actions.draw_up(lead, meeting.pk)
    for name, where, how in THERE:
        actions.attend(lead, meeting.pk, name, where, how)
    opened = reads.one(lead, meeting.pk)
    basis = opened.agenda.bases[0].id
    for place, one in enumerate(opened.items[:SPOKEN_OF]):
        said = Said(dice.choice(DECIDED), uuid4(), "decision", one.item.pk, basis)
        minuting.take_down(lead, meeting.pk, said)
        if place < len(TO_DO):
            due = moments.today() + timedelta(days=(4, 7, 10, 14, 21)[place])
            wanted = Wanted(TO_DO[place], lead.team, due)
            minuting.act(lead, meeting.pk, wanted, Said("", uuid4(), "action", one.item.pk, basis))
    general = Said("From next month the meeting is on Tuesdays.", uuid4())
    minuting.take_down(lead, meeting.pk, general)
    actions.close(lead, meeting.pk)


def _plan(lead: Viewer, starts: datetime, invited: tuple[str, ...]) -> Meeting:
    title = reads.agenda_of(lead.team).title
    return actions.plan(lead, Planned(title, starts, "Meeting room, first floor", lead.name, invited))


def _invited(declared: Blueprint, lead: Viewer) -> tuple[str, ...]:
    """The other organisations of the team."""
    of_team = next(one.organisations for one in declared.teams if one.id == lead.team)
    return tuple(ods for ods in of_team if ods != lead.organisation)


def _at_one(moment: datetime) -> datetime:
    """One o'clock on that day."""
    return datetime.combine(moment.astimezone(HERE).date(), time(13), HERE)
