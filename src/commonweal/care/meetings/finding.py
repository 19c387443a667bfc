"""What each rule of an agenda finds among those whom the viewer sees: people, each with a reason in words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from commonweal.blueprint.meetings import AgendaRule
from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.caseloads import reads as caseloads
from commonweal.care.caseloads import rules as caseload_rules
from commonweal.care.extents import blueprint, extent
from commonweal.care.involvements.models import Involvement
from commonweal.care.meetings.models import MeetingLine
from commonweal.care.meetings.rules import TAKEN_DOWN, Found, Reason
from commonweal.care.people.models import Person
from commonweal.care.plans.models import Plan
from commonweal.care.published import reads as published
from commonweal.care.published.models import PersonContacts, PersonFrailty
from commonweal.care.referrals.models import Referral

Finding = Iterator[tuple[UUID, str]]
MORE = 5  # how many times as many as are listed a rule looks at, as some are spoken of already
EMERGENCY, BED = "emergency", "bed"


@dataclass(frozen=True)
class Looking:
    """Those among whom a rule looks, read once for all rules."""

    viewer: Viewer
    team: str

    @cached_property
    def caseload(self) -> Mapping[UUID, Involvement]:
        """Everybody on the team's caseload, those whose review is due first on top."""
        parts = caseloads.live(self.team).order_by("place__next_review", "pk")
        return {part.person_id: part for part in parts}

    @cached_property
    def contacts(self) -> Mapping[UUID, list[list[object]]]:
        """The contacts of everybody on the caseload that the viewer may see."""
        found: dict[UUID, list[list[object]]] = {}
        texts = PersonContacts.objects.filter(person__in=list(self.caseload))
        for person, text in texts.values_list("person", "contacts"):
            found.setdefault(person, []).extend(json.loads(text))
        return found

    @cached_property
    def as_at(self) -> date:
        """The day up to which contacts are known."""
        freshness = published.freshness(self.viewer)
        return freshness.as_at if freshness else moments.today()

    def spoken_of(self, since: datetime) -> frozenset[UUID]:
        """Whom the team's meetings have spoken of since then."""
        lines = MeetingLine.objects.filter(
            recorded__gte=since, kind__in=TAKEN_DOWN, item__isnull=False, meeting__team=self.team
        )
        return frozenset(lines.values_list("item__person", flat=True))


def found(viewer: Viewer, team: str, rules: Collection[AgendaRule]) -> list[Found]:
    """What every rule finds, of those of whom the viewer may see what is planned for their care."""
    looking = Looking(viewer, team)
    listed = [
        Found(place, person, Reason(rule.title, says))
        for place, rule in enumerate(rules)
        for person, says in _some(FINDERS[rule.kind](looking, rule), rule.at_most)
    ]
    people = Person.objects.filter(
        access.visible(viewer, "plan_care"), pk__in={one.person for one in listed}, death_date=None
    )
    seen = set(people.values_list("pk", flat=True))
    return [one for one in listed if one.person in seen]


def _some(finding: Finding, at_most: int) -> Finding:
    for number, one in enumerate(finding):
        if number == at_most:
            return
        yield one


def _risers(looking: Looking, rule: AgendaRule) -> Finding:
    """In a higher band than a year before, the steepest rise first; not those spoken of lately."""
    among = Q(person__in=list(looking.caseload))
    if rule.among == "area":
        among = Q(practice__in=sorted(_area(looking.team)))
    known = looking.spoken_of(_ago(rule.days))
    rising = PersonFrailty.objects.filter(among, riser=True).order_by("-rise", "-person_id")
    columns = ("person_id", "band_year_ago", "band", "rise")
    for person, before, band, rise in rising.values_list(*columns)[: rule.at_most * MORE]:
        if person not in known:
            more = "deficit" if rise == 1 else "deficits"
            yield person, f"from {before} to {band} frailty in a year, {rise} more {more}"


def _discharges(looking: Looking, rule: AgendaRule) -> Finding:
    """Whose stay in a hospital bed ended in the last days, the latest first."""
    since = looking.as_at - timedelta(days=rule.days)
    ended = [
        (date.fromisoformat(str(contact[2])[:10]), str(contact[1])[:10], person)
        for person, contacts in looking.contacts.items()
        for contact in contacts
        if contact[0] == BED and contact[2] and date.fromisoformat(str(contact[2])[:10]) >= since
    ]
    for end, start, person in sorted(ended, key=lambda one: (one[0], str(one[2])), reverse=True):
        nights = (end - date.fromisoformat(start)).days
        yield person, f"left hospital on {_said(end)} after {nights} {'night' if nights == 1 else 'nights'}"


def _frequent_callers(looking: Looking, rule: AgendaRule) -> Finding:
    """How often somebody came to an emergency department or was referred, the most first."""
    since, calls = (looking.as_at - timedelta(days=rule.days)).isoformat(), Counter[UUID]()
    for person, contacts in looking.contacts.items():
        calls[person] += sum(one[0] == EMERGENCY and str(one[1])[:10] >= since for one in contacts)
    referred = Referral.objects.filter(person__in=list(looking.caseload), received__gte=_ago(rule.days))
    calls.update(one for one in referred.values_list("person", flat=True) if one)
    for person, times in sorted(calls.items(), key=lambda one: (-one[1], str(one[0]))):
        if times >= rule.at_least:
            yield person, f"came to an emergency department or was referred {times} times in {rule.days} days"


def _reviews_overdue(looking: Looking, rule: AgendaRule) -> Finding:
    """Whose review on the caseload was due, the longest ago first; those without a day before them."""
    today = moments.today()
    for person, part in looking.caseload.items():
        place = getattr(part, "place", None)
        due = place.next_review if place else None
        if caseload_rules.overdue(due, today):
            yield person, f"review was due on {_said(due)}" if due else "no review was ever planned"


def _care_home_round(looking: Looking, rule: AgendaRule) -> Finding:
    """Who lives in a care home and was not spoken of lately."""
    known = looking.spoken_of(_ago(rule.days))
    for person, part in looking.caseload.items():
        if part.person.care_home and person not in known:
            yield person, f"lives in a care home; not spoken of in {rule.days} days"


def _plan_reviews_overdue(looking: Looking, rule: AgendaRule) -> Finding:
    """Whose plan, or a section of it, was to be read again before today, the longest ago first."""
    late = Plan.objects.filter(person__in=list(looking.caseload), review_by__lt=moments.today())
    for person, due in late.order_by("review_by", "person").values_list("person", "review_by"):
        if due:
            yield person, f"the plan was to be read again by {_said(due)}"


FINDERS: dict[str, Callable[[Looking, AgendaRule], Finding]] = {
    "risers": _risers,
    "discharges": _discharges,
    "frequent_callers": _frequent_callers,
    "reviews_overdue": _reviews_overdue,
    "care_home_round": _care_home_round,
    "plan_reviews_overdue": _plan_reviews_overdue,
}


def _area(team: str) -> frozenset[str]:
    area = next((one.area for one in blueprint().teams if one.id == team), "")
    return extent(area).practices if area else frozenset()


def _ago(days: int) -> datetime:
    return moments.now() - timedelta(days=days)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
