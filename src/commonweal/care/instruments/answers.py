"""Answers as given become answers as the instrument means them, or the reasons why they cannot.

A question that was not answered has no answer: nothing here ever takes it for a normal one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from commonweal.blueprint.instruments import Version
from commonweal.blueprint.instruments_parts import Condition
from commonweal.blueprint.instruments_questions import NO, YES, Question
from commonweal.blueprint.wording import did_you_mean

Answer = Decimal | str
LONGEST = 10_000  # characters of an answer in words
WIDEST = 256  # bits of a whole number
TOO_LONG = "has more digits than anybody can measure"
SHOWN = 40  # characters of a wrong answer that are repeated


@dataclass(frozen=True)
class Understood:
    """What was answered, by question; `asked` are the questions that these answers lead to."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    reasons: tuple[str, ...] = ()


class Misfit(ValueError):
    """An answer that is none; it says what one would be."""


def understood(version: Version, given: Mapping[str, object]) -> Understood:
    """Every answer read, and every reason why the answers do not suffice."""
    reasons = list(_strangers(version, given))
    answers: dict[str, Answer] = {}
    for question in version.questions:
        if not _blank(given.get(question.id)):
            try:
                answers[question.id] = read(question, given[question.id])
            except Misfit as misfit:
                reasons.append(f"{_named(question)} {misfit}")
    asked = frozenset(question.id for question in version.questions if is_asked(version, question, answers))
    reasons += _missing(version, asked, given)
    reasons += [one.because for one in version.not_for if holds(one, answers)]
    return Understood(answers, asked, tuple(dict.fromkeys(reasons)))


def read(question: Question, given: object) -> Answer:
    """One answer as the question means it, rounded as it says; Misfit where it is none."""
    if isinstance(given, int) and given.bit_length() > WIDEST:
        raise Misfit(TOO_LONG)
    if question.answer in ("whole", "decimal"):
        return _number(question, given)
    if question.answer == "text":
        return _text(given)
    return _chosen(question, given)


def is_asked(version: Version, question: Question, answers: Mapping[str, Answer]) -> bool:
    """Whether the answers so far lead to the question."""
    if question.shown_when is None:
        return True
    before = version.question(question.shown_when.question)
    return before is not None and is_asked(version, before, answers) and holds(question.shown_when, answers)


def holds(condition: Condition, answers: Mapping[str, Answer]) -> bool:
    """Whether a question was answered in the way that the condition says; not, where it has no answer."""
    answer = answers.get(condition.question)
    if isinstance(answer, Decimal):
        return condition.holds(answer)
    return answer in condition.options


def _strangers(version: Version, given: Mapping[str, object]) -> Iterator[str]:
    known = [question.id for question in version.questions]
    for id in given:
        if id not in known:
            remedy = did_you_mean(id, known, f"it asks {', '.join(known)}")
            yield f"'{id}' is no question of it; {remedy}"


def _missing(version: Version, asked: frozenset[str], given: Mapping[str, object]) -> Iterator[str]:
    needed = [one for one in version.questions if one.id in asked and not one.optional]
    for question in needed:
        if _blank(given.get(question.id)):
            yield f"{_named(question)} is missing; an answer that is not there is never taken as normal"
    if not needed and all(_blank(given.get(question.id)) for question in version.questions):
        yield "nothing is answered"


def _blank(given: object) -> bool:
    return given is None or (isinstance(given, str) and not given.strip())


def _named(question: Question) -> str:
    return f"'{question.ask}' ({question.id})"


def _number(question: Question, given: object) -> Decimal:
    unit = f" {question.unit}" if question.unit else ""
    span = f"from {question.low} to {question.high}{unit}"
    noun = "whole number" if question.answer == "whole" else "number"
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        raise Misfit(f"should be a {noun} {span}, not {_shown(given)}")
    number = Decimal(str(given))
    if not number.is_finite():
        raise Misfit(f"should be a {noun} {span}, not {_shown(given)}")
    if not question.holds(number):
        raise Misfit(f"should be {span}, not {_shown(given)}; measure or type it again")
    if question.answer == "whole" and number != number.to_integral_value():
        raise Misfit(f"should be a whole number {span}, not {_shown(given)}")
    return rounded(number, question.places or 0)


def rounded(number: Decimal, places: int) -> Decimal:
    """To so many decimal places, a half upwards."""
    try:
        return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation:
        raise Misfit(TOO_LONG) from None


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise Misfit(f"should be in words, not {_shown(given)}")
    if len(given) > LONGEST:
        raise Misfit(f"has more than {LONGEST:,} characters; shorten it")
    return given.strip()


def _chosen(question: Question, given: object) -> str:
    """The id of the option that was named by its id or title, in any case."""
    word = str(given) if isinstance(given, str | int | Decimal) else ""
    if isinstance(given, bool):
        word = (YES if given else NO) if question.answer == "yes_no" else ""
    titles = {option.title.casefold(): option.id for option in question.options}
    wanted = word.strip().casefold()
    chosen = wanted if wanted in question.choices else titles.get(wanted)
    if chosen is None:
        raise Misfit(f"should be one of {', '.join(question.choices)}, not {_shown(given)}")
    return chosen


def _shown(given: object) -> str:
    if isinstance(given, bool):
        return "yes or no"
    if isinstance(given, list | dict):
        return "a list" if isinstance(given, list) else "a set of keys"
    return f"'{str(given)[:SHOWN]}'"
