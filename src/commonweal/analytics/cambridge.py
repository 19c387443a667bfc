"""The Cambridge Multimorbidity Score (Payne and others 2020, CMAJ 192:E107), in hundredths.

The sum of the weights of the conditions a person has, each once. Which register stands for which condition
the registers declare; conditions shown by medicines ask for four items or more in twelve months.
"""

from __future__ import annotations

from functools import reduce
from operator import add

import ibis
import ibis.expr.types as ir

from commonweal.analytics.registers import sought
from commonweal.blueprint.definitions import Definitions
from commonweal.terms.cambridge import WEIGHTS


def score(found: ibis.Table, definitions: Definitions) -> ir.IntegerValue:
    """Each person's score in hundredths; several registers of one condition weigh once."""
    seeking = sought(definitions)
    weighed = [
        seeking.any_of(found, registers).ifelse(weight, 0)
        for condition, weight in WEIGHTS.items()
        if (registers := [one.id for one in definitions.registers if one.cambridge == condition])
    ]
    return reduce(add, weighed, ibis.literal(0, "int64")).cast("int64")
