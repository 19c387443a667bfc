"""Who is likely to be in the last year of life, as the partnership declares it."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from commonweal.analytics.criteria import any_met
from commonweal.blueprint.definitions import Definitions


def likely(each: ibis.Table, definitions: Definitions) -> ir.BooleanValue:
    """Whether each person meets any of the criteria; `each` has what these ask about."""
    return any_met(each, definitions.words.end_of_life.any_of, definitions)
