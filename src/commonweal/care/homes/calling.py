"""The only writer of urgent calls: what is said becomes a referral at the front door, in one step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from commonweal.blueprint import Pathway
from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.assessments import ledger
from commonweal.care.assessments.known import Known
from commonweal.care.assessments.models import Assessment
from commonweal.care.assessments.rules import Receiver
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.homes import reads, rules, saying, situations
from commonweal.care.homes.models import Call
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals import referring
from commonweal.care.referrals.rules import About, Given, Sender


@dataclass(frozen=True)
class Said:
    """What somebody says when they call: four parts of SBARD; the fifth, the decision, is the hub's."""

    situation: str
    background: str
    assessed: str
    recommendation: str
    answers: Mapping[str, bool]
    contact: str = ""
    assessment: UUID | None = None


def pathway() -> Pathway | None:
    """Where urgent calls go; None where homes.yaml does not stand or names none that is there."""
    terms = reads.terms()
    return next((one for one in blueprint().pathways if terms and one.id == terms.urgent_pathway), None)


def call(by: Viewer, person: UUID, said: Said) -> Call:
    """For a resident of the viewer's own home. Sent again within the hour, it is the call made before."""
    with access.acting(by, "direct_care"), transaction.atomic():
        by, _ = reads.ours(by)
        decision = saying.resident(by, by.organisation, person)
        found, _ = reads.person(by, person, "demographics")
        wanted = pathway()
        if wanted is None:
            raise NotPossible("situation", "No pathway takes urgent calls here; ring the front door")
        situation = rules.check_words("situation", said.situation, "Say what is happening now")
        asked = rules.check_words("recommendation", said.recommendation, "Say what you ask for, and how soon")
        again = _open(by, person, situation)
        if again:
            return again
        made = Call(
            person_id=person,
            home=by.organisation,
            assessment=_observation(person, said.assessment),
            situation=situation,
            background=said.background.strip()[: rules.LONGEST],
            assessed=said.assessed.strip()[: rules.LONGEST],
            recommendation=asked,
        )
        made.referral = referrals.receive(by, _given(by, found, wanted, made, said)).referral
        saying.sign(by, made, moments.now())
        Call.objects.bulk_create([made])
        _send_along(by, made)
        detail = {"home": by.organisation, "referral": made.referral.reference}
        audit.record(
            "home.called",
            by=by,
            about=person,
            clause=decision.clause,
            because=decision.because,
            detail=detail,
        )
        return made


def reason(made: Call) -> str:
    """The call as whoever reads referrals has it."""
    parts = (
        ("Situation", made.situation),
        ("Background", made.background),
        ("Assessment", made.assessed),
        ("Recommendation", made.recommendation),
    )
    return "\n".join(f"{title}: {words}" for title, words in parts if words)


@access.for_purpose("direct_care")
def calls(viewer: Viewer | None, ods: str) -> list[Call]:
    """Of a home, the newest first, as far as the viewer sees the referrals they became."""
    reads.at_work(viewer, ods)
    found = Call.objects.filter(home=ods).select_related("referral", "person", "assessment")
    return list(found.order_by("-recorded")[:50])


def _open(by: Viewer, person: UUID, situation: str) -> Call | None:
    found = Call.objects.filter(home=by.organisation, person=person, situation=situation)
    return found.filter(referral__ended=None).select_related("referral").order_by("-recorded").first()


def _observation(person: UUID, id: UUID | None) -> Assessment | None:
    """The observations that the call rests on, where they are this person's."""
    return next((one for one in situations.observed(person) if one.pk == id), None) if id else None


def _send_along(by: Viewer, made: Call) -> None:
    """The observations go to the hub with the call, to be relied on once it accepts them, while they hold."""
    known = Known(made.assessment, moments.now()) if made.assessment else None
    if known and not known.overdue and known.relied_on_by(by):
        receiver = Receiver(made.referral.hub_organisation, made.referral.hub)
        ledger.send(by, known.assessment.pk, receiver, note=f"With {made.referral.reference}")


def _given(by: Viewer, person: Person, wanted: Pathway, made: Call, said: Said) -> Given:
    missing = [one for one in wanted.questions if one.id not in said.answers]
    if missing:
        raise NotPossible(missing[0].id, f"Answer: {missing[0].ask}")
    home = reads.declared(by.organisation)
    contact = said.contact.strip()[:200] or (home.telephone if home else "") or ""
    title = reads.titles()[by.organisation]
    return Given(
        pathway=wanted.id,
        about=About(person=person.pk, address=person.address or title, postcode=person.postcode),
        sender=Sender(referring.source(by), by.organisation, contact=contact),
        reason=reason(made),
        answers=said.answers,
    )
