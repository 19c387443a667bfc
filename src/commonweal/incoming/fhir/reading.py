"""What is read of a resource and what rows it becomes: the form that condition.py and its siblings fill in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CODING = "STRUCT(system VARCHAR, code VARCHAR, display VARCHAR)"
CONCEPT = f'STRUCT(coding {CODING}[], "text" VARCHAR)'
IDENTIFIER = "STRUCT(system VARCHAR, value VARCHAR)"
REFERENCE = f'STRUCT(reference VARCHAR, identifier {IDENTIFIER}, display VARCHAR, "type" VARCHAR)'
PERIOD = 'STRUCT("start" VARCHAR, "end" VARCHAR)'
QUANTITY = "STRUCT(value DOUBLE, comparator VARCHAR, unit VARCHAR, system VARCHAR, code VARCHAR)"

EVERY_RESOURCE = {"id": "VARCHAR", "meta": "STRUCT(lastUpdated VARCHAR)"}


@dataclass(frozen=True)
class Reading:
    """SQL expressions over the elements of one resource, which stand as columns of the type given.

    `fault` is the reason why a resource that is right in itself is not taken, or NULL. `rows` holds, for
    each table it fills, a SELECT from `resource`; `ordinal` is the resource's own number and ties them.
    """

    resource: str
    table: str
    elements: Mapping[str, str]
    subject: str = "NULL"
    day: str = "NULL"
    age: str = "NULL"
    fault: str = "NULL"
    rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, str]:
        """Every element read, with its DuckDB type."""
        return {name: " ".join(kind.split()) for name, kind in (EVERY_RESOURCE | dict(self.elements)).items()}


def codings(concept: str) -> str:
    """SELECT ordinal, system, code, term: a row for each coding with a code."""
    return f"""
        SELECT ordinal, coalesce(each.system, '') AS system, each.code AS code,
            coalesce(each.display, words) AS term
        FROM (SELECT ordinal, unnest({concept}.coding) AS each, {concept}."text" AS words FROM resource)
        WHERE each.code IS NOT NULL
    """


def coded(concept: str) -> str:
    """Whether the concept has a code at all."""
    return f"coalesce(len(list_filter({concept}.coding, lambda each: each.code IS NOT NULL)), 0) > 0"


def among(status: str, *codes: str) -> str:
    """Whether a status is one of the codes; no status is none of them."""
    return f"coalesce({status} IN ({', '.join(repr(code) for code in codes)}), false)"


def first_of(*faults: tuple[str, str]) -> str:
    """The words of the first condition that holds: (condition, SQL text or quoted words)."""
    return "CASE " + " ".join(f"WHEN {condition} THEN {words}" for condition, words in faults) + " END"
