"""Who belongs to which group, said as small tables to join with."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import pyarrow as pa

from commonweal.care.published.groups import AGES, ALL, BAND_GROUPS, SEXES

CELL = ("population", "area", "small_area", "ages", "sex", "band")  # what makes a published count unique
OLDEST = 90  # everyone older is in the same groups
Pairs = Sequence[tuple[object, str]]  # what someone is, and a group that puts them in

GROUPS_OF_SEX: Pairs = [(sex, group) for sex in SEXES[1:] for group in (ALL, sex)] + [
    ("other", ALL),
    ("unknown", ALL),
]
GROUPS_OF_BAND: Pairs = [(band, group) for band in BAND_GROUPS[1:] for group in (ALL, band)]

# Each group, and every group that lies within it, itself included.
AGES_WITHIN: Pairs = [
    (wide, narrow)
    for wide, (youngest, oldest) in AGES.items()
    for narrow, (low, high) in AGES.items()
    if youngest <= low and high <= oldest
]
SEXES_WITHIN: Pairs = [(wide, sex) for wide in SEXES for sex in SEXES if wide in (ALL, sex)]
BANDS_WITHIN: Pairs = [(wide, band) for wide in BAND_GROUPS for band in BAND_GROUPS if wide in (ALL, band)]


def groups_of_ages(names: Sequence[str]) -> Pairs:
    """Each year of age up to OLDEST, with those of these groups it belongs to."""
    years = range(OLDEST + 1)
    return [(age, name) for name in names for age in years if AGES[name][0] <= age <= AGES[name][1]]


def spread(people: ibis.Table, column: str, pairs: Pairs) -> ibis.Table:
    """Each row once for every group that what stands in `column` belongs to; not at all where to none."""
    kind = pa.int64() if people[column].type().is_integer() else pa.string()
    members, groups = [one for one, _ in pairs], [group for _, group in pairs]
    belongs = ibis.memtable(
        pa.table({"member": pa.array(members, kind), "belongs_to": pa.array(groups, pa.string())})
    )
    joined = people.inner_join(belongs, people[column] == belongs.member)
    kept = [name for name in people.columns if name != column]
    return joined.select(*kept, joined.belongs_to.name(column))
