"""Groups of equal size by a value: fifths, tenths."""

from __future__ import annotations

import ibis


def quantiles(values: ibis.Table, *by: str, groups: int = 10, highest_first: bool = False) -> ibis.Table:
    """The rows with `quantile`, from 1 to `groups` by `value` within each group of `by`.

    Equal values share the quantile of the first of them. A row without a value has none, and neither has any
    row of a group that has fewer values than there are quantiles.
    """
    valued = values.mutate(valued=values.value.notnull())
    within = [*by, "valued"]
    order = valued.value.desc() if highest_first else valued.value.asc()
    before = ibis.rank().over(ibis.window(group_by=within, order_by=order))
    among = valued.count().over(ibis.window(group_by=within))
    ranked = valued.mutate(before=before, among=among)
    enough = ranked.valued & (ranked.among >= groups)
    quantile = enough.ifelse((ranked.before * groups / ranked.among).floor().cast("int64") + 1, None)
    return ranked.select(*values.columns, quantile=quantile)
