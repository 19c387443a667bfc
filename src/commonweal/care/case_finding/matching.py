"""The conditions of a rule as the database asks them, each of the table that its category stands in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Exists, Expression, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Round
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from commonweal.blueprint.case_finding import CaseRule
from commonweal.blueprint.case_finding_columns import Column
from commonweal.blueprint.case_finding_conditions import Condition, leaves_of
from commonweal.blueprint.case_finding_risk import CHANCE, column_named
from commonweal.care.published.models import PersonProfile
from commonweal.care.published.reads import CURRENT
from commonweal.care.risk.models import PersonRisk, RiskCard

TABLES = {  # category → the way to its columns from the profile of the GP record
    "gp_record": "",
    "hospital": "person__hospital__",
    "community": "person__community__",
    "social_care": "person__social_care__",
}
LOOKUPS = {
    "at_least": "__gte",
    "at_most": "__lte",
    "between": "__range",
    "one_of": "__in",
    "has_any": "__overlap",
    "has_all": "__contains",
    "is": "",
}
RISE = F("deficits") - F("deficits_year_ago")


def people(categories: Collection[str]) -> QuerySet[PersonProfile]:
    """Everybody of whom all of these categories are known to whoever asks."""
    known = {f"{TABLES[one]}person__isnull": False for one in categories if TABLES[one]}
    return PersonProfile.objects.alias(rise=RISE).filter(person__death_date=None, **known)


def asked(conditions: Sequence[Condition]) -> Q:
    """All of these conditions; nobody has them, whatever they say, while a model they ask is not shown."""
    models = {leaf.of.model for one in conditions for leaf in leaves_of(one)} - {""}
    shown = (Q(Exists(_card(model))) for model in sorted(models))
    return reduce(and_, shown, _every(conditions))


def not_shown(rule: CaseRule) -> tuple[str, ...]:
    """The models of risk that a rule asks and that are not shown now: it finds nobody while there are any."""
    return tuple(model for model in rule.models if not _card(model).exists())


def values(found: QuerySet[PersonProfile], columns: Collection[str], *more: str) -> list[dict[str, Any]]:
    """What is known of each, by column; `more` are further paths from the profile."""
    named = {name: column_named(name) for name in columns}
    paths = {name: path(column) for name, column in named.items()}
    derived: dict[str, Any] = {"rise": RISE} if "rise" in paths else {}
    derived |= {path(column): _foretold(column) for column in named.values() if column.model}
    rows = found.annotate(**derived).values(*paths.values(), *more)
    return [{**row, **{name: row[way] for name, way in paths.items()}} for row in rows]


def columns(rule: CaseRule) -> tuple[str, ...]:
    """What a rule looks at, each once."""
    return tuple(dict.fromkeys((rule.first, *(leaf.of.name for leaf in rule.leaves))))


def path(column: Column) -> str:
    """Where a column stands, from the profile."""
    if column.model:
        return column.name.replace(":", "_of_").replace("-", "_")
    return TABLES[column.category] + column.name


def _every(conditions: Sequence[Condition]) -> Q:
    return reduce(and_, map(_asked, conditions), Q())


def _asked(condition: Condition) -> Q:
    if condition.none_of:
        return ~_asked(condition.none_of)
    if condition.any_of:
        return reduce(or_, map(_asked, condition.any_of))
    return _leaf(condition) if condition.column else _every(condition.all_of)


def _leaf(leaf: Condition) -> Q:
    if leaf.of.model:
        return _of_model(leaf)
    way, test = path(leaf.of), leaf.test
    if test == "known":
        return Q(**{f"{way}__isnull": not leaf.known})
    found = Q(**{way + LOOKUPS[test]: getattr(leaf, "is_" if test == "is" else test)})
    return found & Q(**{f"{way}__isnull": False}) if leaf.of.may_be_unknown else found


def _of_model(leaf: Condition) -> Q:
    """Somebody of whom a model says so; who has no chance by it is not among them."""
    chances, said = _chances(leaf.of), _said(leaf.of)
    if leaf.test == "known":
        return Q(Exists(chances)) if leaf.known else ~Q(Exists(chances))
    least, most = leaf.between or (leaf.at_least, leaf.at_most)
    chances = chances if least is None else chances.filter(GreaterThanOrEqual(said, least))
    return Q(Exists(chances if most is None else chances.filter(LessThanOrEqual(said, most))))


def _foretold(column: Column) -> Subquery:
    return Subquery(_chances(column).values_list(_said(column))[:1])


def _chances(column: Column) -> QuerySet[PersonRisk]:
    return PersonRisk.objects.filter(person=OuterRef("pk"), model=column.model)


def _said(column: Column) -> Expression:
    """What a model says of somebody: a chance in whole hundredths, or how many in 100 have a lower one."""
    asked = Round(F("chance") * 100) if column.name.startswith(f"{CHANCE}:") else F("above")
    return Cast(asked, IntegerField())


def _card(model: str) -> QuerySet[RiskCard]:
    return RiskCard.objects.filter(refresh=CURRENT, model=model, passed=True)
