"""Medicines issued: which different ones a person's records say were ordered or stated in twelve months."""

from __future__ import annotations

from datetime import date

import ibis

from commonweal.analytics.polypharmacy import codings_near, medicines_of, one_system, records_of


def issued(medications: ibis.Table, on: date) -> ibis.Table:
    """One row per person and different medicine with a record in the twelve months up to `on`.

    Columns: person, system, code, name, first_date, last_date, times. The source is the table medication of
    the linked population; medicines are told apart as for polypharmacy, and so are the twelve months bounded.
    `first_date` and `last_date` are days within these; `times` is a number of records, not of doses. `name`
    is the records' words for the code, the first by alphabet; empty where none has any.
    """
    codings = codings_near(medications, [on])
    records = records_of(codings)
    each = records.group_by("person", "medicine").agg(
        first_date=records.date.min(), last_date=records.date.max(), times=records.count()
    )
    named = medicines_of(codings).left_join(_names(medications), ["system", "code"])
    return each.inner_join(named, "medicine").select(
        "person", "system", "code", "name", "first_date", "last_date", "times"
    )


def _names(medications: ibis.Table) -> ibis.Table:
    """One row per code: system, code, name."""
    coded = medications.select("code", "term", system=one_system(medications.system))
    return coded.group_by("system", "code").agg(name=coded.term.min())


def how_many(medications: ibis.Table, on: date) -> ibis.Table:
    """One row per person with any medicine in the twelve months up to `on`: person, medicines."""
    records = records_of(codings_near(medications, [on]))
    return records.group_by("person").agg(medicines=records.medicine.nunique())
