"""What no instrument's shape can show: whatever it names is declared, asked, scored or read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise

from commonweal.blueprint.document import Where
from commonweal.blueprint.draft import Draft, Part
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.instruments import ANY, TOTAL, Instrument, Version
from commonweal.blueprint.instruments_questions import Condition, Question
from commonweal.blueprint.naming import named_after_files
from commonweal.blueprint.wording import did_you_mean

DAY = timedelta(days=1)
EMBEDDED = {"labels": "choice", "score": "whole"}
Found = tuple[Part, Version, Where]


def declared(draft: Draft) -> Iterator[tuple[Part, Instrument]]:
    """The instruments whose shape is right, each with its file."""
    return ((part, part.whole) for part in draft.instruments if part.whole)


def versions(draft: Draft) -> Iterator[Found]:
    """Each version of them, with its file and where in it the version stands."""
    for part, instrument in declared(draft):
        for place, version in enumerate(instrument.versions):
            yield part, version, ("versions", place)


def instruments_are_named_after_their_files(draft: Draft) -> Iterator[BlueprintFault]:
    yield from named_after_files(draft.instruments)


def instruments_have_names_of_their_own(draft: Draft) -> Iterator[BlueprintFault]:
    owners = {part.text("id"): part for part in draft.instruments}
    for part, instrument in declared(draft):
        for item, name in enumerate(instrument.also):
            owner = owners.setdefault(name, part)
            if owner is not part or name in (instrument.id, *instrument.also[:item]):
                message = f"'{name}' names an instrument already; give each one its own"
                yield part.document.fault(("also", item), message)


def their_ids_are_given_once(draft: Draft) -> Iterator[BlueprintFault]:
    for part, instrument in declared(draft):
        ids = (version.id for version in instrument.versions)
        yield from _once(part, ids, ("versions",), "version")
    for part, version, where in versions(draft):
        asked = (question.id for question in version.questions)
        yield from _once(part, asked, (*where, "questions"), "question", taken={ANY, TOTAL})
        yield from _once(part, (one.id for one in version.triggers), (*where, "triggers"), "trigger")
        for place, question in enumerate(version.questions):
            options = (option.id for option in question.options)
            yield from _once(part, options, (*where, "questions", place, "options"), "option")


def their_versions_follow_each_other(draft: Draft) -> Iterator[BlueprintFault]:
    for part, instrument in declared(draft):
        for place, (earlier, later) in enumerate(pairwise(instrument.versions)):
            if earlier.until is None or later.starts <= earlier.until:
                message = f"overlaps with '{earlier.id}'; begin the day after it ends, and give that until"
            elif later.starts - earlier.until > DAY:
                message = (
                    f"leaves days without a version after '{earlier.id}'; begin on {earlier.until + DAY}"
                )
            else:
                continue
            yield part.document.fault(("versions", place + 1, "from"), message)


def licences_are_kept(draft: Draft) -> Iterator[BlueprintFault]:
    for part, instrument in declared(draft):
        kind = EMBEDDED.get(instrument.licence.embed)
        for place, version in enumerate(instrument.versions):
            refusing = {refusal.question for refusal in version.not_for}
            asked = [question.answer for question in version.questions if question.id not in refusing]
            if kind and asked != [kind]:
                message = (
                    f"its licence lets only the {instrument.licence.embed} stand here;"
                    f" give one question, with answer: {kind}, for the result of the licensed form"
                )
                yield part.document.fault(("versions", place, "questions"), message)


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


def triggers_name_what_scores(draft: Draft) -> Iterator[BlueprintFault]:
    for part, version, where in versions(draft):
        there = [question.id for question in version.parts]
        known = [*there, ANY, *([TOTAL] if version.total == "sum" else [])]
        for place, trigger in enumerate(version.triggers):
            if trigger.part not in known:
                remedy = did_you_mean(trigger.part, known, f"name one of {', '.join(known)}")
                message = f"there is no score '{trigger.part}'; {remedy}"
                yield part.document.fault((*where, "triggers", place, "part"), message)


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


def _once(
    part: Part, ids: Iterable[str], where: Where, noun: str, taken: Iterable[str] = ()
) -> Iterator[BlueprintFault]:
    """A fault for each id that an earlier one has, or that means something else."""
    named, kept = set[str](), set(taken)
    for place, id in enumerate(ids):
        if id in kept:
            yield part.document.fault(
                (*where, place, "id"), f"'{id}' has a meaning of its own; choose another"
            )
        elif id in named:
            message = f"'{id}' names an earlier {noun} already; give each one its own"
            yield part.document.fault((*where, place, "id"), message)
        named.add(id)


RULES = (
    instruments_are_named_after_their_files,
    instruments_have_names_of_their_own,
    their_ids_are_given_once,
    their_versions_follow_each_other,
    licences_are_kept,
    conditions_name_what_is_asked,
    skips_go_in_no_circle,
    every_answer_is_used,
    triggers_name_what_scores,
)
