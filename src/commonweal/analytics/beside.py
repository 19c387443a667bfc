"""Tables of one row a person, put side by side in one step: a question with few steps is worded quickly."""

from __future__ import annotations

import ibis


def beside(people: ibis.Table, *others: ibis.Table) -> ibis.Table:
    """The people with the columns of each other table, empty where it has no row of somebody."""
    wide = people
    for number, other in enumerate(others):
        wide = wide.left_join(other, "person", rname=f"{{name}}_of_{number}")
    added = [name for other in others for name in other.columns if name != "person"]
    return wide.select(*people.columns, *added)
