"""What is known of each person in columns, filed under their id."""

from __future__ import annotations

import ibis

from commonweal.analytics.profile import PROFILE


def filed(profile: ibis.Table, people: ibis.Table) -> ibis.Table:
    """The profile of these people, with their id instead of their key.

    DuckDB adds up in 128 bits, which a Parquet file would hold as a fraction: whole numbers are cast.
    """
    ids = people.select(person="key", person_id="id")
    each = profile.inner_join(ids, "person").drop("person")
    whole = [column.name for column in PROFILE.columns if column.kind == "whole"]
    return each.mutate(**{name: each[name].cast("int32") for name in whole})
