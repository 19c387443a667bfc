"""What each record shows, of everything that codes or medicines are declared to show, from one reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.analytics.beside import beside
from commonweal.analytics.deficits import listed, united
from commonweal.analytics.sought import WORD, Sought
from commonweal.blueprint.codelists import SCHEMA as CODES
from commonweal.blueprint.definitions_registers import Finding

OLDEST = 200  # years; nobody is
EVERY = (
    1 << WORD
) - 1  # all bits of a word; those of others are taken out, as engines word "not" differently
DAY_ONE = date(1, 1, 1)
LAST_OF = {1: 31, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


@dataclass(frozen=True)
class Asked:
    """What is looked for in one reading, and as at which day.

    `dated` are findings whose first day is wanted; `deficits` codes of the frailty index, and `days` those on
    which a person's deficits are wanted.
    """

    sought: Sought
    on: date
    dated: tuple[str, ...] = ()
    deficits: pa.Table = field(default_factory=CODES.empty_table)
    days: tuple[date, ...] = ()


def found(people: ibis.Table, events: ibis.Table, codings: ibis.Table, asked: Asked) -> ibis.Table:
    """The people, who have an age, also those with nothing found, with found_0… as `Sought` reads them.

    With `first_<name>` for each of `dated`, the day of its first code; empty where there is none, or where
    the finding does not stand. With `deficits_n` for each of `days`, as bits of those coded by then. What is
    later than `on` shows nothing. `codings` are of medicines since `since` or longer, as
    `polypharmacy.codings_between` gives them.
    """
    sought = asked.sought
    each = beside(people, _coded(events, asked), _prescribed(codings, sought, asked.on))
    each = each.mutate(**{f"found_{word}": _shown(each, sought, word) for word in sought.words})
    firsts = {
        f"first_{name}": sought.has(each, name).ifelse(each[f"first_{name}"], ibis.null("date"))
        for name in asked.dated
    }
    deficits = {name: each[name].fill_null(0) for name in _deficits(asked)}
    return each.select(*people.columns, *(f"found_{word}" for word in sought.words), **firsts, **deficits)


def _deficits(asked: Asked) -> list[str]:
    return [f"deficits_{place}" for place, _ in enumerate(asked.days)]


def _shown(each: ibis.Table, sought: Sought, word: int) -> ir.IntegerValue:
    """What codes and medicines show together, in people of the right age."""
    coded, items = each[f"coded_{word}"].fill_null(0), each[f"items_{word}"].fill_null(0)
    by = {needs: sought.mask(word, _needs, needs) for needs in ("codes", "medicines", "both", "either")}
    shown = (coded & (by["codes"] | by["either"])) | (items & (by["medicines"] | by["either"]))
    shown = shown | (coded & items & by["both"])
    for first, last in sorted({_ages(one) for one in sought.findings.values()} - {(0, OLDEST)}):
        theirs = sought.mask(word, _ages, (first, last))
        if theirs:
            shown = shown & each.age.between(first, last).ifelse(EVERY, EVERY - theirs)
    return shown


def _needs(finding: Finding) -> str:
    return finding.needs or ("codes" if finding.codes else "medicines")


def _ages(finding: Finding) -> tuple[int, int]:
    return finding.from_age, OLDEST if finding.to_age is None else finding.to_age


def _coded(events: ibis.Table, asked: Asked) -> ibis.Table:
    """One row per person with any code: person, coded_n of what stands, first_<name> and deficits_n."""
    sought = asked.sought
    hits = listed(events, sought.coded(asked.deficits), asked.on)
    each = hits.group_by("person").agg(**_sums(hits, asked))
    standing = {f"coded_{word}": _standing(each, sought, word) for word in sought.words}
    firsts = [f"first_{name}" for name in asked.dated]
    return each.select("person", *firsts, *_deficits(asked), **standing)


def _sums(hits: ibis.Table, asked: Asked) -> dict[str, ir.Scalar]:
    """What is kept of all of a person's codes: sets united, and the days that decide."""
    sought, day = asked.sought, hits.date.delta(ibis.literal(DAY_ONE), unit="D")
    sums = {f"ever_{word}": united(hits[f"bits_{word}"]) for word in sought.words}
    for kind, months, word in _windows(sought):
        inside = hits.date > months_before(asked.on, months)
        counts = inside if kind == "after" else ~inside
        sums[f"{kind}_{months}_{word}"] = united(counts.ifelse(hits[f"bits_{word}"], 0))
    for name in (name for name, one in sought.findings.items() if one.resolved_by):
        sums[f"turn_{name}"] = _turn(hits, day, *sought.places[name])
    for name in asked.dated:
        word, bit = sought.places[name]
        sums[f"first_{name}"] = hits.date.min(where=(hits[f"bits_{word}"] & bit) != 0)
    for name, until in zip(_deficits(asked), asked.days, strict=True):
        sums[name] = united((hits.date <= until).ifelse(hits.deficits, 0))
    return sums


def _turn(hits: ibis.Table, day: ir.IntegerValue, word: int, bit: int) -> ir.IntegerScalar:
    """The newest code that shows or resolves a finding: odd where it shows it, which wins on one day."""
    shows, ends = (hits[f"bits_{word}"] & bit) != 0, (hits[f"ends_{word}"] & bit) != 0
    return ibis.cases((shows, 2 * day + 1), (ends, 2 * day), else_=ibis.null("int64")).max()


def _standing(each: ibis.Table, sought: Sought, word: int) -> ir.IntegerValue:
    """The findings that codes show: ever, lately or newly as declared, but those resolved since."""
    ever = each[f"ever_{word}"]
    standing = ever & sought.mask(word, _window, None)
    for kind, months, place in _windows(sought):
        mask = sought.mask(word, _window, (kind, months))
        if place == word and kind == "after":
            standing = standing | (each[f"after_{months}_{word}"] & mask)
        elif place == word:
            standing = standing | ((ever & mask) - (ever & mask & each[f"before_{months}_{word}"]))
    never_resolved = sought.mask(word, lambda one: bool(one.resolved_by), False)
    kept = (
        (each[f"turn_{name}"] % 2 == 0).fill_null(False).ifelse(0, bit)
        for name, (place, bit) in sought.places.items()
        if place == word and sought.findings[name].resolved_by
    )
    return standing & reduce(or_, kept, ibis.literal(never_resolved, "int64"))


def since(sought: Sought, on: date) -> date:
    """The day after which medicines may show anything."""
    return min(
        (months_before(on, months) for months in sought.prescribed()["months"].to_pylist()), default=on
    )


def _prescribed(codings: ibis.Table, sought: Sought, on: date) -> ibis.Table:
    """One row per person with as many items as any finding asks for: person, items_n.

    An item is a record, however many codings it has.
    """
    lines = sought.prescribed()
    after = [months_before(on, months) for months in lines["months"].to_pylist()]
    lines = lines.append_column("after", pa.array(after, pa.date32())).drop_columns("months")
    near = codings.filter((codings.date > min(after, default=on)) & (codings.date <= on))
    items = near.inner_join(ibis.memtable(lines), ["system", "code"])
    items = items.filter(items.date > items.after)
    counted = items.group_by("person", "word", "bit", "at_least").agg(items=items.record.nunique())
    enough = counted.filter(counted["items"] >= counted.at_least)
    return enough.group_by("person").agg(
        **{f"items_{word}": united((enough.word == word).ifelse(enough.bit, 0)) for word in sought.words}
    )


def _windows(sought: Sought) -> list[tuple[str, int, int]]:
    """`after` or `before`, a span of months that codes are told apart by so, and each word."""
    asked = {window for one in sought.findings.values() if (window := _window(one))}
    return sorted((kind, months, word) for kind, months in asked for word in sought.words)


def _window(finding: Finding) -> tuple[str, int] | None:
    if finding.new_within_months:
        return "before", finding.new_within_months
    return ("after", finding.within_months) if finding.within_months else None


def months_before(day: date, months: int) -> date:
    """The same day so many months before; the last of that month where it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    month += 1
    leap = years % 4 == 0 and (years % 100 != 0 or years % 400 == 0)
    last = LAST_OF.get(month, 29 if leap else 28)
    return date(years, month, min(day.day, last))
