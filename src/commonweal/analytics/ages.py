"""How old somebody is on a day."""

from __future__ import annotations

import ibis.expr.types as ir


def age(birth_date: ir.DateValue, day: ir.DateValue) -> ir.IntegerValue:
    """Whole years; someone born on 29 February is a year older on 1 March."""
    birthday = birth_date.month() * 100 + birth_date.day()
    not_yet = (birthday > day.month() * 100 + day.day()).ifelse(1, 0)
    return (day.year() - birth_date.year() - not_yet).cast("int64")
