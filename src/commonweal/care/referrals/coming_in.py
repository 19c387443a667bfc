"""A referral as it comes in: who may send it, whom it is about, and its first step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from commonweal.blueprint import Pathway
from commonweal.care import access
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.involvements.rules import check_words
from commonweal.care.pathways import versions
from commonweal.care.pathways.steps import BEGIN
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import lines, rules, writing
from commonweal.care.referrals.models import Referral, Step
from commonweal.care.referrals.rules import About, Given
from commonweal.terms import nhs_number


def may_refer(by: Viewer | None, given: Given, pathway: Pathway) -> Decision:
    """Refused, which is recorded, where this pathway does not take referrals from them."""
    if given.sender.source not in rules.SOURCES:
        raise NotPossible("source", "Choose who refers")
    decision = access.sends(by) if by else Decision(True, "")
    role = by.role.id if by else ""
    if decision.allowed and not given.follows and not rules.may_refer(pathway, role, given.sender.source):
        decision = Decision(False, f"{pathway.title} does not take referrals from them")
    if not decision.allowed:
        audit.refused("referral.refused", by=by, because=decision.because, detail={"pathway": pathway.id})
        raise Refused(decision)
    return decision


def identified(by: Viewer | None, about: About, received: datetime) -> tuple[About, tuple[str, ...]]:
    """Whom it is about, matched to the record where it can be, and what the sender should know."""
    marks = []
    number = nhs_number.normal(about.nhs_number) or ""
    if about.nhs_number and not number:
        marks.append("nhs_number_not_valid")
    died: date | None = None
    person = about.person
    if person:
        found = Person.objects.filter(pk=person).first()
        if found is None:
            raise access.NotSeen
        about = _as_recorded(about, found)
        died = found.death_date
    elif number:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, death_date FROM care_known_person(%s, %s, %s)",
                [number, about.birth_date, about.family],
            )
            person, died = cursor.fetchone() or (None, None)
    if not person and not (about.family or about.given):
        marks.append("no_name")
    if about.died or (died and died <= received.date()):
        marks.append("died")
    return replace(about, nhs_number=about.nhs_number if person else number, person=person), tuple(marks)


def _as_recorded(about: About, found: Person) -> About:
    """What the record says of the person, where the sender says nothing else."""
    return replace(
        about,
        given=about.given or found.given,
        family=about.family or found.family,
        birth_date=about.birth_date or found.birth_date,
        sex=found.sex if about.sex == "unknown" else about.sex,
        nhs_number=about.nhs_number or found.nhs_number or "",
    )


def referral(
    by: Viewer | None, given: Given, pathway: Pathway, about: About, received: datetime, now: datetime
) -> Referral:
    """The row of a referral at its first stage."""
    hub, before = lines.hub(pathway), given.follows
    practice, lsoa = _lives(about.person)
    named = bool(about.family or about.given)
    return Referral(
        reference=rules.reference(pathway.id),
        pathway=pathway.id,
        version_id=versions.adopt(pathway),
        person_id=about.person,
        identity="known" if about.person else "unverified" if named else "unknown",
        given=about.given.strip(),
        family=about.family.strip(),
        birth_date=about.birth_date,
        sex=about.sex,
        nhs_number=nhs_number.normal(about.nhs_number) or "",
        address=about.address.strip(),
        postcode=about.postcode.strip().upper(),
        phone=about.phone.strip(),
        practice=practice,
        lsoa=lsoa,
        source=given.sender.source,
        channel=given.channel,
        sender=_sender(by, given),
        sender_team=by.team if by and not by.person else "",
        sender_name=given.sender.name or (by.name if by else ""),
        sender_contact=given.sender.contact,
        made_by_id=by.user if by else None,
        reason=check_words("reason", given.reason, "Say in a few words why they are referred"),
        answers=rules.check_answers(pathway, given.answers),
        received=received,
        recorded=now,
        hub=hub,
        hub_organisation=writing.organisation(hub),
        stage=pathway.first.id,
        since=received,
        follows=before,
        journey=(before.journey or before.pk) if before else None,
    )


def _sender(by: Viewer | None, given: Given) -> str:
    if by is None:
        return given.sender.organisation
    return "" if by.person else by.organisation


def _lives(person: UUID | None) -> tuple[str, str]:
    """Practice and small area of a known person, which also those may use who refer and do not see them."""
    if person is None:
        return "", ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT practice, lsoa FROM care_lives(%s)", [person])
        return cursor.fetchone() or ("", "")


def first(by: Viewer | None, referral: Referral, now: datetime) -> Step:
    """The step by which it begins."""
    step = writing.by_whom(by, Step(referral=referral, number=1, move=BEGIN, source="", to=referral.stage))
    step.happened, step.recorded, step.version = referral.received, now, referral.version_id
    return step
