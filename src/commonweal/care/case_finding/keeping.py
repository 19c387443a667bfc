"""What a refresh writes of case finding: whom each rule found when, and what those who plan are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from commonweal.blueprint.case_finding import CaseRule
from commonweal.care import moments
from commonweal.care.case_finding import matching, versions
from commonweal.care.case_finding.models import CaseCount, Finding, FindingOver
from commonweal.care.objections.models import Objection, OptOut
from commonweal.care.published.models import PersonProfile, Refresh

AT_A_TIME = 2000
Told = tuple[int | None, int | None]  # whom a rule finds, among how many; empty where suppressed


@transaction.atomic
def keep(rules: Sequence[CaseRule], on: date, *, others: Sequence[CaseRule] = ()) -> None:
    """Of every rule in use: who is found and was not, from this day on, and who was and is no more.

    What is kept of `others` stays as it is; of a rule that is in neither, it ends.
    """
    for rule in rules:
        if rule.in_use:
            _keep(rule, on)
    used = [rule.id for rule in (*rules, *others) if rule.in_use]
    _end(Finding.objects.filter(over=None).exclude(rule__in=used), on)


def counted(rule: CaseRule) -> dict[str, tuple[int, int]]:
    """By practice, for planning: how many it finds and among how many, without those who opted out."""
    everybody = PersonProfile.objects.exclude(person__in=OptOut.objects.filter(ended=None).values("person"))
    among = everybody.order_by().values_list("practice").annotate(Count("pk"))
    found = matching.people(rule.categories).filter(matching.asked(rule.where), pk__in=everybody.values("pk"))
    by_practice = dict(found.order_by().values_list("practice").annotate(Count("pk")))
    return {practice: (by_practice.get(practice, 0), people) for practice, people in among if practice}


@transaction.atomic
def publish(refresh: Refresh, told: Mapping[str, Mapping[str, Told]], rules: Iterable[CaseRule]) -> None:
    """Makes these the counts of these rules that those who plan see: by area, suppressed already."""
    CaseCount.objects.filter(Q(rule__in=list(told)) | ~Q(refresh=refresh)).delete()
    counts = (
        CaseCount(
            refresh=refresh,
            rule=rule.id,
            categories=rule.categories,
            area=area,
            found=found,
            among=among,
        )
        for rule in rules
        for area, (found, among) in told[rule.id].items()
    )
    CaseCount.objects.bulk_create(counts, batch_size=AT_A_TIME)


def _keep(rule: CaseRule, on: date) -> None:
    found = matching.people(rule.categories).filter(matching.asked(rule.where)).exclude(_objecting(rule))
    live = Finding.objects.filter(rule=rule.id, over=None)
    _end(live.exclude(person__in=found.values("pk")), on)
    version, now, categories = versions.adopt(rule), moments.now(), list(rule.categories)
    new = found.exclude(pk__in=live.values("person"))
    columns = matching.columns(rule)
    Finding.objects.bulk_create(
        [
            Finding(
                rule=rule.id,
                version_id=version,
                person_id=row["pk"],
                categories=categories,
                since=on,
                known={name: row[name] for name in columns},
                recorded=now,
            )
            for row in matching.values(new, columns, "pk")
        ],
        batch_size=AT_A_TIME,
    )


def _objecting(rule: CaseRule) -> Q:
    """Those who shut what it looks at to everybody: nothing is kept of them that nobody may see."""
    shut = Objection.objects.filter(ended=None, organisation="", category__in=["", *rule.categories])
    return Q(person__in=shut.values("person"))


def _end(findings: QuerySet[Finding], on: date) -> None:
    now = moments.now()
    over = [FindingOver(finding_id=id, on=on, recorded=now) for id in findings.values_list("pk", flat=True)]
    FindingOver.objects.bulk_create(over, batch_size=AT_A_TIME)
