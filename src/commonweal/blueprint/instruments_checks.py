"""What no instrument's shape can show: its names, its versions, its licence and what its triggers mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise

from commonweal.blueprint.document import Where
from commonweal.blueprint.draft import Draft, Part
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.instruments import ANY, TOTAL, Instrument, Version
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


def triggers_name_what_scores(draft: Draft) -> Iterator[BlueprintFault]:
    for part, version, where in versions(draft):
        there = [question.id for question in version.parts]
        known = [*there, ANY, *([TOTAL] if version.total == "sum" else [])]
        for place, trigger in enumerate(version.triggers):
            if trigger.part not in known:
                remedy = did_you_mean(trigger.part, known, f"name one of {', '.join(known)}")
                message = f"there is no score '{trigger.part}'; {remedy}"
                yield part.document.fault((*where, "triggers", place, "part"), message)


def changes_are_of_what_scores(draft: Draft) -> Iterator[BlueprintFault]:
    for part, instrument in declared(draft):
        newest, named = instrument.versions[-1], set[str]()
        there = [question.id for question in newest.parts]
        known = [*([TOTAL] if newest.total == "sum" else []), *there]
        for place, change in enumerate(instrument.meaningful_change):
            where = ("meaningful_change", place, "part")
            if change.part not in known:
                remedy = did_you_mean(change.part, known, f"name one of {', '.join(known)}")
                yield part.document.fault(where, f"there is no score '{change.part}'; {remedy}")
            elif change.part in named:
                yield part.document.fault(where, f"'{change.part}' has its change already; keep one of them")
            named.add(change.part)


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
    triggers_name_what_scores,
    changes_are_of_what_scores,
)
