"""The form of an instrument, made from its file: its questions, what was typed, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from uuid import UUID, uuid4

from commonweal.blueprint.instruments import Version
from commonweal.blueprint.instruments_questions import Question
from commonweal.care.assessments.rules import CannotBeScored
from commonweal.care.instruments.answers import holds
from commonweal.care.possible import NotPossible

LONGEST_NUMBER = 40
LONGEST_WORDS = 10_000
WORDS = {"yes": "Yes", "no": "No"}


@dataclass(frozen=True)
class Field:
    """One question of the form; `known` is what the record answers, which is shown and not asked."""

    question: Question
    name: str
    value: str
    fault: str
    known: str

    @property
    def hint(self) -> str:
        """How it is measured, in which range, and when it is asked at all."""
        one = self.question
        span = f"From {one.low} to {one.high}" if one.answer in ("whole", "decimal") else ""
        extra = "You may leave it out" if one.optional else ""
        return ". ".join(filter(None, (one.note, span, extra)))

    @property
    def items(self) -> list[dict[str, object]]:
        """The answers to choose from, as the design system's radios take them."""
        titles = WORDS if self.question.answer == "yes_no" else {o.id: o.title for o in self.question.options}
        return [
            {"value": id, "text": title, "checked": self.value.casefold() in (id, title.casefold())}
            for id, title in titles.items()
        ]

    @property
    def waits_for(self) -> dict[str, str]:
        """On which answer it is asked, for the script that hides it until then."""
        when = self.question.shown_when
        if when is None:
            return {}
        before = self.name.removesuffix(self.question.id) + when.question
        span = {"from": when.low, "to": when.high, "is": " ".join(when.options)}
        given = {key: str(value) for key, value in span.items() if value not in (None, "")}
        return {"question": before, **given}


def fields(
    version: Version,
    prefix: str,
    said: Mapping[str, str],
    known: Mapping[str, object],
    fault: Mapping[str, str],
) -> list[Field]:
    """The questions in the order of the file, without those that what the record knows rules out."""
    from_record = {id: Decimal(str(value)) for id, value in known.items()}
    asked = []
    for question in version.questions:
        when = question.shown_when
        if when and when.question in from_record and not holds(when, from_record):
            continue
        name = named(prefix, question.id)
        record = str(known[question.id]) if question.id in known else ""
        asked.append(Field(question, name, said.get(name, ""), fault.get(name, ""), record))
    return asked


def ruled_out(version: Version, known: Mapping[str, object]) -> list[str]:
    """Why it is not for this person, by what the record knows already."""
    from_record = {id: Decimal(str(value)) for id, value in known.items()}
    return [one.because for one in version.not_for if holds(one, from_record)]


def typed(version: Version, prefix: str, said: Mapping[str, str]) -> dict[str, object]:
    """What was answered, by question; a number as it was typed, and what is none as words."""
    found: dict[str, object] = {}
    for question in version.questions:
        words = said.get(named(prefix, question.id), "").replace("\r\n", "\n")[:LONGEST_WORDS].strip()
        if words:
            found[question.id] = _number(words) if question.answer in ("whole", "decimal") else words
    return found


def as_typed(version: Version, prefix: str, answers: Mapping[str, object]) -> dict[str, str]:
    """Answers that are there already, as the form would have been filled in with them."""
    return {named(prefix, id): str(answers[id]) for id in (q.id for q in version.questions) if id in answers}


def faults(version: Version, prefix: str, wrong: NotPossible) -> dict[str, str]:
    """What is wrong, each with the field it is about; what is about none of them stands over the form."""
    if not isinstance(wrong, CannotBeScored):
        return {wrong.about: str(wrong)}
    about = {f"'{one.ask}' ({one.id}) ": one for one in version.questions}
    found: dict[str, str] = {}
    for reason in wrong.reasons:
        start = next((start for start in about if reason.startswith(start)), None)
        key = named(prefix, about[start].id) if start else "answers"
        said = f"{about[start].ask}: {reason.removeprefix(start)}" if start else reason
        found[key] = ". ".join(filter(None, (found.get(key), said)))
    return found


def form_key(said: Mapping[str, str]) -> UUID:
    """What the form calls itself, so that it is taken once however often it is sent."""
    try:
        return UUID(said.get("key", ""))
    except ValueError:
        return uuid4()


def named(prefix: str, question: str) -> str:
    """What a field is called on the page."""
    return f"{prefix}-{question}"


def answered(said: Iterable[str], prefix: str) -> bool:
    """Whether anything at all was typed into the questions of this instrument."""
    return any(name.startswith(f"{prefix}-") for name in said)


def _number(words: str) -> object:
    """The number, where it is one; else the words, which the instrument refuses with a reason."""
    if len(words) > LONGEST_NUMBER:
        return words
    try:
        return Decimal(words)
    except InvalidOperation:
        return words
