"""One team goes through whom a rule found: some go onto its caseload, some are put aside."""

from __future__ import annotations

from datetime import timedelta

from commonweal.blueprint import Blueprint
from commonweal.blueprint.case_finding import CaseRule
from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import Post
from commonweal.care.case_finding import actions, reads, sight
from commonweal.care.case_finding.models import FindingAnswer
from commonweal.care.caseloads.rules import REVIEWED_WITHIN, Noted

PUT_ON, PUT_ASIDE = 4, 2
ASIDE_FOR = timedelta(days=28)
NOT_NOW = "In hospital now; the ward plans the way home with the family"


def find(declared: Blueprint) -> int:
    """How many were put on a caseload; only where nobody has answered a rule yet."""
    if FindingAnswer.objects.exists():
        return 0
    for rule in declared.case_rules:
        if lead := _lead(declared, rule):
            return _gone_through(lead, rule)
    return 0


def _lead(declared: Blueprint, rule: CaseRule) -> Viewer | None:
    """Somebody who may look by this rule, and whose team it finds people for."""
    roles = [role.id for role in declared.roles if {"caseload", "people"} <= {*role.pages}]
    for post in Post.objects.filter(role__in=roles, ended=None, person=None).exclude(team="").order_by("pk"):
        found = next((one for one in accounts.posts(post.user) if one.post == post.pk), None)
        if found and access.may(found, "list_people").allowed and _ours(found, rule):
            return found
    return None


def _ours(viewer: Viewer, rule: CaseRule) -> bool:
    return actions.may_answer(viewer, rule) and not sight.shut(viewer, rule)


def _gone_through(lead: Viewer, rule: CaseRule) -> int:
    area, today = lead.extent.id, moments.today()
    there = [line.id for line in reads.listed(lead, rule, area, "to-look-at").lines]
    wanted, later = there[:PUT_ON], there[PUT_ON : PUT_ON + PUT_ASIDE]
    if later:
        actions.put_aside(lead, rule, area, later, NOT_NOW, today + ASIDE_FOR)
    if wanted:
        noted = Noted("", rule.priority, today + REVIEWED_WITHIN[rule.priority])
        actions.put_on(lead, rule, area, wanted, noted)
    return len(wanted)
