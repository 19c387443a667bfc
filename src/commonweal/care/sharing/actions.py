"""The only writer of clauses: what the files say becomes what the database allows."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from commonweal.blueprint import Agreement, Blueprint
from commonweal.care.audit import actions as audit
from commonweal.care.extents import extents_of
from commonweal.care.sharing.models import Clause, Coverage


@transaction.atomic
def apply(declared: Blueprint) -> None:
    """Makes the blueprint's agreements and areas the ones that count; audited where anything changed."""
    before = {clause.name: _terms(clause) for clause in Clause.objects.select_for_update()}
    clauses = [clause for agreement in declared.agreements for clause in _clauses(agreement)]
    Clause.objects.all().delete()
    Clause.objects.bulk_create(clauses)
    Coverage.objects.all().delete()
    Coverage.objects.bulk_create(
        Coverage(
            id=extent.id,
            kind=extent.kind,
            practices=sorted(extent.practices),
            small_areas=sorted(extent.small_areas),
        )
        for extent in extents_of(declared).values()
    )
    after = {clause.name: _terms(clause) for clause in clauses}
    if after != before:
        changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        audit.record("sharing.applied", by=None, detail={"clauses": changed})


def _clauses(agreement: Agreement) -> Iterator[Clause]:
    parties = {code for party in agreement.parties for code in (*party.organisations, *party.practices)}
    for clause in agreement.clauses:
        yield Clause(
            name=f"{agreement.name}#{clause.id}",
            title=clause.title,
            purpose=clause.purpose,
            categories=sorted(clause.categories),
            roles=sorted(clause.roles),
            relationships=sorted(clause.relationships),
            organisations=sorted(parties),
            starts=agreement.starts,
            until=agreement.until,
        )


def _terms(clause: Clause) -> tuple[object, ...]:
    return tuple(getattr(clause, field.name) for field in Clause._meta.fields)
