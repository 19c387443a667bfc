"""The only writer of referrals: they come in, steps are recorded and corrected, people are found for them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from commonweal.blueprint import Pathway
from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.involvements.rules import check_words
from commonweal.care.pathways import rules as pathways
from commonweal.care.pathways import versions
from commonweal.care.pathways.steps import BEGIN, CARRIED
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import reads, rules
from commonweal.care.referrals.models import Referral, Step
from commonweal.care.referrals.reads import Standing
from commonweal.care.referrals.rules import About, Given, Made, Overtaken, Received
from commonweal.terms import nhs_number

FASTER = "Somebody recorded a step since you opened it; nothing of yours was recorded yet"


def receive(by: Viewer | None, given: Given) -> Received:
    """Somebody is referred; by nobody where the operator takes it in.

    NotPossible says what is missing. Who it is about may be known, unverified or without a name.
    """
    pathway, now = versions.today(given.pathway), moments.now()
    with _as(by):
        decision = _may_refer(by, given, pathway)
        about, marks = _identified(by, given.about, given.received or now)
        received = given.received or now
        rules.check_moment("received", received, now, about.birth_date)
        referral = _referral(by, given, pathway, about, received, now)
        referral.marks = list(marks)
        step = _first(by, referral, now)
        journey = pathways.read(pathway, [rules.as_engine(step, {})], now)
        _stand(referral, rules.stands(journey, ""))
        referral.save(force_insert=True)
        step.referral = referral
        Step.objects.bulk_create([step])
        _call("care_begins", referral.pk, json.dumps(rules.clock_rows(journey)))
        detail = {"referral": referral.reference, "pathway": pathway.id, "source": referral.source}
        _record("referral.received", by, referral, decision, detail)
        return Received(referral, reads.alike(referral), marks)


def move(by: Viewer | None, reference: str, made: Made) -> Referral:
    """One step on; NotPossible where it cannot be, Overtaken where there are more steps than were `seen`.

    An outcome after which somebody goes on names who: a pathway opens its following leg at once.
    """
    with _as(by):
        standing, decision = _held(by, reference, made.seen)
        step = _step(by, standing, made)
        _require_role(by, standing, step)
        _check(standing, step, by)
        _next_owner_is_somebody(step)
        referral = _taken(standing, step)
        detail = {"referral": reference, "move": step.move, "to": step.to, "number": step.number}
        _record("referral.moved", by, referral, decision, detail)
        if step.next_owner.startswith(rules.FOLLOWS):
            _follow(by, standing, step)
        return referral


def correct(by: Viewer | None, reference: str, number: int, made: Made | None, *, seen: int) -> Referral:
    """A new step stands for the one with this number; without `made`, that one never happened."""
    with _as(by):
        standing, decision = _held(by, reference, seen)
        wrong = next((step for step in standing.steps if step.number == number), None)
        if wrong is None or wrong.move == CARRIED:
            raise NotPossible("number", "There is no such step to correct")
        step = _corrected(by, standing, wrong, made)
        _require_role(by, standing, step)
        _check(standing, step, by)
        referral = _taken(standing, step)
        detail = {"referral": reference, "corrects": number, "number": step.number}
        _record("referral.corrected", by, referral, decision, detail)
        return referral


def identify(by: Viewer | None, reference: str, person: UUID) -> Referral:
    """It is about this person, whom the viewer sees; those it is sent to see the person from now on."""
    with _as(by):
        referral = reads.seen(by, reference)
        found = _call("care_identify", referral.pk, person)
        if not found:
            raise NotPossible(
                "person", "They are not somebody whom you may see, or it is not yours to change"
            )
        referral = Referral.objects.get(pk=referral.pk)
        decision = access.referral(by, referral) if by else Decision(True, "")
        _record("referral.identified", by, referral, decision, {"referral": reference})
        return referral


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


def _may_refer(by: Viewer | None, given: Given, pathway: Pathway) -> Decision:
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


def _identified(by: Viewer | None, about: About, received: datetime) -> tuple[About, tuple[str, ...]]:
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
    if died and died <= received.date():
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


def _referral(
    by: Viewer | None, given: Given, pathway: Pathway, about: About, received: datetime, now: datetime
) -> Referral:
    hub, before = reads.hub(pathway), given.follows
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
        hub_organisation=organisation(hub),
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


def organisation(team: str) -> str:
    """The ODS code of the organisation that answers for a team; empty where the team is no more."""
    return next((one.organisations[0] for one in blueprint().teams if one.id == team), "")


def _first(by: Viewer | None, referral: Referral, now: datetime) -> Step:
    step = _by(by, Step(referral=referral, number=1, move=BEGIN, source="", to=referral.stage))
    step.happened, step.recorded, step.version = referral.received, now, referral.version_id
    return step


def _held(by: Viewer | None, reference: str, seen: int) -> tuple[Standing, Decision]:
    """The referral and why it is ours to work on; Overtaken where there are steps that we have not seen."""
    referral = reads.seen(by, reference)
    if referral.steps != seen:
        raise Overtaken(FASTER)
    decision = access.referral(by, referral) if by else Decision(True, "")
    return reads.standing(referral, by), decision


def _step(by: Viewer | None, standing: Standing, made: Made) -> Step:
    """The move as a step from where the referral stood when it happened."""
    move = standing.pathway.move(made.move)
    if move is None:
        raise NotPossible("move", "Choose what to do next")
    happened = made.happened or standing.now
    rules.check_moment("happened", happened, standing.now, standing.referral.birth_date)
    stage = pathways.read(standing.pathway, standing.engine_steps, happened).stage
    given = made.team if move.team == "given" else ""
    if move.team == "given" and not (given or standing.referral.team):
        raise NotPossible("team", "Choose the team that goes")
    if given and not organisation(given):
        raise NotPossible("team", "There is no such team any more; choose another")
    step = Step(
        referral=standing.referral,
        number=standing.referral.steps + 1,
        move=made.move,
        source=stage.id if stage else "",
        to=move.to,
        happened=happened,
        recorded=standing.now,
        reason=made.reason,
        outcome=made.outcome,
        next_owner=" ".join(made.next_owner.split()),
        instruments=list(made.instruments),
        note=made.note.strip(),
        given_team=given,
        version=standing.referral.version_id,
    )
    return _by(by, step)


def _corrected(by: Viewer | None, standing: Standing, wrong: Step, made: Made | None) -> Step:
    """A step in the place of the wrong one: the same move made otherwise, or none at all."""
    if made:
        right = _step(by, standing, made)
        right.source = wrong.source
    else:
        right = _by(by, Step(referral=standing.referral, number=standing.referral.steps + 1))
        right.move, right.source, right.to, right.happened = (
            wrong.move,
            wrong.source,
            wrong.to,
            wrong.happened,
        )
        right.recorded, right.never_happened = standing.now, True
    right.corrects, right.version = wrong.number, wrong.version
    return right


def _by(by: Viewer | None, step: Step) -> Step:
    if by:
        step.by_id, step.by_name, step.role = by.user, by.name, by.role.id
        step.organisation, step.team = by.organisation, by.team
    return step


def _require_role(by: Viewer | None, standing: Standing, step: Step) -> None:
    """Refused, which is recorded, where the pathway gives this move to other roles."""
    move = (standing.wordings.get(step.version) or standing.pathway).move(step.move)
    if by is None or move is None or by.role.id in move.by:
        return
    decision = Decision(False, f"‘{move.title}’ is for {' or '.join(move.by)}, not for {by.role.id}")
    audit.refused(
        "referral.refused",
        by=by,
        about=standing.referral.person_id,
        because=decision.because,
        detail={"referral": standing.referral.reference, "move": step.move},
    )
    raise Refused(decision)


def _check(standing: Standing, step: Step, by: Viewer | None) -> None:
    """NotPossible with the first thing that stands against recording it."""
    new = rules.as_engine(step, standing.wordings)
    move = standing.pathway.move(step.move)
    role = by.role.id if by else move.by[0] if move else ""
    found = pathways.faults(standing.pathway, standing.engine_steps, new, role)
    if found:
        raise NotPossible(_about(found[0]), found[0][:1].upper() + found[0][1:])


def _about(fault: str) -> str:
    """Which question of the form a fault is about."""
    if "needs a reason" in fault:
        return "reason"
    if "needs an outcome" in fault:
        return "outcome"
    if "goes on to be named" in fault:
        return "next_owner"
    return "happened" if "then" in fault else "instruments" if "needs" in fault else "move"


def _next_owner_is_somebody(step: Step) -> None:
    """NotPossible where a pathway, team or organisation is named that there is not."""
    owner = step.next_owner
    if not owner:
        return
    declared = blueprint()
    known = {one.id for one in declared.teams} | {one.ods for one in declared.organisations}
    known |= {one.ods for one in declared.practices}
    if owner.startswith(rules.FOLLOWS):
        versions.today(owner.removeprefix(rules.FOLLOWS))
    elif owner.startswith(rules.OUTSIDE):
        check_words(
            "next_owner", owner.removeprefix(rules.OUTSIDE), "Say who goes on, outside the partnership"
        )
    elif owner not in known:
        raise NotPossible("next_owner", "Choose who goes on from here")


def _taken(standing: Standing, step: Step) -> Referral:
    """The step is recorded, and what follows from it; Overtaken where somebody was faster."""
    Step.objects.bulk_create([step], ignore_conflicts=True)
    after = replace(standing, steps=(*standing.steps, step))
    team = rules.holder(after.steps, after.journey.taken, after.pathway)
    stands = {
        **rules.stands(after.journey, team),
        "version": after.referral.version_id,
        "team_organisation": organisation(team),
    }
    clocks = json.dumps(rules.clock_rows(after.journey))
    if not _call("care_stands", standing.referral.pk, step.number - 1, json.dumps(stands), clocks):
        raise Overtaken(FASTER)
    _stand(standing.referral, stands)
    standing.referral.steps = step.number
    return standing.referral


def _stand(referral: Referral, stands: Mapping[str, object]) -> None:
    """The columns of the row as `rules.stands` says them."""
    for column in ("stage", "team", "due_clock", "resting", "outcome", "next_owner"):
        setattr(referral, column, stands[column])
    for column in ("since", "due", "next_rung", "ended"):
        moment = stands[column]
        setattr(referral, column, datetime.fromisoformat(str(moment)) if moment else None)


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
        _taken(carried, step)
    except Overtaken:
        return False
    _record("referral.carried_over", None, standing.referral, Decision(True, ""), {"referral": reference})
    return True


def _record(
    deed: str, by: Viewer | None, referral: Referral, decision: Decision, detail: Mapping[str, object]
) -> None:
    audit.record(
        deed,
        by=by,
        about=referral.person_id,
        purpose="direct_care",
        clause=decision.clause,
        because=decision.because,
        detail=detail,
    )


def _call(function: str, *values: str | int | UUID) -> bool:
    """What one of the functions of migrations/0009_referrals.py answers."""
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({places})", values)
        return bool(cursor.fetchone()[0])
