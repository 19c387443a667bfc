"""Where people died, against what they preferred, and of how many on the register that is known."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

DIED = ("died", "known", "first", "second", "elsewhere")
ON_REGISTER = ("on_register", "with_place")


def preferred_places(deaths: ibis.Table, register: ibis.Table, members: ibis.Table) -> ibis.Table:
    """One row per area with anybody in it who died, or is on the register.

    `deaths` has a practice and whether the place was the `first` or `second` choice, `no`, or `unknown`; a
    death without a known preference is none that was met. `register` has a practice and whether a `place` is
    known; `members` has each area's practices.
    """
    died = deaths.join(members, "practice").group_by("area")
    met = died.agg(
        died=lambda rows: rows.count(),
        known=lambda rows: _of(rows.met != "unknown"),
        first=lambda rows: _of(rows.met == "first"),
        second=lambda rows: _of(rows.met == "second"),
        elsewhere=lambda rows: _of(rows.met == "no"),
    )
    listed = register.join(members, "practice").group_by("area")
    asked = listed.agg(on_register=lambda rows: rows.count(), with_place=lambda rows: _of(rows.place))
    both = met.outer_join(asked, "area")
    return both.select(
        area=ibis.coalesce(both.area, both.area_right),
        **{name: both[name].fill_null(0) for name in (*DIED, *ON_REGISTER)},
    )


def _of(holds: ir.BooleanColumn) -> ir.IntegerScalar:
    return holds.sum().fill_null(0).cast("int64")
