"""Whether every answer and every total of an instrument has exactly one score, and one band."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, product

from commonweal.blueprint.document import Where
from commonweal.blueprint.draft import Draft, Part
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.instruments import Version
from commonweal.blueprint.instruments_checks import versions
from commonweal.blueprint.instruments_parts import Span, Table
from commonweal.blueprint.instruments_questions import Question

ONE = Decimal(1)


def numbers_are_what_they_can_be(draft: Draft) -> Iterator[BlueprintFault]:
    for part, _, question, where in _questions(draft):
        low, high = question.low, question.high
        if low is not None and high is not None:
            if high < low:
                yield part.document.fault((*where, "to"), "is less than from; change one of them")
            for key, number in (("from", low), ("to", high)):
                if number % question.step:
                    message = f"is finer than the answers, which go in steps of {question.step}; round it"
                    yield part.document.fault((*where, key), message)


def every_number_scores_once(draft: Draft) -> Iterator[BlueprintFault]:
    for part, _, question, where in _questions(draft):
        if question.points:
            yield from _each_once(part, (*where, "points"), question.points, question, question.step)
        for place, table in enumerate(question.tables):
            inside = (*where, "tables", place, "points")
            yield from _each_once(part, inside, table.points, question, question.step)


def every_choice_has_one_table(draft: Draft) -> Iterator[BlueprintFault]:
    for part, version, question, where in _questions(draft):
        names = list(dict.fromkeys(one.question for table in question.tables for one in table.when))
        choices = [named.choices if (named := version.question(name)) else () for name in names]
        for chosen in product(*choices) if names else ():
            answered = dict(zip(names, chosen, strict=True))
            found = sum(_taken(table, answered) for table in question.tables)
            if found != 1:
                said = ", ".join(f"{name} {option}" for name, option in answered.items())
                message = f"{'no table is' if not found else 'several tables are'} for {said}; let one be"
                yield part.document.fault((*where, "tables"), message)


def tables_are_chosen_by_choices(draft: Draft) -> Iterator[BlueprintFault]:
    for part, version, question, where in _questions(draft):
        for place, table in enumerate(question.tables):
            for item, condition in enumerate(table.when):
                named = version.question(condition.question)
                inside = (*where, "tables", place, "when", item)
                if named and not named.choices and named.answer != "text":
                    message = f"'{named.id}' is a number; a table is chosen by a choice, or by yes or no"
                    yield part.document.fault(inside, message)
                elif named and (named.optional or named.shown_when):
                    message = f"'{named.id}' may have no answer; let it be asked always"
                    yield part.document.fault(inside, message)


def every_score_has_one_band(draft: Draft) -> Iterator[BlueprintFault]:
    for part, _, question, where in _questions(draft):
        if question.bands:
            step = question.step if question.counts else ONE
            yield from _each_once(part, (*where, "bands"), question.bands, question.scored, step)


def every_total_has_one_band(draft: Draft) -> Iterator[BlueprintFault]:
    for part, version, where in versions(draft):
        if version.total == "none":
            for key in ("bands", "conversion"):
                if getattr(version, key):
                    message = "needs a total, and there is none; take it out, or give bands to each question"
                    yield part.document.fault((*where, key), message)
        elif not version.parts:
            message = "no question scores, so that there is no total; say total: none"
            yield part.document.fault((*where, "questions"), message)
        elif version.bands:
            yield from _each_once(part, (*where, "bands"), version.bands, version.totals, version.step)


def every_sum_is_converted_once(draft: Draft) -> Iterator[BlueprintFault]:
    for part, version, where in versions(draft):
        if version.conversion and version.parts and version.total == "sum":
            yield from _converted(part, version, (*where, "conversion"))


def _converted(part: Part, version: Version, where: Where) -> Iterator[BlueprintFault]:
    sums, expected = version.sums, version.sums.low
    for place, (earlier, later) in enumerate(pairwise(version.conversion)):
        if later.sum - earlier.sum != ONE:
            message = f"should be {earlier.sum + ONE}, one more than the sum above it"
            yield part.document.fault((*where, place + 1, "sum"), message)
    if version.conversion[0].sum != expected:
        yield part.document.fault((*where, 0, "sum"), f"should be {expected}, the lowest sum")
    last = len(version.conversion) - 1
    if version.conversion[last].sum != sums.high:
        yield part.document.fault((*where, last, "sum"), f"should be {sums.high}, the highest sum")


def _questions(draft: Draft) -> Iterator[tuple[Part, Version, Question, Where]]:
    for part, version, where in versions(draft):
        for place, question in enumerate(version.questions):
            yield part, version, question, (*where, "questions", place)


def _taken(table: Table, answered: dict[str, str]) -> bool:
    """Whether these answers choose the table."""
    return all(answered[one.question] in one.options for one in table.when)


def _each_once(
    part: Part, where: Where, rows: Sequence[Span], whole: Span, step: Decimal
) -> Iterator[BlueprintFault]:
    """A fault for each place where rows leave a gap, overlap, or do not reach the ends of the whole."""
    for place, row in enumerate(rows):
        if row.low is not None and row.high is not None and row.high < row.low:
            yield part.document.fault((*where, place, "to"), "is less than from; change one of them")
    for place, (lower, upper) in enumerate(pairwise(rows)):
        if lower.high is None:
            yield part.document.fault((*where, place), "has no end, and is not the last; give to")
        elif upper.low is None:
            yield part.document.fault(
                (*where, place + 1), "has no beginning, and is not the first; give from"
            )
        elif upper.low <= lower.high:
            message = f"overlaps with the one above; begin at {lower.high + step}"
            yield part.document.fault((*where, place + 1, "from"), message)
        elif upper.low != lower.high + step:
            message = f"leaves a gap after the one above; begin at {lower.high + step}"
            yield part.document.fault((*where, place + 1, "from"), message)
    first, last = rows[0].low, rows[-1].high
    if first is not None and whole.low is not None and first > whole.low:
        yield part.document.fault((*where, 0, "from"), f"leaves out what is below; begin at {whole.low}")
    if last is not None and whole.high is not None and last < whole.high:
        message = f"leaves out what is above; go on to {whole.high}"
        yield part.document.fault((*where, len(rows) - 1, "to"), message)


RULES = (
    numbers_are_what_they_can_be,
    every_number_scores_once,
    every_choice_has_one_table,
    tables_are_chosen_by_choices,
    every_score_has_one_band,
    every_total_has_one_band,
    every_sum_is_converted_once,
)
