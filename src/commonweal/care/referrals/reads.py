"""The only queries of referrals, each for a viewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q

from commonweal.blueprint import Pathway
from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.pathways import rules as pathways
from commonweal.care.pathways import versions
from commonweal.care.referrals import rules
from commonweal.care.referrals.lines import Chosen, Line, lines
from commonweal.care.referrals.models import Referral, Step

PAGE_SIZE = 50
LISTED_AT_MOST = 500


@dataclass(frozen=True)
class Standing:
    """One referral as it stands now: its wording of the pathway, its steps, and what may be done next."""

    referral: Referral
    pathway: Pathway
    steps: tuple[Step, ...]
    wordings: Mapping[str, Pathway]
    now: datetime
    role: str

    @cached_property
    def engine_steps(self) -> tuple[pathways.Step, ...]:
        return tuple(rules.as_engine(step, self.wordings) for step in self.steps)

    @cached_property
    def journey(self) -> pathways.Journey:
        return pathways.read(self.pathway, self.engine_steps, self.now)

    @property
    def moves(self) -> tuple[pathways.Answer, ...]:
        """Every move, and whether the viewer's role may make it now."""
        return pathways.moves(self.pathway, self.journey.stage, self.role)


@dataclass(frozen=True)
class Board:
    """A page of open referrals, the least time left first; `after` is where the next page begins."""

    lines: tuple[Line, ...]
    after: str
    now: datetime


@access.for_purpose("direct_care")
def board(viewer: Viewer | None, chosen: Chosen, *, after: str = "", size: int = PAGE_SIZE) -> Board:
    """What is sent to the viewer's team and open, from the referral after that with the reference `after`."""
    viewer, decision = at_work(viewer)
    detail = {key: value for key, value in asdict(chosen).items() if value}
    audit.record(
        "referrals.listed", by=viewer, clause=decision.clause, because=decision.because, detail=detail
    )
    now = moments.now()
    found = lines(viewer, chosen, now, after, size + 1, bands=True)
    shown = found[:size]
    return Board(tuple(shown), shown[-1].reference if len(found) > size else "", now)


def at_work(viewer: Viewer | None) -> tuple[Viewer, Decision]:
    """The viewer, where referrals are sent to their team; a refusal is recorded and raised."""
    decision = access.addressed(viewer)
    if viewer is None or not decision.allowed:
        audit.refused("referrals.refused", by=viewer, because=decision.because)
        raise Refused(decision)
    return viewer, decision


@access.for_purpose("direct_care")
def one(viewer: Viewer | None, reference: str, *, deed: str = "referral.read") -> Standing:
    """One referral; NotSeen where there is none, or none that the viewer may see. The look is recorded."""
    found = seen(viewer, reference)
    decision = access.referral(viewer, found)
    audit.record(
        deed,
        by=viewer,
        about=found.person_id,
        clause=decision.clause,
        because=decision.because,
        detail={"referral": found.reference},
    )
    return standing(found, viewer)


def seen(viewer: Viewer | None, reference: str) -> Referral:
    """The referral with this reference; NotSeen, which is recorded, where the viewer may not see it."""
    found = next(iter(Referral.objects.filter(reference=reference)), None)
    allowed = found is not None and (viewer is None or access.referral(viewer, found).allowed)
    if found is None or not allowed:
        because = "there is no such referral, or it is not yours to see"
        audit.refused("referral.refused", by=viewer, because=because, detail={"referral": reference[:40]})
        raise access.NotSeen
    return found


def standing(referral: Referral, viewer: Viewer | None) -> Standing:
    """How a referral stands that somebody may see."""
    steps = tuple(Step.objects.filter(referral=referral).order_by("number"))
    wordings = {step.version: versions.worded(step.version) for step in steps}
    pathway = versions.worded(referral.version_id)
    role = viewer.role.id if viewer else ""
    return Standing(referral, pathway, steps, wordings, moments.now(), role)


@access.for_purpose("direct_care")
def legs(viewer: Viewer | None, reference: str, *, deed: str = "journey.read") -> tuple[Standing, ...]:
    """Every leg of the person's way that the viewer may see, the first one first; recorded as `deed`."""
    here = one(viewer, reference, deed=deed).referral
    same = Q(pk=here.pk) | Q(journey=here.journey or here.pk) | Q(pk=here.journey)
    if here.person_id:
        same |= Q(person=here.person_id)
    found = Referral.objects.filter(same).order_by("received", "pk")
    return tuple(standing(leg, viewer) for leg in found[:LISTED_AT_MOST])


@access.for_purpose("direct_care")
def ours(viewer: Viewer | None, *, open_only: bool = False) -> list[Referral]:
    """What the viewer's organisation and team sent, the newest first; for a person, all that is theirs."""
    decision = access.sends(viewer)
    if viewer is None or not decision.allowed:
        audit.refused("referrals.refused", by=viewer, because=decision.because)
        raise Refused(decision)
    audit.record(
        "referrals.listed",
        by=viewer,
        about=viewer.person,
        clause=decision.clause,
        because=decision.because,
        detail={"sent": True},
    )
    sent = Q(sender=viewer.organisation, sender_team=viewer.team)
    found = Referral.objects.filter(Q(person=viewer.person) if viewer.person else sent)
    if open_only:
        found = found.filter(ended=None)
    return list(found.order_by("-received", "-pk")[:LISTED_AT_MOST])


def alike(referral: Referral) -> tuple[Referral, ...]:
    """Other open referrals of the same person, or of somebody of this name and birth date, in sight."""
    same = Q(person=referral.person_id) if referral.person_id else Q(pk__in=[])
    if referral.family and referral.birth_date:
        same |= Q(
            family__iexact=referral.family, birth_date=referral.birth_date, given__iexact=referral.given
        )
    found = Referral.objects.filter(same, ended=None).exclude(pk=referral.pk)
    return tuple(found.order_by("-received")[:20])


def titles() -> dict[str, str]:
    """What pathways are called, by id."""
    return {pathway.id: pathway.title for pathway in blueprint().pathways}
