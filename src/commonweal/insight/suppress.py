"""Small numbers made safe to show to those who do not care for the people counted.

The rule of Hospital Episode Statistics since September 2018: 1 to 7 are not shown, every other number is
rounded to the nearest 5, and 0 is shown. So 8 and 9 both show as 10. One thing is added to it: within a
group whose own number is not shown, neither is a 0. Otherwise the groups within it that are not 0 could be
counted, and where there are as many of them as people can be, each is one person.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from commonweal.care.extents import Extent
from commonweal.care.published.groups import MAIN_AGES
from commonweal.insight.groups import AGES_WITHIN, BANDS_WITHIN, CELL, SEXES_WITHIN, spread
from commonweal.insight.suppress_cells import nothing_to_work_out

SMALLEST_SHOWN = 8
ROUNDED_TO = 5


def shown(count: ir.IntegerValue) -> ir.IntegerValue:
    """The count as published; missing where it is suppressed."""
    raised = count + ROUNDED_TO // 2
    rounded = raised - raised % ROUNDED_TO
    nothing = ibis.null(count.type())
    return ibis.cases((count == 0, 0), (count < SMALLEST_SHOWN, nothing), else_=rounded).cast(count.type())


def suppressed(cells: ibis.Table, extents: Sequence[Extent] = ()) -> ibis.Table:
    """The cells for planning, with a row also for each nobody that is not shown.

    Where the people are suppressed, the risers among them are too. Other numbers are hidden as well where
    sums over ages, sexes, bands and the areas of `extents` would give away one that is suppressed.
    """
    people = shown(cells.people)
    risers = people.isnull().ifelse(ibis.null(people.type()), shown(cells.risers))
    safe = cells.mutate(people=people, risers=risers).select(*CELL, "people", "risers")
    return nothing_to_work_out(safe.union(_hidden_noughts(safe)), cells, extents)


def _hidden_noughts(safe: ibis.Table) -> ibis.Table:
    """The groups with nobody in them that lie within a suppressed one."""
    within = safe.filter(safe.people.isnull()).select(*CELL)
    for column, pairs in (("ages", AGES_WITHIN), ("sex", SEXES_WITHIN), ("band", BANDS_WITHIN)):
        within = spread(within, column, pairs)
    counted_so = (within.small_area == "") | within.ages.isin(list(MAIN_AGES))
    noughts = within.filter(counted_so).distinct().anti_join(safe, CELL)
    nothing = ibis.null(safe.people.type())
    return noughts.mutate(people=nothing, risers=nothing).select(safe.columns)
