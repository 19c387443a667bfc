"""The only writer of clauses: what the files say becomes what the database allows."""

from __future__ import annotations

from django.db import transaction

from commonweal.blueprint import Blueprint
from commonweal.care.audit import actions as audit
from commonweal.care.extents import extents_of
from commonweal.care.sharing import rules
from commonweal.care.sharing.models import Clause, Coverage


@transaction.atomic
def apply(declared: Blueprint) -> None:
    """Makes the blueprint's agreements and areas the ones that count; audited where anything changed."""
    before = {clause.name: rules.terms(clause) for clause in Clause.objects.select_for_update()}
    clauses = rules.clauses(declared)
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
    after = {clause.name: rules.terms(clause) for clause in clauses}
    if after != before:
        changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        audit.record("sharing.applied", by=None, detail={"clauses": changed})
