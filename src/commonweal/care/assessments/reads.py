"""The only queries of assessments, each for a viewer; every look at them is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NoReturn, Protocol
from uuid import UUID

from django.db.models import Q, QuerySet

from commonweal.blueprint import Category, Instrument
from commonweal.blueprint.instruments import Kept
from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.access.addressed import Sent
from commonweal.care.assessments import rules, wordings
from commonweal.care.assessments.known import Kind, Known, Listed, Trend, is_of, receipt
from commonweal.care.assessments.models import CATEGORIES, Assessment, SentAssessment
from commonweal.care.assessments.rules import Receiver
from commonweal.care.audit import actions as audit
from commonweal.care.people.models import Person

LISTED_AT_MOST = 500
NOT_SEEN = Decision(False, access.viewer.NOT_SEEN)


class Within(Sent, Protocol):
    """A referral, in whose steps somebody is assessed."""

    pk: int


@access.for_purpose("direct_care")
def of_person(viewer: Viewer | None, person: UUID) -> Listed:
    """By instrument, the one assessed last first; NotSeen where the viewer may not see the person."""
    found, withheld, decision = _looked_at(viewer, person)
    _told("assessments.listed", viewer, person, decision, {})
    by_instrument: dict[str, list[Known]] = {}
    for known in _known(Assessment.objects.filter(person=person)):
        by_instrument.setdefault(known.assessment.instrument, []).append(known)
    kinds = tuple(Kind(_now(known[0]), tuple(known)) for known in by_instrument.values())
    return Listed(found, kinds, withheld)


@access.for_purpose("direct_care")
def trend(viewer: Viewer | None, person: UUID, instrument: str) -> Trend:
    """Of one instrument, by any of its names; NotSeen or Refused where it is not theirs to see."""
    declared = wordings.today(instrument)
    found = Person.objects.filter(pk=person).first()
    decision = decide(viewer, declared.category, found, None)
    known = _known(Assessment.objects.filter(person=person, instrument=declared.id)) if found else []
    if found is None or not (decision.allowed or known):
        _refuse(viewer, decision, {"person": str(person), "instrument": declared.id}, seen=found is not None)
    _told("assessments.listed", viewer, person, decision, {"instrument": declared.id})
    standing = [one for one in known if one.struck_out is None]
    return Trend(declared, tuple(reversed(standing)))


@access.for_purpose("direct_care")
def one(viewer: Viewer | None, id: UUID) -> Known:
    """One assessment; NotSeen where there is none, or none that the viewer may see. The look is recorded."""
    assessment, decision = held(viewer, id, "assessment.refused")
    _told("assessment.read", viewer, assessment.person_id, decision, {"assessment": str(id)})
    return Known(assessment, moments.now())


@access.for_purpose("direct_care")
def usable(viewer: Viewer | None, person: UUID, instrument: Instrument, moment: datetime) -> list[Known]:
    """Those on which the viewer may rely at this moment instead of assessing again, the newest first."""
    found = Assessment.objects.filter(person=person, instrument=instrument.id, happened__lte=moment)
    return [
        known
        for known in _known(found.order_by("-happened")[:20], moment)
        if rules.stands_for(known.assessment.happened, known.assessment.again, moment)
        and known.struck_out is None
        and (viewer is None or known.relied_on_by(viewer))
    ]


@access.for_purpose("direct_care")
def sent_to_us(viewer: Viewer | None) -> list[SentAssessment]:
    """What was sent to the viewer's team, or organisation; those that wait first."""
    if viewer is None or not cares(viewer):
        raise Refused(Decision(False, "assessments are sent to those who care for people"))
    found = SentAssessment.objects.filter(to(viewer)).select_related(
        "receipt", "assessment", "assessment__person", "assessment__struck_out"
    )
    rows = list(found.order_by("-recorded")[:LISTED_AT_MOST])
    audit.record("assessments.listed", by=viewer, because="they are sent to you", detail={"sent": len(rows)})
    return sorted(rows, key=lambda row: receipt(row) is not None)


@access.for_purpose("direct_care")
def waiting_for_us(viewer: Viewer | None) -> int:
    """How many of them wait for an answer."""
    if viewer is None or not cares(viewer) or not (viewer.team or viewer.organisation):
        return 0
    return SentAssessment.objects.filter(to(viewer), receipt=None, assessment__struck_out=None).count()


def held(viewer: Viewer | None, id: UUID, refusal: str) -> tuple[Assessment, Decision]:
    """The assessment and why the viewer may see it; NotSeen, which is recorded as `refusal`."""
    found = _with_fates(Assessment.objects.filter(pk=id)).first()
    decision = Decision(True, "")
    if found and viewer:
        person = Person.objects.filter(pk=found.person_id).first()
        decision = decide(viewer, found.category, person, found.referral)
    if found is None or not decision.allowed:
        audit.refused(refusal, by=viewer, because=NOT_SEEN.because, detail={"assessment": str(id)})
        raise access.NotSeen
    return found, decision


def decide(
    viewer: Viewer | None, category: str, person: Person | None, referral: Within | Sent | None
) -> Decision:
    """Whether they may see such answers of this person, or work on the referral that they were given in."""
    if viewer is None:
        return Decision(True, "") if person else NOT_SEEN
    kept: Kept = category  # type: ignore[assignment]  # the database keeps no other
    found = access.decide(viewer, kept, person) if person else NOT_SEEN
    if found.allowed or referral is None or viewer.team not in (referral.hub, referral.team):
        return found
    ours = access.addressed(viewer)
    return ours if ours.allowed else found


def cares(viewer: Viewer) -> bool:
    """Whether they care for people, and do not only read their own record or that of whom they look after."""
    return viewer.cares and viewer.person is None


def is_ours(viewer: Viewer, assessment: Assessment) -> bool:
    """Whether the viewer works in the team that made it, or in the organisation where no team is named."""
    return is_of(viewer, Receiver(assessment.organisation, assessment.team))


def to(viewer: Viewer) -> Q:
    """What was sent to the viewer's team, or organisation where no team is named."""
    organisation = Q(to_team="", to_organisation=viewer.organisation) if viewer.organisation else Q(pk__in=[])
    return organisation | Q(to_team=viewer.team) if viewer.team else organisation


def _looked_at(viewer: Viewer | None, person: UUID) -> tuple[Person, Mapping[Category, str], Decision]:
    """The person, what of them is not shown and why, and by which clause the rest is."""
    found = Person.objects.filter(pk=person).first()
    if found is None or viewer is None:
        _refuse(viewer, NOT_SEEN, {"person": str(person)}, seen=False)
    kept: tuple[Kept, ...] = CATEGORIES
    withheld = access.withheld(viewer, found, kept)
    shown = next((one for one in kept if one not in withheld), None)
    if shown is None:
        _refuse(viewer, Decision(False, withheld["assessments"]), {"person": str(person)}, seen=True)
    return found, withheld, access.decide(viewer, shown, found)


def _refuse(
    viewer: Viewer | None, decision: Decision, detail: Mapping[str, object], *, seen: bool
) -> NoReturn:
    audit.refused("assessment.refused", by=viewer, because=decision.because, detail=detail)
    raise Refused(decision) if seen else access.NotSeen()


def _told(
    deed: str, viewer: Viewer | None, person: UUID, decision: Decision, detail: Mapping[str, object]
) -> None:
    audit.record(
        deed,
        by=viewer,
        about=person,
        purpose="direct_care",
        clause=decision.clause,
        because=decision.because,
        detail=detail,
    )


def _known(found: QuerySet[Assessment], now: datetime | None = None) -> list[Known]:
    moment = now or moments.now()
    ordered = found if found.query.is_sliced else found.order_by("-happened", "-recorded")
    return [Known(one, moment) for one in _with_fates(ordered)]


def _with_fates(found: QuerySet[Assessment]) -> QuerySet[Assessment]:
    return found.select_related("struck_out", "referral").prefetch_related("sent__receipt")


def _now(known: Known) -> Instrument:
    """The instrument as its file reads now; as it was where the file is gone."""
    return wordings.declared(known.assessment.instrument) or known.instrument
