"""Small numbers made safe to show to those who do not care for the people counted.

The rule of Hospital Episode Statistics since September 2018 (definitions, section 8): 1 to 7 are not shown,
every other number is rounded to the nearest 5, and 0 is shown. So 8 and 9 both show as 10.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

SMALLEST_SHOWN = 8
ROUNDED_TO = 5


def shown(count: ir.IntegerValue) -> ir.IntegerValue:
    """The count as published; missing where it is suppressed."""
    raised = count + ROUNDED_TO // 2
    rounded = raised - raised % ROUNDED_TO
    nothing = ibis.null(count.type())
    return ibis.cases((count == 0, 0), (count < SMALLEST_SHOWN, nothing), else_=rounded).cast(count.type())


def suppressed(cells: ibis.Table) -> ibis.Table:
    """The cells for planning. Where the people are suppressed, the risers among them are too."""
    people = shown(cells.people)
    risers = people.isnull().ifelse(ibis.null(people.type()), shown(cells.risers))
    return cells.mutate(people=people, risers=risers)
