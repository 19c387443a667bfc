"""What the care of each person cost, by setting, in pence."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from commonweal.analytics.contacts import in_twelve_months
from commonweal.analytics.living import living
from commonweal.analytics.tables import SETTINGS


def cost(
    people: ibis.Table, deaths: ibis.Table, activity: ibis.Table, packages: ibis.Table, on: date
) -> ibis.Table:
    """One row per person alive on `on`, also for those who used nothing: what twelve months up to it cost.

    Columns: person, cost_home … cost_social_care, and cost, their sum; whole pence at the prices of the
    records. Of a spell that began before the months or lasted beyond them, the part that its days in them
    are of all its days. A contact whose cost is not known adds nothing, so a sum may be too small, never too
    large.
    """
    used = in_twelve_months(activity, packages, on)
    spent = used.group_by("person").agg(**sums(used))
    each = living(people, deaths, on).left_join(spent, "person").drop("person_right")
    return each.select(
        "person", **{name: each[name].fill_null(0) for name in spent.columns if name != "person"}
    )


def sums(used: ibis.Table) -> dict[str, ir.IntegerScalar]:
    """What a person's contacts and spells cost, as `contacts.in_twelve_months` gives them."""
    each = {
        f"cost_{setting}": (used.setting == setting).ifelse(used.pence, 0).sum().cast("int64")
        for setting in SETTINGS
    }
    return each | {"cost": used.pence.sum().cast("int64")}
