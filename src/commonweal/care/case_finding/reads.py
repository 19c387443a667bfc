"""The only queries of case finding, each for a viewer, and each with whoever objects left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from commonweal.blueprint.case_finding import CaseRule
from commonweal.blueprint.case_finding_risk import column_named
from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.case_finding import matching, seen, sight
from commonweal.care.case_finding.models import CaseCount, Finding, FindingAnswer
from commonweal.care.case_finding.seen import Sign
from commonweal.care.extents import blueprint, extent
from commonweal.care.published.models import PersonProfile
from commonweal.care.published.reads import CURRENT

SHOWN = 50
LISTS = ("to-look-at", "not-seen", "not-found", "aside")  # which part of those found, or not
LATELY = timedelta(days=28)
NAMED = ("pk", "person__nhs_number", "person__family", "person__given", "person__birth_date")


@dataclass(frozen=True)
class Line:
    """Somebody in a list, with what is known of them by column, and since when the rule has found them."""

    id: UUID
    nhs_number: str | None
    family: str
    given: str
    birth_date: date
    practice: str
    age: int
    sex: str
    known: Mapping[str, Any]
    since: date | None = None
    late: bool = False
    sign: Sign | None = None
    aside: FindingAnswer | None = None


@dataclass(frozen=True)
class Numbers:
    """How many a rule finds, and what becomes of them; every found person counts in one of the last three."""

    found: int
    to_look_at: int
    left_out: int
    aside: int


@dataclass(frozen=True)
class Listed:
    """A page of a list. `after` names the person at whom the next page begins.

    `not_shown` are models of risk that the rule asks and that nobody is shown: all its lists are empty then.
    """

    lines: tuple[Line, ...]
    after: UUID | None
    numbers: Numbers
    many: int
    late: int
    not_shown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Overview:
    """A rule among others: how many it found at the last refresh here, and lately; or why it is shut.

    `not_shown` are models of risk that it asks and that nobody is shown: it finds nobody meanwhile.
    """

    rule: CaseRule
    shut: str
    found: int
    lately: int
    not_shown: tuple[str, ...] = ()


@access.for_purpose("case_finding")
def overview(viewer: Viewer | None, area: str) -> list[Overview]:
    """Every rule that is declared, with what it has kept of the people registered there; the urgent first."""
    viewer = audit.look(viewer, "list_people", "case_finding.overview", {"area": area})
    newest = Q(since__gte=moments.today() - LATELY)
    here = Finding.objects.filter(over=None, person__practice__in=sorted(extent(area).practices))
    counts = here.order_by().values("rule").annotate(found=Count("pk"), lately=Count("pk", filter=newest))
    by_rule = {row["rule"]: (row["found"], row["lately"]) for row in counts}
    rules = [
        Overview(
            rule,
            next(iter(sight.shut(viewer, rule).values()), ""),
            *by_rule.get(rule.id, (0, 0)),
            not_shown=matching.not_shown(rule),
        )
        for rule in blueprint().case_rules
    ]
    return sorted(rules, key=lambda one: (bool(one.shut), not one.rule.in_use, one.rule.priority))


@access.for_purpose("case_finding")
def people_found(viewer: Viewer | None, area: str) -> int:
    """How many people registered there any rule has kept, each once."""
    here = Finding.objects.filter(over=None, person__practice__in=sorted(extent(area).practices))
    return here.aggregate(many=Count("person", distinct=True))["many"] or 0


@access.for_purpose("case_finding")
def listed(
    viewer: Viewer | None,
    rule: CaseRule,
    area: str,
    which: str,
    *,
    late: bool = False,
    after: UUID | None = None,
) -> Listed:
    """A page of one of LISTS of a rule in use, who has most of what it orders by on top."""
    sight.require_used(rule)
    viewer = sight.look(viewer, rule, "case_finding.listed", {"area": area, "list": which, "late": late})
    lists = Lists(viewer, rule, area)
    chosen = lists.of(which)
    overdue = chosen.filter(person__in=lists.late())
    rows = _page(overdue if late else chosen, rule, after)
    lines = [lists.line(row) for row in rows[:SHOWN]]
    further = lines[-1].id if len(rows) > SHOWN else None
    return Listed(
        tuple(lines), further, lists.numbers(), chosen.count(), overdue.count(), matching.not_shown(rule)
    )


@access.for_purpose("case_finding")
def exported(viewer: Viewer | None, rule: CaseRule, area: str, which: str) -> list[Line]:
    """All of the same list; that it left as a file is recorded."""
    sight.require_used(rule)
    viewer = sight.look(viewer, rule, "case_finding.exported", {"area": area, "list": which})
    lists = Lists(viewer, rule, area)
    return [lists.line(row) for row in _rows(_ordered(lists.of(which), rule), rule)]


@access.for_purpose("case_finding")
def found(viewer: Viewer | None, rule: CaseRule, area: str, people: Collection[UUID]) -> list[Line]:
    """Of these people those whom the rule finds now."""
    sight.require_used(rule)
    viewer = sight.look(viewer, rule, "case_finding.chosen", {"area": area, "people": len(people)})
    lists = Lists(viewer, rule, area)
    return [lists.line(row) for row in _rows(_ordered(lists.found.filter(pk__in=people), rule), rule)]


@access.for_purpose("planning")
def counts(viewer: Viewer | None) -> list[CaseCount]:
    """What those who plan are told of every rule that looks at what they plan with, by rule and area."""
    audit.look(viewer, "see_population", "case_finding.counted", {})
    return list(CaseCount.objects.filter(refresh=CURRENT).order_by("rule", "area"))


class Lists:
    """The lists of one rule, for one viewer and area; what they share is read once."""

    def __init__(self, viewer: Viewer, rule: CaseRule, area: str) -> None:
        self._rule = rule
        here = sight.people(viewer, rule, area)
        self._here = here.none() if matching.not_shown(rule) else here
        self.found = self._here.filter(matching.asked(rule.where))
        self._left_out = seen.looked_after(viewer, rule)
        self._aside = seen.put_aside(viewer, rule)
        self._signs = seen.signs(viewer, rule)

    def of(self, which: str) -> QuerySet[PersonProfile]:
        """The people of one of LISTS."""
        if which == "not-found":
            return self._here.filter(pk__in=list(self._signs)).exclude(pk__in=self.found.values("pk"))
        if which == "not-seen":
            return self.found.exclude(pk__in=list(self._signs))
        asked = self.found.exclude(pk__in=list(self._left_out))
        aside = list(self._aside)
        return asked.filter(pk__in=aside) if which == "aside" else asked.exclude(pk__in=aside)

    def late(self) -> QuerySet[Finding, UUID]:
        """Those found so long ago that they should have been seen."""
        due = moments.today() - timedelta(days=self._rule.seen.due_within_days)
        kept = Finding.objects.filter(rule=self._rule.id, over=None, since__lt=due)
        return kept.values_list("person", flat=True)

    def numbers(self) -> Numbers:
        """How the people found are shared out."""
        left_out, aside = Q(pk__in=list(self._left_out)), Q(pk__in=list(self._aside))
        counted = self.found.aggregate(
            found=Count("pk"),
            left_out=Count("pk", filter=left_out),
            aside=Count("pk", filter=aside & ~left_out),
        )
        return Numbers(to_look_at=counted["found"] - counted["left_out"] - counted["aside"], **counted)

    def line(self, row: Mapping[str, Any]) -> Line:
        """Somebody, as a list shows them."""
        since, id = row["kept_since"], row["pk"]
        due = since and since + timedelta(days=self._rule.seen.due_within_days)
        return Line(
            id=id,
            nhs_number=row["person__nhs_number"],
            family=row["person__family"],
            given=row["person__given"],
            birth_date=row["person__birth_date"],
            practice=row["practice"],
            age=row["age"],
            sex=row["sex"],
            known={name: row[name] for name in matching.columns(self._rule)},
            since=since,
            late=bool(due and due < moments.today() and id not in self._signs),
            sign=self._signs.get(id),
            aside=self._aside.get(id),
        )


def _ordered(people: QuerySet[PersonProfile], rule: CaseRule) -> QuerySet[PersonProfile]:
    return people.order_by(f"-{matching.path(column_named(rule.first))}", "-pk")


def _page(people: QuerySet[PersonProfile], rule: CaseRule, after: UUID | None) -> list[dict[str, Any]]:
    """From the one behind `after` on, and one more than is shown where there are more."""
    first = matching.path(column_named(rule.first))
    most = people.filter(pk=after).values_list(first, flat=True).first() if after else None
    if most is not None:
        people = people.filter(Q(**{f"{first}__lt": most}) | Q(**{first: most, "pk__lt": after}))
    return _rows(_ordered(people, rule)[: SHOWN + 1], rule)


def _rows(people: QuerySet[PersonProfile], rule: CaseRule) -> list[dict[str, Any]]:
    kept = Finding.objects.filter(rule=rule.id, over=None, person=OuterRef("pk"))
    since = kept.order_by("since").values("since")[:1]
    columns = dict.fromkeys((*matching.columns(rule), "practice", "age", "sex"))
    return matching.values(people.annotate(kept_since=Subquery(since)), tuple(columns), *NAMED, "kept_since")
