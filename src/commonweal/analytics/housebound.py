"""Who is housebound: recorded so, and not since recorded as no longer so."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from commonweal.analytics.registers import HOUSEBOUND, sought
from commonweal.blueprint.definitions import Definitions


def housebound(found: ibis.Table, definitions: Definitions) -> ir.BooleanValue:
    """Whether each person is housebound, as the partnership declares it."""
    return sought(definitions).has(found, HOUSEBOUND)
