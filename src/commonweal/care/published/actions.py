"""The only writer of published results."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
from django.db import connection, transaction
from django.db.models import Model

from commonweal.care.audit import actions as audit
from commonweal.care.bulk import Batches, compress_fast, copy_in
from commonweal.care.people.models import Person
from commonweal.care.population.models import PopulationCell
from commonweal.care.published.models import (
    FrailtyCell,
    PersonCommunity,
    PersonContacts,
    PersonFrailty,
    PersonHospital,
    PersonMedicines,
    PersonProfile,
    PersonSocialCare,
    Refresh,
)

PROFILES = (PersonProfile, PersonHospital, PersonCommunity, PersonSocialCare)
OF_PEOPLE = (PersonFrailty, PersonContacts, PersonMedicines, *PROFILES)
WRITTEN = ", ".join(table._meta.db_table for table in (Person, FrailtyCell, PopulationCell, *OF_PEOPLE))


def current() -> int | None:
    """The refresh that pages show now."""
    return Refresh.objects.filter(current=True).values_list("pk", flat=True).first()


@transaction.atomic
def publish(
    refresh: Refresh,
    *,
    frailty: Batches,
    contacts: Batches,
    medicines: Batches,
    profiles: Iterable[tuple[type[Model], Batches]],
    cells: Batches,
    population: Batches,
) -> Refresh:
    """Makes these the results that pages show, and removes those before: readers see all old or all new.

    `profiles` are those of PROFILES, each with what is known in its columns among others.
    """
    for table in (FrailtyCell, PopulationCell, *OF_PEOPLE):
        table.objects.all().delete()
    Refresh.objects.filter(current=True).update(current=False)
    refresh.current = True
    refresh.save(force_insert=True)
    compress_fast()
    copy_in(PersonFrailty, _of(refresh, frailty))
    copy_in(PersonContacts, contacts)
    copy_in(PersonMedicines, medicines)
    for profile, known in profiles:
        copy_in(profile, known)
    copy_in(FrailtyCell, _of(refresh, cells), without="id")
    copy_in(PopulationCell, _of(refresh, population), without="id")
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {WRITTEN}")
    audit.record("refresh.published", by=None, detail={"refresh": refresh.pk, "as_at": str(refresh.as_at)})
    return refresh


def _of(refresh: Refresh, batches: Batches) -> Batches:
    for batch in batches:
        yield batch.append_column("refresh_id", pa.array([refresh.pk] * batch.num_rows, pa.int64()))
