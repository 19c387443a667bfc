"""The only writer of the person index."""

from __future__ import annotations

import pyarrow as pa
from django.db import connection, transaction

from commonweal.care.bulk import Batches, copy_in, copy_out
from commonweal.care.people.models import Person

COLUMNS = tuple(str(field.column) for field in Person._meta.concrete_fields if not field.generated)
KEPT = ("id", "key")  # of a person already there
IDS = pa.schema([("person", pa.string()), ("id", pa.string())])


def ids() -> pa.Table:
    """The id of each person already in the index, by key: what results about them are filed under."""
    return copy_out("SELECT key, id FROM care_person", IDS)


def tell_of(person: Person) -> Person | None:
    """Somebody of whom a source tells beside the linked population; none where their key is known already."""
    if Person.objects.filter(key=person.key).exists():
        return None
    person.save(force_insert=True)
    return person


@transaction.atomic
def keep_in_step(batches: Batches) -> None:
    """Makes the index say what the linked population says now, with the ids that people already have.

    Whoever the linked population no longer knows stays, registered with no practice.
    """
    changing = [column for column in COLUMNS if column not in KEPT]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE arriving (LIKE care_person)")
        copy_in(Person, batches, into="arriving")
        cursor.execute("ANALYZE arriving")
        cursor.execute(
            f"INSERT INTO care_person AS here ({', '.join(COLUMNS)})"  # noqa: S608 - names of our own columns
            f" SELECT {', '.join(COLUMNS)} FROM arriving"
            f" ON CONFLICT (key) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in changing)}"
            f" WHERE ({', '.join(f'here.{name}' for name in changing)})"
            f" IS DISTINCT FROM ({', '.join(f'excluded.{name}' for name in changing)})"
        )
        cursor.execute(
            "UPDATE care_person AS here SET practice = '', practice_since = NULL, lsoa = ''"
            " WHERE (practice <> '' OR lsoa <> '')"
            " AND NOT EXISTS (SELECT FROM arriving WHERE arriving.key = here.key)"
        )
        cursor.execute("DROP TABLE arriving")
