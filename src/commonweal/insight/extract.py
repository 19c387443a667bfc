"""Who is here on a day: each person of the linked population with where they are registered and live."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from commonweal.store.folder import Store, connect

HOME = ("lsoa", "address", "postcode", "housing_type", "tenure", "geodemographic", "care_home")
NAMED = ("family", "given", "ethnicity")


def people(
    person: ibis.Table,
    death: ibis.Table,
    registration: ibis.Table,
    residence: ibis.Table,
    ids: ibis.Table,
    on: date,
) -> ibis.Table:
    """One row per person, with the columns of the person index, the person's id there, and `left`.

    The registration and the residence are those lasting on `on`, the newest where there are several.
    `left` is true where there once was one or the other and none lasts.
    """
    practice = _lasting(registration, on).select("person", "practice", practice_since="start")
    home = _lasting(residence, on).select("person", *HOME)
    once = registration.select("person").union(residence.select("person"), distinct=True)
    found = (
        person.left_join(ids, "person")
        .drop("person_right")
        .left_join(death.select("person", death_date="date"), "person")
        .drop("person_right")
        .left_join(practice, "person")
        .drop("person_right")
        .left_join(home, "person")
        .drop("person_right")
        .left_join(once.mutate(once=True), "person")
    )
    text = {name: found[name].fill_null("") for name in (*NAMED, *HOME, "practice")}
    return found.select(
        "nhs_number",
        "source_id",
        "birth_date",
        "sex",
        "death_date",
        "practice_since",
        key=found.person,
        id=found.id.fill_null(ibis.uuid().cast("string")),
        left=found.once.fill_null(False) & found.practice.isnull() & found.address.isnull(),
        **text,
    )


def _lasting(spells: ibis.Table, on: date) -> ibis.Table:
    """One row per person: the spell that lasts on `on`, the one begun last where there are several."""
    begun = spells.start.isnull() | (spells.start <= on)
    lasting = spells.filter(begun & (spells.end.isnull() | (spells.end > on)))
    newest = [lasting.start.desc(nulls_first=False), *_in_any_order(lasting)]
    numbered = lasting.mutate(place=ibis.row_number().over(group_by="person", order_by=newest))
    return numbered.filter(numbered.place == 0).drop("place")


def _in_any_order(spells: ibis.Table) -> list[ir.Column]:
    """What settles a tie, so that the same population gives the same answer twice."""
    return [spells["practice"] if "practice" in spells.columns else spells["address"]]


def newest_day(store: Store, today: date) -> date:
    """The newest day that anything is recorded for, up to today: the day the population is known on."""
    dated = {"event": "date", "medication": "date", "activity": "start", "registration": "start"}
    connection = connect()
    found = [today.min]
    for table, column in dated.items():
        day = store.table(table, connection)[column].cast("date")
        found.append(connection.to_pyarrow(day.max(where=day <= today)).as_py() or today.min)
    return today if max(found) == today.min else max(found)
