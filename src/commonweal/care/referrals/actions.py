"""The only writer of referrals: they come in, steps are recorded and corrected, people are found for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from commonweal.blueprint import Blueprint, Pathway
from commonweal.care import access, moments
from commonweal.care.access import Decision, Viewer
from commonweal.care.extents import blueprint
from commonweal.care.pathways import rules as pathways
from commonweal.care.pathways import versions
from commonweal.care.pathways.steps import BEGIN, CARRIED
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import assessing, coming_in, reads, rules, stepping, writing
from commonweal.care.referrals.models import Referral, Step
from commonweal.care.referrals.reads import Standing
from commonweal.care.referrals.rules import About, Given, Made, Overtaken, Received


def receive(by: Viewer | None, given: Given) -> Received:
    """Somebody is referred; by nobody where the operator takes it in.

    NotPossible says what is missing. Who it is about may be known, unverified or without a name.
    """
    pathway, now = versions.today(given.pathway), moments.now()
    with _as(by):
        decision = coming_in.may_refer(by, given, pathway)
        about, marks = coming_in.identified(by, given.about, given.received or now)
        received = given.received or now
        rules.check_moment("received", received, now, about.birth_date)
        referral = coming_in.referral(by, given, pathway, about, received, now)
        referral.marks = list(marks)
        step = coming_in.first(by, referral, now)
        journey = pathways.read(pathway, [rules.as_engine(step, {})], now)
        writing.stand(referral, rules.stands(journey, ""))
        referral.save(force_insert=True)
        step.referral = referral
        Step.objects.bulk_create([step])
        writing.call("care_begins", referral.pk, json.dumps(rules.clock_rows(journey)))
        detail = {"referral": referral.reference, "pathway": pathway.id, "source": referral.source}
        writing.record("referral.received", by, referral, decision, detail)
        return Received(referral, reads.alike(referral), marks)


def move(by: Viewer | None, reference: str, made: Made) -> Referral:
    """One step on; NotPossible where it cannot be, Overtaken where there are more steps than were `seen`.

    An outcome after which somebody goes on names who: a pathway opens its following leg at once.
    """
    with _as(by):
        standing, decision = stepping.held(by, reference, made.seen)
        step = stepping.step(by, standing, made)
        step.instruments = assessing.filled_in(standing.referral, made)
        stepping.require_role(by, standing, step)
        stepping.check(standing, step, by)
        stepping.check_next_owner(step)
        with transaction.atomic():  # nothing of it stays where somebody was faster
            if step.next_owner.startswith(rules.FOLLOWS):  # first: who ends it may see the person by it alone
                _follow(by, standing, step)
            assessing.record(by, standing.referral, step, made)
            referral = writing.taken(standing, step)
        detail = {"referral": reference, "move": step.move, "to": step.to, "number": step.number}
        writing.record("referral.moved", by, referral, decision, detail)
        return referral


def correct(by: Viewer | None, reference: str, number: int, made: Made | None, *, seen: int) -> Referral:
    """A new step stands for the one with this number; without `made`, that one never happened."""
    with _as(by):
        standing, decision = stepping.held(by, reference, seen)
        wrong = next((step for step in standing.steps if step.number == number), None)
        if wrong is None or wrong.move in (BEGIN, CARRIED):
            raise NotPossible("number", "There is no such step to correct")
        step = stepping.corrected(by, standing, wrong, made)
        stepping.require_role(by, standing, step)
        stepping.check(standing, step, by)
        with transaction.atomic():
            referral = writing.taken(standing, step)
        detail = {"referral": reference, "corrects": number, "number": step.number}
        writing.record("referral.corrected", by, referral, decision, detail)
        return referral


def identify(by: Viewer | None, reference: str, person: UUID) -> Referral:
    """It is about this person, whom the viewer sees; those it is sent to see the person from now on."""
    with _as(by):
        referral = reads.seen(by, reference)
        found = writing.call("care_identify", referral.pk, person)
        if not found:
            raise NotPossible(
                "person", "They are not somebody whom you may see, or it is not yours to change"
            )
        referral = Referral.objects.get(pk=referral.pk)
        decision = access.referral(by, referral) if by else Decision(True, "")
        writing.record("referral.identified", by, referral, decision, {"referral": reference})
        return referral


def apply(declared: Blueprint) -> dict[str, int]:
    """Open referrals go on under the pathways as their files read now, where these carry them over.

    How many did, by id of the pathway.
    """
    carried = {pathway.id: carry_over(pathway) for pathway in declared.pathways if pathway.carries_over}
    return {pathway: number for pathway, number in carried.items() if number}


def carry_over(pathway: Pathway) -> int:
    """Open referrals on earlier wordings go on under this one, where its file says how; how many did."""
    stages = {carried.stood_in: carried.comes_to for carried in pathway.carries_over}
    digest = versions.adopt(pathway)
    earlier = Referral.objects.filter(pathway=pathway.id, ended=None, stage__in=stages).exclude(
        version=digest
    )
    carried = 0
    for reference in list(earlier.values_list("reference", flat=True)):
        with transaction.atomic():
            carried += _carried(reference, digest, stages)
    return carried


@contextmanager
def _as(by: Viewer | None) -> Iterator[None]:
    with access.acting(by, "direct_care") if by else transaction.atomic():
        yield


def _follow(by: Viewer | None, standing: Standing, step: Step) -> Referral:
    """The leg that goes on, from when this one ended; sent by whoever ended it."""
    ended = standing.referral
    about = About(
        given=ended.given,
        family=ended.family,
        birth_date=ended.birth_date,
        sex=ended.sex,
        nhs_number=ended.nhs_number,
        address=ended.address,
        postcode=ended.postcode,
        phone=ended.phone,
        person=ended.person_id,
    )
    given = Given(
        pathway=step.next_owner.removeprefix(rules.FOLLOWS),
        about=about,
        sender=rules.Sender(_kind(by) or ended.source, step.organisation, step.by_name, ended.sender_contact),
        reason=step.note if any(map(str.isalpha, step.note)) else ended.reason,
        received=step.happened,
        channel=ended.channel,
        follows=ended,
    )
    return receive(by, given).referral


def _kind(by: Viewer | None) -> str:
    kinds = {one.ods: one.kind for one in blueprint().organisations}
    return kinds.get(by.organisation, "") if by else ""


def _carried(reference: str, digest: str, stages: dict[str, str]) -> bool:
    """Whether it was carried over; one that somebody moved meanwhile is left for the next time."""
    standing = reads.standing(Referral.objects.get(reference=reference), None)
    stage = standing.journey.stage
    if stage is None or stage.id not in stages:
        return False
    step = Step(
        referral=standing.referral,
        number=standing.referral.steps + 1,
        move=CARRIED,
        source=stage.id,
        to=stages[stage.id],
        happened=standing.now,
        recorded=standing.now,
        version=digest,
    )
    later = versions.worded(digest)
    standing.referral.version_id = digest
    carried = replace(standing, pathway=later, wordings={**standing.wordings, digest: later})
    try:
        writing.taken(carried, step)
    except Overtaken:
        return False
    writing.record(
        "referral.carried_over", None, standing.referral, Decision(True, ""), {"referral": reference}
    )
    return True
