"""Measures of whole populations in a refresh: traits, counts, cells, and as each audience may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import ibis
import pyarrow as pa

from commonweal.blueprint import area_files
from commonweal.care.extents import Extent, extents_of
from commonweal.care.population.measures import measures_of
from commonweal.insight import population_earlier
from commonweal.insight.hospital import with_evidence
from commonweal.insight.population_cells import cells
from commonweal.insight.population_counts import SMALL_AREA, amounts, count
from commonweal.insight.population_slopes import sloped
from commonweal.insight.population_traits import classified, traits
from commonweal.insight.profile import filed
from commonweal.insight.publish import population_for_audiences
from commonweal.insight.run import Run

KNOWN, COUNTED = "profile", "population"  # the steps whose rows are published


@dataclass(frozen=True)
class Day:
    """A day that is measured; of an earlier one, areas and practices alone are told, in steps of its own."""

    on: date
    earlier: bool = False

    def step(self, name: str) -> str:
        return f"then-{name}" if self.earlier else name

    def title(self, words: str) -> str:
        return f"{words}, as at {self.on}" if self.earlier else words


def measure(run: Run, people: ibis.Table) -> None:
    """Leaves what is known of each person as the step KNOWN, every measure of every population as COUNTED."""
    today = Day(run.inputs.on)
    here = people.filter(~people.left)
    known = with_evidence(filed(run.profile(today.on), here), run, here)
    shown = _shown(run, today, run.step(KNOWN, "what is known of each person", known))
    if run.inputs.earlier:
        then = Day(run.inputs.earlier, earlier=True)
        before = population_earlier.kept(run, lambda: _shown(run, then, _known_then(run, then, people)))
        shown = shown.union(before.select(shown.columns))
    run.step(COUNTED, "measures of populations, small numbers suppressed", shown)


def _known_then(run: Run, then: Day, people: ibis.Table) -> ibis.Table:
    """Of everybody alive and here on the earlier day, whatever became of them."""
    known = filed(run.profile(then.on), people)
    return run.step(then.step(KNOWN), then.title("what is known of each person"), known)


def _shown(run: Run, day: Day, known: ibis.Table) -> ibis.Table:
    """Every measure as each audience may see it."""
    blueprint, out, shut = run.inputs.blueprint, run.inputs.opted_out, run.inputs.shut
    each = classified(traits(known, blueprint, measures_of(blueprint)), area_files.classes(blueprint))
    each = run.step(day.step("traits"), day.title("what measures add up"), each)
    exact = planned = _cells(run, day, "everybody", each)
    if out.num_rows:
        planned = _cells(run, day, "willing", each.anti_join(ibis.memtable(out), "person_id"))
    if shut.num_rows:
        exact = _cells(run, day, "open", each.anti_join(ibis.memtable(shut), "person_id"))
    return population_for_audiences(exact, planned, _told(run, day), day.on)


def _told(run: Run, day: Day) -> list[Extent]:
    """The areas that anything is published of."""
    extents = extents_of(run.inputs.blueprint).values()
    return [one for one in extents if not (day.earlier and one.kind == SMALL_AREA)]


def _cells(run: Run, day: Day, whom: str, traits: ibis.Table) -> ibis.Table:
    """Every measure of these people, with how it runs from the least to the most deprived."""
    blueprint = run.inputs.blueprint
    extents, measures = list(extents_of(blueprint).values()), measures_of(blueprint)

    def step(name: str, words: str, result: ibis.Table) -> ibis.Table:
        return run.step(day.step(f"{name}-{whom}"), day.title(f"{words}, {whom}"), result)

    what = step("amounts", "what each adds to a measure", amounts(traits))
    counts = count(traits, what, extents, measures, apart=not day.earlier)
    told = cells(step("counted", "measures counted", counts), extents, measures)
    if day.earlier:
        told = told.filter(told.area.isin([one.id for one in _told(run, day)]))
        return step("measured", "measures worked out", told)
    told = step("measured", "measures worked out", told)
    found: pa.Table = run.connection.to_pyarrow(told)
    return step("sloped", "slopes", told.union(ibis.memtable(sloped(found))))
