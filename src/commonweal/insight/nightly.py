"""The whole refresh on one screen: extract, compute, suppress, publish."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import ibis

from commonweal.analytics import frailty
from commonweal.blueprint import Blueprint
from commonweal.care import moments
from commonweal.care.extents import extents_of
from commonweal.care.identity.finding import take_numbers
from commonweal.care.identity.reads import without_number
from commonweal.care.published.models import Refresh
from commonweal.insight import alike, cells, extract, loads, population, results, risk
from commonweal.insight.measures import measure
from commonweal.insight.one_person import learnt
from commonweal.insight.publish import for_audiences, publish
from commonweal.insight.run import Progress, inputs_of, under_way
from commonweal.store.folder import Store

YEARS = 10
RECORDED_HERE = "recorded/newest"  # in the store: referrals, steps and clocks as the last refresh found them


def refresh(
    store: Store,
    blueprint: Blueprint,
    *,
    on: date,
    codelists: Path | None,
    progress: Progress,
    profiles: bool = True,
) -> Refresh:
    """Makes what the store says on `on` the results that pages show. Cut off, it goes on where it was.

    Without `profiles` it publishes frailty, contacts and medicines, and no measures of populations.
    """
    started, years = datetime.now(UTC), frailty.years_up_to(on, YEARS)
    areas = list(extents_of(blueprint).values())
    take_numbers(learnt(store, without_number()))
    with under_way(inputs_of(store, blueprint, on, codelists), progress) as run:
        step, person, death = run.step, run.source("person"), run.source("death")
        homes = run.source("registration"), run.source("residence"), run.ids()
        codes, events, medicines = run.inputs.codes, run.source("event"), run.source("medication")
        recorded = person, death, codes, events, medicines

        here = step("people", "who is here", extract.people(person, death, *homes, on))
        step("alike", "records alike", alike.pairs(here))
        course = step("course", "frailty year by year", frailty.course(*recorded, years))
        found = step("evidence", "evidence for each deficit", frailty.evidence(*recorded, on))
        told = step("told", "evidence in words", results.explained(found, codes, medicines))
        each = run.in_parts(
            "frailty",
            "each person's frailty",
            run.rows("course"),
            lambda part: results.frailty(here, course, told, years, part),
        )
        if profiles:
            population.measure(run, here)
        counted = step("cells", "counts", cells.count_cells(each, areas))
        exact = planned = counted
        if run.inputs.opted_out.num_rows:
            left = each.anti_join(ibis.memtable(run.inputs.opted_out), "person_id")
            planned = step("planned", "counts without those who opted out", cells.count_cells(left, areas))
        if run.inputs.shut.num_rows:
            left = each.anti_join(ibis.memtable(run.inputs.shut), "person_id")
            exact = step("exact", "counts without those who keep out", cells.count_cells(left, areas))
        step("shown", "small numbers suppressed", for_audiences(exact, planned, areas))
        run.in_parts(
            "contacts",
            "contacts",
            store.count("activity"),
            lambda part: results.contacts(run.source("activity"), here, part),
        )
        run.in_parts(
            "medicines",
            "medicines",
            store.count("medication"),
            lambda part: results.medicines(medicines, here, on, part),
        )

        with progress("publishing"):
            published = publish(run, started)
            loads.report(store, run.connection)
        risk.foretell(run, published, course, here, years)
        with progress("how long people wait"):
            measure(blueprint, moments.now(), store.path / RECORDED_HERE)
    return published
