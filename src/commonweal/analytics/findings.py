"""What each record shows, of everything that codes or medicines are declared to show, from one reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import partial, reduce
from operator import and_, or_

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.analytics.beside import beside
from commonweal.analytics.deficits import listed, united
from commonweal.analytics.polypharmacy import codings_between
from commonweal.analytics.sought import WORD, Sought
from commonweal.blueprint.codelists import SCHEMA as CODES
from commonweal.blueprint.definitions_registers import Finding

OLDEST = 200  # years; nobody is
EVERY = (
    1 << WORD
) - 1  # all bits of a word; those of others are taken out, as engines word "not" differently
DAY_ONE = date(1, 1, 1)
MONTHS_OF_ALL = 24  # months in which medicines are read, whatever they are
VALUED = ("person", "date", "system", "code", "value", "unit")
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


def found(
    people: ibis.Table, events: ibis.Table, codings: ibis.Table, measurements: ibis.Table, asked: Asked
) -> ibis.Table:
    """The people, who have an age, also those with nothing found, with found_0… as `Sought` reads them.

    With `first_<name>` for each of `dated`, the day of its first code; empty where there is none, or where
    the finding does not stand. With `deficits_n` for each of `days`, as bits of those coded by then. What is
    later than `on` shows nothing. `codings` are of medicines, at least those that `prescribed` gives.
    """
    sought = asked.sought
    by_values = [_measured(measured(measurements, sought, asked.on), sought)] if _by_values(sought) else []
    each = beside(people, _coded(events, asked), _prescribed(codings, sought, asked.on), *by_values)
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
    """What codes, medicines and values show together, in people of the right age and not ruled out."""
    by = {"codes": each[f"coded_{word}"], "medicines": each[f"items_{word}"]}
    if _by_values(sought):
        by["measured"] = each[f"values_{word}"]
    bits = {way: column.fill_null(0) for way, column in by.items()}
    shown = reduce(or_, (bits[way] & sought.mask(word, partial(_counts, way), True) for way in bits))
    for ways in sorted({ways for one in sought.findings.values() if (ways := _all_of(one))}):
        together = reduce(and_, (bits[way] for way in ways))
        shown = shown | (together & sought.mask(word, _all_of, ways))
    if sought.rules_out(word):
        shown = shown - (shown & each[f"barred_{word}"].fill_null(0))
    for first, last in sorted({_ages(one) for one in sought.findings.values()} - {(0, OLDEST)}):
        theirs = sought.mask(word, _ages, (first, last))
        if theirs:
            shown = shown & each.age.between(first, last).ifelse(EVERY, EVERY - theirs)
    return shown


def _counts(way: str, finding: Finding) -> bool:
    """Whether it is enough that the finding is shown in this way."""
    return way in finding.ways and finding.needs != "both"


def _all_of(finding: Finding) -> tuple[str, ...]:
    """The ways that have to show the finding together; none where each is enough."""
    return finding.ways if finding.needs == "both" else ()


def _by_values(sought: Sought) -> bool:
    return any(one.measured for one in sought.findings.values())


def _ages(finding: Finding) -> tuple[int, int]:
    return finding.from_age, OLDEST if finding.to_age is None else finding.to_age


def _coded(events: ibis.Table, asked: Asked) -> ibis.Table:
    """One row per person with any code: coded_n of what stands, barred_n, first_<name> and deficits_n."""
    sought = asked.sought
    hits = listed(events, sought.coded(asked.deficits), asked.on)
    each = hits.group_by("person").agg(**_sums(hits, asked))
    standing = {f"coded_{word}": _standing(each, sought, word) for word in sought.words}
    firsts = [f"first_{name}" for name in asked.dated]
    barred = [f"barred_{word}" for word in sought.words if sought.rules_out(word)]
    return each.select("person", *firsts, *barred, *_deficits(asked), **standing)


def _sums(hits: ibis.Table, asked: Asked) -> dict[str, ir.Scalar]:
    """What is kept of all of a person's codes: sets united, and the days that decide."""
    sought, day = asked.sought, hits.date.delta(ibis.literal(DAY_ONE), unit="D")
    sums = {f"ever_{word}": united(hits[f"bits_{word}"]) for word in sought.words}
    for word in filter(sought.rules_out, sought.words):
        sums[f"barred_{word}"] = united(hits[f"bars_{word}"])
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


def prescribed(medications: ibis.Table, sought: Sought, on: date, *, after: date | None = None) -> ibis.Table:
    """Codings of medicines that may show anything, as `polypharmacy.codings_between` gives them.

    All of the last two years, and of those `after` a day before that; of older ones only what is looked for.
    They are asked for apart: of the years in which few are looked for, an engine passes over most of a file.
    """
    near, codes = _looked_for(sought, on, after or on)
    all_of_late = codings_between(medications, near, on)
    if not codes:
        return all_of_late
    older = medications.filter(medications.code.isin(codes))
    return all_of_late.union(codings_between(older, min(_days_before(sought, on).values()), near))


def _days_before(sought: Sought, on: date) -> dict[int, date]:
    """The months that medicines are looked back for → the day after which they count."""
    return {months: months_before(on, months) for months in sought.prescribed()["months"].to_pylist()}


def _looked_for(sought: Sought, on: date, after: date) -> tuple[date, list[str]]:
    """The day after which all medicines are looked for, `after` at the latest; the codes sought before it."""
    days = _days_before(sought, on)
    near = min([day for months, day in days.items() if months <= MONTHS_OF_ALL] + [after])
    lines = sought.prescribed().to_pylist()
    return near, sorted({line["code"] for line in lines if days[line["months"]] < near})


def _prescribed(codings: ibis.Table, sought: Sought, on: date) -> ibis.Table:
    """One row per person with as many items as any finding asks for: person, items_n.

    An item is a record, however many codings it has.
    """
    lines = sought.prescribed()
    after = [months_before(on, months) for months in lines["months"].to_pylist()]
    lines = lines.append_column("after", pa.array(after, pa.date32())).drop_columns("months")
    all_after, codes = _looked_for(sought, on, on)
    past = codings.filter(codings.date <= on)
    near = past.filter((past.date > all_after) | past.code.isin(codes))
    items = near.inner_join(ibis.memtable(lines), ["system", "code"])
    items = items.filter(items.date > items.after)
    counted = items.group_by("person", "word", "bit", "at_least").agg(items=items.record.nunique())
    enough = counted.filter(counted["items"] >= counted.at_least)
    return enough.group_by("person").agg(
        **{f"items_{word}": united((enough.word == word).ifelse(enough.bit, 0)) for word in sought.words}
    )


def measured(measurements: ibis.Table, sought: Sought, on: date) -> ibis.Table:
    """The values that may show anything: person, date, system, code, value, unit, record as its hash."""
    codes = sought.measured().select(["system", "code"])
    near = measurements.filter(measurements.date <= on).semi_join(ibis.memtable(codes), ["system", "code"])
    return near.select(*VALUED, record=near.record.hash())


def _measured(values: ibis.Table, sought: Sought) -> ibis.Table:
    """One row per person whose newest values show anything: person, values_n.

    Of values of one day those that show nothing are the newer ones, since nobody can say which came last.
    """
    each = values.inner_join(ibis.memtable(sought.measured()), ["system", "code"])
    each = each.filter(each.unit_right.isnull() | (each.unit == each.unit_right).fill_null(False))
    each = each.mutate(shows=_within(each).fill_null(False))
    showing = each.filter(each.shows).select("person", "word", "bit").distinct()
    each = each.semi_join(showing, ["person", "word", "bit"])  # most people have nothing to put in order
    one = each.group_by("person", "word", "bit", "last", "record").agg(
        date=each.date.max(), shows=each.shows.all()
    )
    place = ibis.row_number().over(
        group_by=[one.person, one.word, one.bit], order_by=[one.date.desc(), one.shows, one.record]
    )
    newest = one.mutate(place=place).filter(lambda row: row.place < row.last)
    counted = newest.group_by("person", "word", "bit", "last").agg(showing=newest.shows.sum())
    enough = counted.filter(counted.showing == counted["last"])
    return enough.group_by("person").agg(
        **{f"values_{word}": united((enough.word == word).ifelse(enough.bit, 0)) for word in sought.words}
    )


def _within(each: ibis.Table) -> ir.BooleanValue:
    return each.below.isnull().ifelse(each.value >= each.at_least, each.value < each.below)


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
