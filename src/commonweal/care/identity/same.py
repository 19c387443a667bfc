"""Every record that is of the same person as another: what was recorded of one of them is found under all."""

from __future__ import annotations

from uuid import UUID

from commonweal.care.prepared import ask


def all_of(person: UUID) -> list[UUID]:
    """The ids of all records of this person, theirs among them; for whoever is allowed to see the person."""
    [(ids,)] = ask("SELECT care_all_of(%s)", [person])
    return list(ids)
