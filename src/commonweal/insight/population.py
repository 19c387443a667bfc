"""Measures of whole populations in a refresh: traits, counts, cells, and as each audience may see them."""

from __future__ import annotations

import ibis
import pyarrow as pa

from commonweal.blueprint import area_files
from commonweal.care.extents import extents_of
from commonweal.care.population.measures import measures_of
from commonweal.insight.population_cells import cells
from commonweal.insight.population_counts import amounts, count
from commonweal.insight.population_slopes import sloped
from commonweal.insight.population_traits import classified, traits
from commonweal.insight.profile import filed
from commonweal.insight.publish import population_for_audiences
from commonweal.insight.run import Run

KNOWN, COUNTED = "profile", "population"  # the steps whose rows are published


def measure(run: Run, people: ibis.Table) -> None:
    """Leaves what is known of each person as the step KNOWN, every measure of every population as COUNTED."""
    blueprint, out, shut = run.inputs.blueprint, run.inputs.opted_out, run.inputs.shut
    known = run.step(KNOWN, "what is known of each person", filed(run.profile(), people))
    each = classified(traits(known, blueprint, measures_of(blueprint)), area_files.classes(blueprint))
    each = run.step("traits", "what measures add up", each)
    exact = planned = _cells(run, "everybody", each)
    if out.num_rows:
        planned = _cells(run, "willing", each.anti_join(ibis.memtable(out), "person_id"))
    if shut.num_rows:
        exact = _cells(run, "open", each.anti_join(ibis.memtable(shut), "person_id"))
    extents = list(extents_of(blueprint).values())
    shown = population_for_audiences(exact, planned, extents, run.inputs.on)
    run.step(COUNTED, "measures of populations, small numbers suppressed", shown)


def _cells(run: Run, whom: str, traits: ibis.Table) -> ibis.Table:
    """Every measure of these people, with how it runs from the least to the most deprived."""
    blueprint = run.inputs.blueprint
    extents, measures = list(extents_of(blueprint).values()), measures_of(blueprint)
    what = run.step(f"amounts-{whom}", f"what each adds to a measure, {whom}", amounts(traits))
    counts = run.step(f"counted-{whom}", f"measures counted, {whom}", count(traits, what, extents, measures))
    told = run.step(f"measured-{whom}", f"measures worked out, {whom}", cells(counts, extents, measures))
    found: pa.Table = run.connection.to_pyarrow(told)
    return run.step(f"sloped-{whom}", f"slopes, {whom}", told.union(ibis.memtable(sloped(found))))
