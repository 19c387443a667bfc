"""The conditions of a rule as the database asks them, each of the table that its category stands in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import F, Q, QuerySet

from commonweal.blueprint.case_finding import CaseRule
from commonweal.blueprint.case_finding_columns import COLUMNS, Column
from commonweal.blueprint.case_finding_conditions import Condition
from commonweal.care.published.models import PersonProfile

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
    """All of these conditions."""
    return reduce(and_, map(_asked, conditions), Q())


def values(found: QuerySet[PersonProfile], columns: Collection[str], *more: str) -> list[dict[str, Any]]:
    """What is known of each, by column; `more` are further paths from the profile."""
    paths = {name: path(COLUMNS[name]) for name in columns}
    rows = found.annotate(**({"rise": RISE} if "rise" in paths else {})).values(*paths.values(), *more)
    return [{**row, **{name: row[way] for name, way in paths.items()}} for row in rows]


def columns(rule: CaseRule) -> tuple[str, ...]:
    """What a rule looks at, each once."""
    return tuple(dict.fromkeys((rule.first, *(leaf.of.name for leaf in rule.leaves))))


def path(column: Column) -> str:
    """Where a column stands, from the profile."""
    return TABLES[column.category] + column.name


def _asked(condition: Condition) -> Q:
    if condition.none_of:
        return ~_asked(condition.none_of)
    if condition.any_of:
        return reduce(or_, map(_asked, condition.any_of))
    return _leaf(condition) if condition.column else asked(condition.all_of)


def _leaf(leaf: Condition) -> Q:
    way, test = path(leaf.of), leaf.test
    if test == "known":
        return Q(**{f"{way}__isnull": not leaf.known})
    found = Q(**{way + LOOKUPS[test]: getattr(leaf, "is_" if test == "is" else test)})
    return found & Q(**{f"{way}__isnull": False}) if leaf.of.may_be_unknown else found
