"""The only writer of published results."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
from django.db import connection, transaction

from commonweal.care.audit import actions as audit
from commonweal.care.bulk import columns_of, copy_in
from commonweal.care.published.models import FrailtyCell, PersonContacts, PersonFrailty, Refresh

Batches = Iterable[pa.RecordBatch]
CELL = columns_of(FrailtyCell, without=["id"])
FRAILTY = columns_of(PersonFrailty)
CONTACTS = columns_of(PersonContacts)


def current() -> int | None:
    """The refresh that pages show now."""
    return Refresh.objects.filter(current=True).values_list("pk", flat=True).first()


@transaction.atomic
def publish(refresh: Refresh, *, frailty: Batches, contacts: Batches, cells: Batches) -> Refresh:
    """Makes these the results that pages show, and removes those before: readers see all old or all new."""
    for table in (FrailtyCell, PersonFrailty, PersonContacts):
        table.objects.all().delete()
    Refresh.objects.filter(current=True).update(current=False)
    refresh.current = True
    refresh.save(force_insert=True)
    copy_in("care_personfrailty", FRAILTY, _of(refresh, frailty))
    copy_in("care_personcontacts", CONTACTS, contacts)
    copy_in("care_frailtycell", CELL, _of(refresh, cells))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE care_person, care_personfrailty, care_frailtycell")
    audit.record("refresh.published", by=None, detail={"refresh": refresh.pk, "as_at": str(refresh.as_at)})
    return refresh


def _of(refresh: Refresh, batches: Batches) -> Batches:
    for batch in batches:
        yield batch.append_column("refresh_id", pa.array([refresh.pk] * batch.num_rows, pa.int64()))
