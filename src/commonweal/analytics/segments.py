"""Life-course segments (after Lynn and others 2007, Milbank Quarterly 85:185-208): everybody is in one.

The order, highest need first, and who fits are declared: no publication gives them.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from commonweal.analytics.criteria import any_met
from commonweal.blueprint.definitions import Definitions


def segment(each: ibis.Table, definitions: Definitions) -> ir.StringValue:
    """The first segment whose criteria a person meets; the last takes everybody else."""
    *declared, everybody_else = definitions.segments
    fits = [(any_met(each, one.any_of, definitions), one.id) for one in declared]
    return ibis.cases(*fits, else_=everybody_else.id)
