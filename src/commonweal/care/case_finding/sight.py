"""What a viewer may look through by a rule: every category that it asks, for case finding."""

from __future__ import annotations

from functools import reduce
from operator import and_

from django.db.models import Q, QuerySet

from commonweal.blueprint import Category, Purpose
from commonweal.blueprint.case_finding import CaseRule
from commonweal.care import access
from commonweal.care.access import Decision, NotSeen, Refused, Viewer, facts, rules
from commonweal.care.audit import actions as audit
from commonweal.care.case_finding import matching
from commonweal.care.extents import blueprint, extent
from commonweal.care.published.models import PersonProfile

PURPOSE: Purpose = "case_finding"


def rule(id: str) -> CaseRule:
    """The rule with this id; NotSeen where there is none."""
    found = next((one for one in blueprint().case_rules if one.id == id), None)
    if found is None:
        raise NotSeen
    return found


def shut(viewer: Viewer, rule: CaseRule) -> dict[Category, str]:
    """The categories it looks at that no agreement opens to this viewer for case finding, each with why."""
    terms, today = facts.terms(), facts.today()
    decided = {one: rules.unnamed(viewer, one, PURPOSE, terms, today) for one in rule.categories}
    return {one: decision.because for one, decision in decided.items() if not decision.allowed}


def require_used(rule: CaseRule) -> None:
    """Refused where the rule is only tried: it lists nobody."""
    if not rule.in_use:
        raise Refused(Decision(False, "this rule is not in use; it can be tried, and lists nobody"))


def look(viewer: Viewer | None, rule: CaseRule, deed: str, detail: dict[str, object]) -> Viewer:
    """The viewer, where they may look by this rule, recorded as `deed`; a refusal is recorded and raised."""
    viewer, decision = audit.require(viewer, "list_people", deed, detail)
    if closed := shut(viewer, rule):
        because = next(iter(closed.values()))
        audit.refused("case_finding.refused", by=viewer, because=because, purpose=PURPOSE, detail=detail)
        raise Refused(Decision(False, because))
    audit.record(
        deed, by=viewer, purpose=PURPOSE, clause=decision.clause, because=decision.because,
        detail={"rule": rule.id, **detail},
    )  # fmt: skip
    return viewer


def people(viewer: Viewer, rule: CaseRule, area: str) -> QuerySet[PersonProfile]:
    """Everybody registered there through whose record the viewer may look, as far as the rule does."""
    seen = (access.visible(viewer, one, purpose=PURPOSE, person="person") for one in rule.categories)
    here = Q(practice__in=sorted(extent(area).practices))
    return matching.people(rule.categories).filter(here, reduce(and_, seen, Q()))
