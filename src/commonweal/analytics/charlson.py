"""The Charlson index of comorbidity, from the diagnoses of spells in hospital, by two sets of weights.

Groups are Quan's of 2005. Each counts once, and of three pairs only the graver: severe liver disease stands
instead of mild, diabetes with complications instead of without, metastatic cancer instead of any cancer. The
weights of 1987 and those of 2011 give different scores, not to be compared. Age adds nothing.
"""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.analytics import icd10
from commonweal.analytics.deficits import united
from commonweal.analytics.living import living
from commonweal.terms.charlson import GROUPS, Group

BIT = {group.id: 1 << place for place, group in enumerate(GROUPS)}
LENGTHS = (3, 4)  # of what the codes of a group begin with


def assess(people: ibis.Table, deaths: ibis.Table, diagnoses: ibis.Table, on: date) -> ibis.Table:
    """One row per person alive on `on`, also with no group: person, charlson, charlson_1987, groups.

    `charlson` is by the weights of 2011; `groups` are those that count. Diagnoses count from every spell
    begun on or before `on`, in any position.
    """
    held = of_each(icd10.known(diagnoses, on))
    each = living(people, deaths, on).left_join(held, "person").drop("person_right")
    return each.select("person", **scores(each.charlson_groups))


def of_each(coded: ibis.Table) -> ibis.Table:
    """One row per person with any group, of diagnoses as `icd10.known` gives them: person, charlson_groups.

    These are a set, a bit for each group.
    """
    found = _grouped(coded)
    return found.group_by("person").agg(charlson_groups=united(found.bits))


def scores(held: ir.IntegerValue) -> dict[str, ir.Value]:
    """The columns that `assess` gives, of a set of groups; empty where there is none."""
    bits = held.fill_null(0)
    return {"charlson": _weighed(bits, 2011), "charlson_1987": _weighed(bits, 1987), "groups": _ids(bits)}


def evidence(people: ibis.Table, deaths: ibis.Table, diagnoses: ibis.Table, on: date) -> ibis.Table:
    """One row per person alive on `on` and group that counts: person, group, title, first_date, code.

    `first_date` and `code` are those of the group's first diagnosis by day and then code; a group that
    another stands instead of is left out.
    """
    found = _groups(diagnoses, on).semi_join(living(people, deaths, on), "person")
    groups = ibis.memtable(_titles())
    each = found.cross_join(groups)
    each = each.filter((each.bits & each.bit) != 0)
    order = ibis.row_number().over(group_by=[each.person, each.group], order_by=[each.date, each.code])
    firsts = each.mutate(place=order).filter(ibis._.place == 0)
    held = found.group_by("person").agg(held=united(found.bits))
    firsts = firsts.inner_join(held, "person")
    counted = firsts.filter((firsts.held & firsts.instead) == 0)
    return counted.select("person", "group", "title", "code", first_date=counted.date)


def _groups(diagnoses: ibis.Table, on: date) -> ibis.Table:
    """One row per diagnosis and length of code that belongs to any group: person, date, code, bits."""
    return _grouped(icd10.known(diagnoses, on))


def _grouped(coded: ibis.Table) -> ibis.Table:
    return ibis.union(*(_begun_with(coded, length) for length in LENGTHS))


def _begun_with(coded: ibis.Table, length: int) -> ibis.Table:
    begins = coded.select("person", "date", "code", begins=coded.code.substr(0, length))
    found = begins.inner_join(ibis.memtable(_codes(length)), "begins")
    return found.select("person", "date", "code", "bits")


def _weighed(bits: ir.IntegerValue, year: int) -> ir.IntegerValue:
    """The sum of the weights of the groups in a set."""
    total: ir.IntegerValue = ibis.literal(0, "int64")
    for group in GROUPS:
        weight = group.weight_2011 if year == 2011 else group.weight_1987
        total = total + _counts(bits, group).ifelse(weight, 0)
    return total.cast("int64")


def _ids(bits: ir.IntegerValue) -> ir.ArrayValue:
    each = [_counts(bits, group).ifelse(group.id, ibis.null("string")) for group in GROUPS]
    return ibis.array(each).filter(lambda id: id.notnull())


def _counts(bits: ir.IntegerValue, group: Group) -> ir.BooleanValue:
    """Whether a group is in the set, and none that stands instead of it."""
    instead = BIT[group.unless] if group.unless else 0
    return (bits & (BIT[group.id] | instead)) == BIT[group.id]


def _codes(length: int) -> pa.Table:
    rows = [
        {"begins": code, "bits": BIT[group.id]}
        for group in GROUPS
        for code in group.codes
        if len(code) == length
    ]
    return pa.Table.from_pylist(rows)


def _titles() -> pa.Table:
    """One row per group; `instead` is the bit of the group that stands instead of it, 0 for none."""
    rows = [
        {
            "group": group.id,
            "title": group.title,
            "bit": BIT[group.id],
            "instead": BIT[group.unless] if group.unless else 0,
        }
        for group in GROUPS
    ]
    return pa.Table.from_pylist(rows)
