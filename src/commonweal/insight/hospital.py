"""Which diagnoses of hospitals made each person's scores what they are, as JSON."""

from __future__ import annotations

import ibis

from commonweal.analytics import charlson, hospital_frailty
from commonweal.insight.json_text import json_list, json_object
from commonweal.insight.run import Run

FRAILTY, CHARLSON = "hospital_frailty", "charlson"  # what a diagnosis counts for


def with_evidence(known: ibis.Table, run: Run, people: ibis.Table) -> ibis.Table:
    """What is known of people, with `evidence`: what counts for which score, its code and its first day."""
    told = _told(run).inner_join(people.select(person="key", person_id="id"), "person")
    one = json_object(counts_for=told.counts_for, what=told.what, code=told.code, first_date=told.first_date)
    listed = told.select("person_id", "counts_for", "what", one=one)
    order = [listed.counts_for, listed.what]
    found = listed.group_by("person_id").agg(evidence=json_list(listed.one, order))
    each = known.left_join(found, "person_id")
    return each.select(*known.columns, evidence=each.evidence.fill_null("[]"))


def _told(run: Run) -> ibis.Table:
    """One row per person and category or group that counts."""
    people, deaths, diagnoses = (run.source(name) for name in ("person", "death", "diagnosis"))
    of_frailty = hospital_frailty.evidence(people, deaths, run.source("activity"), diagnoses, run.inputs.on)
    of_charlson = charlson.evidence(people, deaths, diagnoses, run.inputs.on)
    columns = ("person", "code", "what", "counts_for", "first_date")
    return ibis.union(
        *(
            table.select("person", "code", "what", counts_for=ibis.literal(name), first_date=day).select(
                columns
            )
            for name, table, day in (
                (
                    FRAILTY,
                    of_frailty.mutate(what="category", code="category"),
                    of_frailty.first_date.cast("string"),
                ),
                (CHARLSON, of_charlson.mutate(what="group"), of_charlson.first_date.cast("string")),
            )
        )
    )
