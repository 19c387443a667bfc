"""How a step and what follows from it are written: by the functions of migrations/_referrals_in_sql.py."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection

from commonweal.care.access import Decision, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.referrals import rules
from commonweal.care.referrals.models import Referral, Step
from commonweal.care.referrals.reads import Standing
from commonweal.care.referrals.rules import Overtaken

FASTER = "Somebody recorded a step since you opened it; nothing of yours was recorded yet"


def taken(standing: Standing, step: Step) -> Referral:
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
    if not call("care_stands", standing.referral.pk, step.number - 1, json.dumps(stands), clocks):
        raise Overtaken(FASTER)
    stand(standing.referral, stands)
    standing.referral.steps = step.number
    return standing.referral


def stand(referral: Referral, stands: Mapping[str, object]) -> None:
    """The columns of the row as `rules.stands` says them."""
    for column in ("stage", "team", "due_clock", "resting", "outcome", "next_owner"):
        setattr(referral, column, stands[column])
    for column in ("since", "due", "next_rung", "ended"):
        moment = stands[column]
        setattr(referral, column, datetime.fromisoformat(str(moment)) if moment else None)


def by_whom(by: Viewer | None, step: Step) -> Step:
    """The step, with who makes it."""
    if by:
        step.by_id, step.by_name, step.role = by.user, by.name, by.role.id
        step.organisation, step.team = by.organisation, by.team
    return step


def organisation(team: str) -> str:
    """The ODS code of the organisation that answers for a team; empty where the team is no more."""
    return next((one.organisations[0] for one in blueprint().teams if one.id == team), "")


def record(
    deed: str, by: Viewer | None, referral: Referral, decision: Decision, detail: Mapping[str, object]
) -> None:
    """What was done, in the audit."""
    audit.record(
        deed,
        by=by,
        about=referral.person_id,
        purpose="direct_care",
        clause=decision.clause,
        because=decision.because,
        detail=detail,
    )


def call(function: str, *values: str | int | UUID) -> bool:
    """What one of the functions of migrations/_referrals_in_sql.py answers."""
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({places})", values)
        return bool(cursor.fetchone()[0])
