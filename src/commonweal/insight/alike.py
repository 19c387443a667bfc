"""Records that have enough in common to be compared: pairs, found by keys so that nobody meets everybody.

Each key holds several things that seldom agree by chance; a key that many share says nothing, and is passed
over. So the work grows with the people, not with their square.
"""

from __future__ import annotations

from typing import cast

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

SHARED_AT_MOST = 40  # people with one key
SAID = (
    "id",
    "nhs_number",
    "source_id",
    "family",
    "given",
    "birth_date",
    "sex",
    "address",
    "postcode",
    "practice",
    "death_date",
)
NO_LETTERS = r"[^\p{L}\p{N}]+"
NOWHERE = "ZZ993VZ"  # the postcode of no fixed abode


@ibis.udf.scalar.builtin(name="strip_accents")  # type: ignore[untyped-decorator]  # typed so in Ibis
def _without_accents(text: dt.string) -> dt.string:
    """DuckDB's own function."""


def pairs(people: ibis.Table) -> ibis.Table:
    """One row per pair of people with a key in common, with what each record says: first_…, second_…"""
    keyed = _keys(people)
    sharing = keyed.mutate(sharing=keyed.count().over(group_by="key"))
    one = sharing.filter(sharing.sharing.between(2, SHARED_AT_MOST)).select("key", first_id="id")
    both = one.inner_join(one.select("key", second_id="first_id"), "key")
    found = both.filter(both.first_id < both.second_id).select("first_id", "second_id").distinct()
    said = people.select(*SAID)
    first, second = (said.rename({f"{which}_{name}": name for name in SAID}) for which in ("first", "second"))
    found = found.inner_join(first, "first_id").inner_join(second, "second_id")
    return found.select(*first.columns, *second.columns)


def _keys(people: ibis.Table) -> ibis.Table:
    """One row per person and key; none where a part of the key is not known."""
    family, given = _plain(people.family), _plain(people.given)
    parts = people.select(
        "id",
        "birth_date",
        "source_id",
        "practice",
        family=_known(family.re_replace(NO_LETTERS, "")),
        given=_known(given.re_split(NO_LETTERS)[0]),
        names=family.re_split(NO_LETTERS),
        home=_known(people.postcode.upper().replace(" ", "")).nullif(NOWHERE),
        born=people.birth_date.strftime("%Y-%m-%d "),
        either=_either(people.birth_date),
    )
    ordered = ibis.least(parts.family, parts.given) + " " + ibis.greatest(parts.family, parts.given)
    keys = {
        "initial ": parts.either + parts.family + " " + parts.given.left(1),
        "home ": parts.born + parts.given + parts.home,
        "practice ": parts.born + parts.given + " " + _known(parts.practice),
        "names ": parts.born + ordered,
        "called ": parts.family + " " + parts.given + " " + parts.home,
        "source ": _known(parts.source_id),
    }
    each = parts.select("id", "born", "given", part=parts.names.unnest())
    found = each.select("id", key=ibis.literal("part ") + each.born + each.given + " " + _known(each.part))
    for name, key in keys.items():
        found = found.union(parts.select("id", key=ibis.literal(name) + key))
    return found.filter(found.key.notnull()).distinct()


def _plain(name: ir.StringValue) -> ir.StringValue:
    return cast(ir.StringValue, _without_accents(name.upper()))


def _known(text: ir.StringValue) -> ir.StringValue:
    return text.nullif("")


def _either(born: ir.DateValue) -> ir.StringValue:
    """The same for a day of birth and for the one with day and month in each other's place."""
    day, month = born.day(), born.month()
    parts = (born.year(), ibis.least(day, month), ibis.greatest(day, month))
    year, less, more = (part.cast("string") for part in parts)
    return ibis.ifelse(day > 12, born.strftime("%Y-%m-%d "), year + "-" + less + "/" + more + " ")
