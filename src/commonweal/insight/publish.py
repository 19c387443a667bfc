"""The single place where results leave for people's eyes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import ibis
from django.db import transaction

from commonweal.care.access import Audience
from commonweal.care.extents import Extent
from commonweal.care.identity import finding as identity
from commonweal.care.people import actions as people
from commonweal.care.published import actions as published
from commonweal.care.published.models import Refresh
from commonweal.care.sharing import actions as sharing
from commonweal.insight import population_suppress
from commonweal.insight.case_counts import find_cases
from commonweal.insight.population_secondary import nothing_to_work_out
from commonweal.insight.run import Run
from commonweal.insight.suppress import suppressed


def for_audiences(cells: ibis.Table, planned: ibis.Table, extents: Sequence[Extent]) -> ibis.Table:
    """Every cell twice: exact for those who care for these people, suppressed for everybody else.

    `cells` are those without whoever keeps their record shut to somebody, `planned` those without whoever
    has opted out of planning: the same ones where nobody has. `extents` are the areas they are cells of.
    """
    exact = cells.mutate(audience=ibis.literal(Audience.CARE.value))
    safe = suppressed(planned, extents).mutate(audience=ibis.literal(Audience.PLANNING.value))
    return exact.union(safe.select(exact.columns))


def population_for_audiences(
    exact: ibis.Table, planned: ibis.Table, extents: Sequence[Extent], on: date
) -> ibis.Table:
    """Every measure of a population twice, as `for_audiences` does: what care costs, for planning alone."""
    of_care = exact.filter(exact.category != "cost").mutate(audience=ibis.literal(Audience.CARE.value))
    safe = nothing_to_work_out(population_suppress.safe(planned), planned, extents)
    safe = safe.mutate(audience=ibis.literal(Audience.PLANNING.value))
    both = of_care.union(safe.select(of_care.columns))
    both = both.cast({"numerator": "int64", "denominator": "int32"})
    return both.mutate(as_at=ibis.literal(on)).drop("kind", "per", "users", "swing", "everywhere")


@transaction.atomic
def publish(run: Run, started: datetime) -> Refresh:
    """The finished steps of a run, as one change: readers see the refresh before until all is there."""
    identity.hold_merges()
    run.check_still()
    sharing.apply(run.inputs.blueprint)
    people.keep_in_step(run.batches("people"))
    identity.keep_pairs(run.batches("alike"))
    refresh = published.publish(
        _about(run, started),
        frailty=run.batches("frailty"),
        contacts=run.batches("contacts"),
        medicines=run.batches("medicines"),
        profiles=[(table, run.batches("profile")) for table in published.PROFILES],
        cells=run.batches("shown"),
        population=run.batches("population"),
    )
    find_cases(run.inputs.blueprint, refresh)
    return refresh


def _about(run: Run, started: datetime) -> Refresh:
    inputs = run.inputs
    loads = inputs.store.loads()
    return Refresh(
        started=started,
        finished=datetime.now(UTC),
        as_at=inputs.on,
        earlier=inputs.earlier if run.left("population") else None,
        loads=[{"id": load.id, "source": load.source, "finished": load.finished} for load in loads],
        codelist=inputs.codelist,
        blueprint=inputs.blueprint.partnership.id,
        counts={
            "people": run.rows("people"),
            "here": run.rows("frailty"),
            "cells": run.rows("shown"),
            "medicines": run.rows("medicines"),
        },
    )
