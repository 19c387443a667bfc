"""The only writer of what teams do about those whom a rule found; what it found, a refresh keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from commonweal.blueprint.case_finding import CaseRule
from commonweal.blueprint.case_finding_words import because
from commonweal.care import access, moments
from commonweal.care.access import Refused, Viewer
from commonweal.care.access.viewer import Decision
from commonweal.care.audit import actions as audit
from commonweal.care.case_finding import reads, seen
from commonweal.care.case_finding.models import FindingAnswer
from commonweal.care.case_finding.reads import Line
from commonweal.care.case_finding.titles import titles
from commonweal.care.caseloads import actions as caseloads
from commonweal.care.caseloads import reads as on_caseloads
from commonweal.care.caseloads.models import CaseloadPlace
from commonweal.care.caseloads.rules import Noted, check_followed, check_words
from commonweal.care.possible import Faults, NotPossible

AT_ONCE = caseloads.AT_ONCE
LONGEST_ASIDE = timedelta(days=366)
OTHERS = "this rule finds people for other teams than yours"


def put_on(
    by: Viewer, rule: CaseRule, area: str, people: Sequence[UUID], noted: Noted
) -> list[CaseloadPlace]:
    """Each of them is on the team's caseload, with why the rule found them in words; or nobody is.

    NotPossible with all that is missing, and where the rule finds one of them no more.
    """
    with access.acting(by, "direct_care"), transaction.atomic():
        _require_ours(by, rule, "case_finding.put_on")
        faults, places, lines = Faults(), [], list[Line]()
        with faults:
            lines = _found(by, rule, area, people)
        with faults:
            check_followed(noted, moments.today())
        faults.check()
        for line in lines:
            reason = said(rule, line) + (f". {noted.reason.strip()}" if noted.reason.strip() else "")
            noted_of = Noted(reason, noted.priority, noted.next_review, "case_finding")
            for place in caseloads.add(by, [line.id], noted_of):
                _answer(by, rule, line.id, "caseload", reason, involvement=place.pk)
                places.append(place)
        return places


def put_aside(
    by: Viewer, rule: CaseRule, area: str, people: Sequence[UUID], reason: str, until: date | None
) -> int:
    """The team does not list them again before that day; how many they are."""
    with access.acting(by, "direct_care"), transaction.atomic():
        _require_ours(by, rule, "case_finding.put_aside")
        faults, why, lines = Faults(), "", list[Line]()
        with faults:
            lines = _found(by, rule, area, people)
        with faults:
            _check_until(until)
        with faults:
            why = check_words("reason", reason, "Say why, in a few words")
        faults.check()
        for line in lines:
            _answer(by, rule, line.id, "aside", why, until=until)
        return len(lines)


def said(rule: CaseRule, line: Line) -> str:
    """Why somebody was found, in words that they can read."""
    return f"Found by “{rule.title}”: {', '.join(because(rule.where, line.known, titles()))}"


def may_answer(viewer: Viewer, rule: CaseRule) -> bool:
    """Whether those found are for the viewer's team."""
    return rule.in_use and on_caseloads.keeps(viewer) and viewer.team in seen.teams(rule)


def _require_ours(by: Viewer, rule: CaseRule, deed: str) -> None:
    on_caseloads.at_work(by, deed)
    if not may_answer(by, rule):
        audit.refused("case_finding.refused", by=by, because=OTHERS, detail={"asked": deed, "rule": rule.id})
        raise Refused(Decision(False, OTHERS))


def _found(by: Viewer, rule: CaseRule, area: str, people: Sequence[UUID]) -> list[Line]:
    asked = list(dict.fromkeys(people))
    caseloads.check_number(asked)
    lines = reads.found(by, rule, area, asked)
    if len(lines) < len(asked):
        raise NotPossible("people", "The rule does not find all of them now; choose again from the list")
    return lines


def _check_until(until: date | None) -> None:
    today = moments.today()
    if until is None or not today < until <= today + LONGEST_ASIDE:
        raise NotPossible("until", "Give a day within a year on which they are listed again")


def _answer(
    by: Viewer,
    rule: CaseRule,
    person: UUID,
    deed: str,
    reason: str,
    *,
    until: date | None = None,
    involvement: int | None = None,
) -> None:
    answer = FindingAnswer(
        rule=rule.id,
        person_id=person,
        team=by.team,
        deed=deed,
        reason=reason,
        until=until,
        involvement_id=involvement,
        recorded=moments.now(),
        by_id=by.user,
        by_name=by.name,
    )
    FindingAnswer.objects.bulk_create([answer])
    detail = {"rule": rule.id, "team": by.team, "until": str(until or "")}
    audit.record(f"case_finding.{deed}", by=by, about=person, purpose="direct_care", detail=detail)
