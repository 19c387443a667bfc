"""An assessment in words: what it came to, who made it, who relies on it, and what is owed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commonweal.blueprint.instruments import TOTAL
from commonweal.blueprint.instruments_questions import NO, YES, Question
from commonweal.care.assessments.known import Known, receipt
from commonweal.care.assessments.models import ACTS, SentAssessment
from commonweal.care.assessments.rules import REPEATED_BECAUSE, Receiver
from commonweal.care.assessments.wordings import plain
from commonweal.care.involvements import reads as involvements
from commonweal.web import words

YES_NO = {YES: "Yes", NO: "No"}


@dataclass(frozen=True)
class Part:
    """One question: what was answered, what it scored, what that is called."""

    ask: str
    answer: str
    points: str
    band: str


@dataclass(frozen=True)
class Passed:
    """To whom it was sent, and what they did with it."""

    sent: SentAssessment
    to: str
    what: str
    why: str


def came_to(known: Known) -> str:
    """The total of how many with its band; else each score; else that it was answered."""
    scored, version = known.scored, known.version
    if scored.total is not None and version.parts:
        band = band_of(known)
        most = version.totals.high
        return f"{number(scored.total)}{f' of {number(most)}' if most else ''}{f', {band}' if band else ''}"
    said = [_short(known, id) for id in scored.parts]
    return "; ".join(said) or "Answered in words"


def band_of(known: Known) -> str:
    """What the score is called; a trigger may call it otherwise than the total."""
    row = known.scored.row
    if row and row.band == known.scored.band:
        return row.title
    return (known.scored.band or "").replace("-", " ").capitalize()


def to_do(known: Known) -> str:
    """What is done now, by the band; each trigger that is met says its own."""
    row = known.scored.row
    return row.do or "" if row and row.band == known.scored.band else ""


def triggers(known: Known) -> list[tuple[str, str, str]]:
    """Each trigger that is met, with the questions that meet it, and what is done then."""
    asked = {one.id: one.ask for one in known.version.questions} | {TOTAL: "the total"}
    return [
        (met.trigger.title, ", ".join(asked.get(id, id) for id in met.parts), met.trigger.do or "")
        for met in known.scored.triggers
    ]


def parts(known: Known) -> list[Part]:
    """Every question that was answered, in the order of the file."""
    given, scored = known.assessment.answers, known.scored
    return [
        Part(
            one.ask,
            answer(one, given[one.id]),
            number(scored.parts[one.id]) if one.id in scored.parts else "",
            scored.bands[one.id].title if one.id in scored.bands else "",
        )
        for one in known.version.questions
        if one.id in given
    ]


def answer(question: Question, given: object) -> str:
    """What was answered, as the question words it."""
    titles = YES_NO if question.answer == "yes_no" else {one.id: one.title for one in question.options}
    said = titles.get(str(given), str(given))
    return f"{said} {question.unit}" if question.unit and question.answer in ("whole", "decimal") else said


def passed(known: Known) -> list[Passed]:
    """Everybody whom it was sent to, the first first."""
    return [Passed(one, who(_to(one)), *_done(one, known.now)) for one in known.sent]


def relied_on(known: Known) -> list[str]:
    """Who may rely on it now; whoever made it first."""
    others = sorted(who(one) for one in known.relying if one != known.maker)
    return [*([who(known.maker)] if known.maker in known.relying else []), *others]


def who(receiver: Receiver) -> str:
    """What the team, or the organisation where no team is named, is called."""
    id = receiver.team or receiver.organisation
    return involvements.titles().get(id, id) or "somebody in no team"


def number(value: object) -> str:
    """Without the decimal places that it does not need."""
    return str(plain(value)) if value is not None and not isinstance(value, str) else ""  # type: ignore[arg-type]  # a Decimal


def many(number: int, noun: str) -> str:
    """1 assessment, 2 assessments."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def joined(said: Iterable[str]) -> str:
    """a, b and c."""
    first = list(said)
    return " and ".join(filter(None, (", ".join(first[:-1]), first[-1]))) if first else ""


def _short(known: Known, id: str) -> str:
    question = known.version.question(id)
    band = known.scored.bands.get(id)
    called = question.id.replace("-", " ").replace("_", " ").capitalize() if question else id
    return f"{called} {number(known.scored.parts[id])}{f' ({band.title.lower()})' if band else ''}"


def _to(sent: SentAssessment) -> Receiver:
    return Receiver(sent.to_organisation, sent.to_team)


def _done(sent: SentAssessment, now: datetime) -> tuple[str, str]:
    given = receipt(sent)
    if given is None:
        return ("Not answered", "It is out of date") if sent.until and sent.until <= now else ("Waits", "")
    why = REPEATED_BECAUSE.get(given.reason, "") or given.note
    trust = f"trusted assessor, {given.clause}" if given.clause else ""
    said = f"{ACTS[given.act]} by {given.by_name or 'somebody'} on {words.since(given.recorded)}"
    return said, ". ".join(filter(None, (why, trust)))
