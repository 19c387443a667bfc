"""Whom rules of case finding find at a refresh, and how many of them those who plan are told of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

import ibis
import numpy as np
import pyarrow as pa

from commonweal.blueprint import Blueprint
from commonweal.care import moments
from commonweal.care.case_finding import keeping
from commonweal.care.case_finding.keeping import Told
from commonweal.care.extents import Extent, Population, extents_of
from commonweal.care.published.models import Refresh
from commonweal.insight.cell_sums import areas_within
from commonweal.insight.secondary import hidden_too
from commonweal.insight.secondary_ranges import Sums
from commonweal.insight.suppress import shown

Counted = Mapping[str, tuple[int, int]]  # practice → whom a rule finds, among how many


def find_cases(blueprint: Blueprint, refresh: Refresh, *, foretold: bool = False) -> None:
    """Keeps whom every rule in use finds from this day on, and publishes counts of all rules for planning.

    Rules that ask models of risk once these are `foretold`, which is after all else is published; before,
    the other rules.
    """
    rules = [rule for rule in blueprint.case_rules if bool(rule.models) == foretold]
    others = [rule for rule in blueprint.case_rules if rule not in rules]
    if foretold and not rules:
        return
    keeping.keep(rules, moments.today(), others=others)
    areas = [one for one in extents_of(blueprint).values() if one.practices]
    told = {rule.id: safe(keeping.counted(rule), areas) for rule in rules}
    keeping.publish(refresh, told, rules)


def safe(counted: Counted, areas: Sequence[Extent]) -> dict[str, Told]:
    """By area as those who plan may see it; of an area with nobody in it nothing is said.

    Where the number of an area is not shown, neither is a nought within it: what is left would be counted.
    No number that is hidden can be worked out from the areas around it.
    """
    sums = {
        area.id: tuple(sum(counted.get(code, (0, 0))[place] for code in area.practices) for place in (0, 1))
        for area in areas
    }
    there = {id: numbers for id, numbers in sums.items() if numbers[1]}
    told = dict(zip(there, _shown(list(there.values())), strict=True))
    hidden = [area.practices for area in areas if area.id in told and told[area.id][0] is None]
    noughts = {
        area.id
        for area in areas
        if area.id in told and told[area.id][0] == 0 and any(area.practices < wider for wider in hidden)
    }
    told = {id: (None if id in noughts else found, among) for id, (found, among) in told.items()}
    too = _hidden_too(told, [there[id][0] for id in told], areas)
    return {id: (None if id in too else found, among) for id, (found, among) in told.items()}


def _hidden_too(told: Mapping[str, Told], exactly: Sequence[int], areas: Sequence[Extent]) -> set[str]:
    """The areas whose number would give away that of another."""
    place = {id: number for number, id in enumerate(told)}
    within = areas_within(Population.REGISTERED, areas, count())
    rows = [one for one in within if one["wider"] in place and one["narrower"] in place]
    if not rows:
        return set()
    sums = Sums.of(
        np.array([place[str(one["wider"])] for one in rows], dtype=np.int64),
        np.array([place[str(one["narrower"])] for one in rows], dtype=np.int64),
        np.array([one["kind"] for one in rows], dtype=np.int64),
        np.array([one["exact"] for one in rows], dtype=bool),
    )
    shown_now = np.array([np.nan if found is None else found for found, _ in told.values()], dtype=np.float64)
    small = np.isnan(shown_now) & (np.array(exactly) > 0)
    too = hidden_too(shown_now, small, sums)
    return {id for id, number in place.items() if too[number]}


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
