"""Which areas a referral counts in: those of the practice that its person is registered with."""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from commonweal.care.extents import Extent
from commonweal.insight.groups import spread


def in_areas(referred: ibis.Table, extents: Sequence[Extent]) -> ibis.Table:
    """Each row once for every area that it counts in, with the area's id; not at all where in none."""
    members = [(code, one.id) for one in extents for code in sorted(one.practices)]
    return spread(referred.mutate(area=referred.practice), "area", members)
