"""How often what one organisation assessed and sent was done again by the one that received it."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

ACTS = ("accepted", "changed", "repeated")


def repeat_rates(sent: ibis.Table, *by: str) -> ibis.Table:
    """One row per group with anything sent in it: how many were sent, answered, and answered in each way.

    `share` is that of the repeated among the answered, from 0 to 1; empty where nothing is answered yet. What
    was accepted with a change is not repeated: the person was not asked everything again.
    """
    counted = sent.agg(
        by=by,
        sent=sent.count(),
        answered=sent.act.notnull().sum().fill_null(0).cast("int64"),
        **{act: _of(sent.act == act) for act in ACTS},
    )
    return counted.mutate(share=counted.repeated / counted.answered.nullif(0))


def repeat_reasons(sent: ibis.Table, *by: str) -> ibis.Table:
    """One row per group and reason for which something was repeated."""
    repeated = sent.filter(sent.act == "repeated")
    return repeated.agg(by=[*by, "reason"], repeated=repeated.count())


def _of(holds: ir.BooleanColumn) -> ir.IntegerScalar:
    return holds.sum().fill_null(0).cast("int64")
