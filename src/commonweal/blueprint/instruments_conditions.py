"""Whether what an instrument asks, skips and refuses hangs together, and every answer is used."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint.document import Where
from commonweal.blueprint.draft import Draft, Part
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.instruments import Version
from commonweal.blueprint.instruments_checks import versions
from commonweal.blueprint.instruments_parts import Condition
from commonweal.blueprint.instruments_questions import Question
from commonweal.blueprint.wording import did_you_mean


def conditions_name_what_is_asked(draft: Draft) -> Iterator[BlueprintFault]:
    for part, version, where in versions(draft):
        for inside, condition in conditions(version):
            named = version.question(condition.question)
            place = (*where, *inside)
            if named is None:
                yield _unknown(part, version, (*place, "question"), condition.question)
            elif named.answer == "text":
                message = f"'{named.id}' is answered in words; name a question with a choice or a number"
                yield part.document.fault((*place, "question"), message)
            elif named.choices:
                yield from _are_options(part, place, condition, named)
            elif condition.options:
                message = f"'{named.id}' is answered with a number; give from and to"
                yield part.document.fault((*place, "is"), message)


def skips_go_in_no_circle(draft: Draft) -> Iterator[BlueprintFault]:
    for part, version, where in versions(draft):
        for place, question in enumerate(version.questions):
            if question.id in set(_asked_before(version, question)):
                message = f"'{question.id}' is asked only after itself; let one of them be asked always"
                yield part.document.fault((*where, "questions", place, "shown_when"), message)


def every_answer_is_used(draft: Draft) -> Iterator[BlueprintFault]:
    for part, version, where in versions(draft):
        used = {condition.question for _, condition in conditions(version)}
        for place, question in enumerate(version.questions):
            if not (question.scores or question.read_by or question.id in used):
                message = (
                    f"nothing scores '{question.id}' and nobody reads it;"
                    " give it a score, say in read_by who reads it, or take it out"
                )
                yield part.document.fault((*where, "questions", place), message)


def conditions(version: Version) -> Iterator[tuple[Where, Condition]]:
    """Every condition of a version, and where in it."""
    for place, refusal in enumerate(version.not_for):
        yield ("not_for", place), refusal
    for place, question in enumerate(version.questions):
        inside = ("questions", place)
        if question.shown_when:
            yield (*inside, "shown_when"), question.shown_when
        for item, table in enumerate(question.tables):
            for one, condition in enumerate(table.when):
                yield (*inside, "tables", item, "when", one), condition


def _asked_before(version: Version, question: Question) -> Iterator[str]:
    """The questions that have to be asked first, up to the first that comes again."""
    seen: set[str] = set()
    asked: Question | None = question
    while asked and asked.shown_when and asked.shown_when.question not in seen:
        seen.add(asked.shown_when.question)
        yield asked.shown_when.question
        asked = version.question(asked.shown_when.question)


def _are_options(part: Part, place: Where, condition: Condition, named: Question) -> Iterator[BlueprintFault]:
    if not condition.options:
        message = f"'{named.id}' is answered by choosing; give is, with one of {', '.join(named.choices)}"
        yield part.document.fault(place, message)
    for item, option in enumerate(condition.options):
        if option not in named.choices:
            remedy = did_you_mean(option, named.choices, f"name one of {', '.join(named.choices)}")
            message = f"'{named.id}' has no option '{option}'; {remedy}"
            yield part.document.fault((*place, "is", item), message)


def _unknown(part: Part, version: Version, where: Where, word: str) -> BlueprintFault:
    there = [question.id for question in version.questions]
    remedy = did_you_mean(word, there, "add it to questions, or take this out")
    return part.document.fault(where, f"there is no question '{word}' in this version; {remedy}")


RULES = (
    conditions_name_what_is_asked,
    skips_go_in_no_circle,
    every_answer_is_used,
)
