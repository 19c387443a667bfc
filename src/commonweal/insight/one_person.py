"""Records brought together count as one person: what is linked to each of them is linked to the one."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import pyarrow as pa

from commonweal.store.folder import Store, connect

ONCE = ("person", "death")  # tables with one row a person


def of_one_person(name: str, rows: ibis.Table, aliases: ibis.Table) -> ibis.Table:
    """The rows with the key of whom they are about now; of what is there once a person, the one's own row."""
    renamed = aliases.rename(led_from="person")
    led = rows.left_join(renamed, rows.person == renamed.led_from)
    now = led.mutate(person=ibis.coalesce(led.one, led.person), theirs=led.led_from.notnull())
    if name not in ONCE:
        return now.select(rows.columns)
    order = [now.theirs, now.date] if name == "death" else [now.theirs, now.source_id]
    first = now.mutate(place=ibis.row_number().over(group_by="person", order_by=order))
    first = first.filter(first.place == 0)
    if name == "person":
        first = first.mutate(nhs_number=ibis.ifelse(first.theirs, first.one_number, first.nhs_number))
    return first.select(rows.columns)


def learnt(store: Store, without: pa.Table) -> Iterator[dict[str, object]]:
    """Who was known by a source's own id, and now comes with an NHS number from it; one row each.

    `without` are the keys of those without a number. Not one whom another record still calls so.
    """
    connection = connect()
    person, keys = store.table("person", connection), ibis.memtable(without)
    numbered = person.filter(person.nhs_number.notnull() & (person.nhs_number == person.person))
    found = numbered.semi_join(keys, numbered.source_id == keys.key)
    found = found.anti_join(
        person.select(still="person"), found.source_id == person.select(still="person").still
    )
    yield from connection.to_pyarrow(found).to_pylist()
