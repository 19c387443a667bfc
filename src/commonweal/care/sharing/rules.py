"""What the files of agreements say, clause by clause, as it is to be recorded. No database is asked here."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint import Agreement, Blueprint
from commonweal.care.sharing.models import Clause


def clauses(declared: Blueprint) -> list[Clause]:
    """Every clause of every agreement, not yet recorded."""
    return [clause for agreement in declared.agreements for clause in _clauses(agreement)]


def terms(clause: Clause) -> tuple[object, ...]:
    """All that it says, to be compared with another."""
    return tuple(getattr(clause, field.name) for field in Clause._meta.fields)


def _clauses(agreement: Agreement) -> Iterator[Clause]:
    for clause in agreement.clauses:
        yield Clause(
            name=f"{agreement.name}#{clause.id}",
            title=clause.title,
            purpose=clause.purpose,
            categories=sorted(clause.categories),
            roles=sorted(clause.roles),
            relationships=sorted(clause.relationships),
            organisations=sorted(agreement.members),
            starts=agreement.starts,
            until=agreement.until,
        )
