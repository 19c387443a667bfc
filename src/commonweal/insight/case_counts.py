"""Whom rules of case finding find at a refresh, and how many of them those who plan are told of."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import ibis
import pyarrow as pa

from commonweal.blueprint import Blueprint
from commonweal.care import moments
from commonweal.care.case_finding import keeping
from commonweal.care.case_finding.keeping import Told
from commonweal.care.extents import Extent, extents_of
from commonweal.care.published.models import Refresh
from commonweal.insight.suppress import shown

Counted = Mapping[str, tuple[int, int]]  # practice → whom a rule finds, among how many


def find_cases(blueprint: Blueprint, refresh: Refresh) -> None:
    """Keeps whom every rule in use finds from this day on, and publishes counts of all rules for planning."""
    keeping.keep(blueprint.case_rules, moments.today())
    areas = [one for one in extents_of(blueprint).values() if one.practices]
    told = {rule.id: safe(keeping.counted(rule), areas) for rule in blueprint.case_rules}
    keeping.publish(refresh, told, blueprint.case_rules)


def safe(counted: Counted, areas: Collection[Extent]) -> dict[str, Told]:
    """By area as those who plan may see it; of an area with nobody in it nothing is said.

    Where the number of an area is not shown, neither is a nought within it: what is left would be counted.
    """
    sums = {
        area.id: tuple(sum(counted.get(code, (0, 0))[place] for code in area.practices) for place in (0, 1))
        for area in areas
    }
    there = {id: numbers for id, numbers in sums.items() if numbers[1]}
    told = dict(zip(there, _shown(list(there.values())), strict=True))
    hidden = [area.practices for area in areas if told.get(area.id, (0, 0))[0] is None]
    noughts = {
        area.id
        for area in areas
        if area.id in told and told[area.id][0] == 0 and any(area.practices < wider for wider in hidden)
    }
    return {id: (None if id in noughts else found, among) for id, (found, among) in told.items()}


def _shown(numbers: list[tuple[int, ...]]) -> list[Told]:
    """Each number as it is published, by the rule of the one exit; whom it finds only with among how many."""
    if not numbers:
        return []
    places = pa.array(range(len(numbers)), pa.int64())
    columns = {
        name: pa.array(column, pa.int64())
        for name, column in zip(("found", "among"), zip(*numbers, strict=True), strict=True)
    }
    table = ibis.memtable(pa.table({"place": places, **columns}))
    among = shown(table.among)
    found = among.isnull().ifelse(ibis.null("int64"), shown(table.found))
    rows = table.select("place", found=found, among=among).order_by("place").to_pyarrow().to_pylist()
    return [(row["found"], row["among"]) for row in rows]
