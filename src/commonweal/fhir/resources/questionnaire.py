"""A Questionnaire: an instrument in one version, for systems that ask the same questions.

What FHIR has a place for stands there. How the answers score, which FHIR R4 does not say, stands in
extensions of ours, so that nothing is lost on the way out and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from commonweal.blueprint import Instrument
from commonweal.blueprint.instruments import Version
from commonweal.blueprint.instruments_parts import Condition, Option
from commonweal.blueprint.instruments_questions import YES, AnswerKind, Question
from commonweal.fhir.writing import OURS, Resource, pruned

STANDARD = "http://hl7.org/fhir/StructureDefinition/"
LOWEST, HIGHEST = f"{STANDARD}minValue", f"{STANDARD}maxValue"
PLACES, UNIT = f"{STANDARD}maxDecimalPlaces", f"{STANDARD}questionnaire-unit"
ORDINAL = f"{STANDARD}ordinalValue"
KINDS: dict[AnswerKind, str] = {
    "whole": "integer",
    "decimal": "decimal",
    "choice": "choice",
    "yes_no": "boolean",
    "text": "text",
}
ITEM = "item"
OF_INSTRUMENT = ("id", "title", "why_it_matters", "versions")
OF_VERSION = ("id", "from", "until", "questions")
OF_QUESTION = ("id", "ask", "answer", "options", "optional", "from", "to", "unit", "places", "shown_when")


def to_fhir(instrument: Instrument, version: Version) -> Resource:
    """The Questionnaire of this version of the instrument."""
    licence = instrument.licence
    resource: Resource = pruned(
        {
            "resourceType": "Questionnaire",
            "id": instrument.id.replace("_", "-"),
            "extension": [
                _ours("instrument", instrument.model_dump(by_alias=True, exclude_unset=True), OF_INSTRUMENT),
                _ours(
                    "instrument-version", version.model_dump(by_alias=True, exclude_unset=True), OF_VERSION
                ),
            ],
            "url": f"{OURS}instrument:{instrument.id}",
            "identifier": [{"system": f"{OURS}instrument", "value": instrument.id}],
            "version": version.id,
            "title": instrument.title,
            "status": "active",
            "subjectType": ["Patient"],
            "publisher": licence.holder,
            "purpose": instrument.why_it_matters,
            "copyright": ". ".join(filter(None, (licence.credit, licence.says))),
            "effectivePeriod": {"start": str(version.starts), "end": _day(version.until)},
            "item": [_item(version, question) for question in version.questions],
        }
    )
    return resource


def _day(day: date | None) -> str | None:
    return str(day) if day else None


def _item(version: Version, question: Question) -> Resource:
    held = question.model_dump(by_alias=True, exclude_unset=True)
    return {
        "extension": [*_limits(question), _ours("instrument-question", held, OF_QUESTION)],
        "linkId": question.id,
        "text": question.ask,
        "type": KINDS[question.answer],
        "enableWhen": _when(version, question.shown_when),
        "enableBehavior": _behaviour(question.shown_when),
        "required": not question.optional,
        "answerOption": [_option(option) for option in question.options],
    }


def _limits(question: Question) -> list[Resource | None]:
    kind = "valueInteger" if question.answer == "whole" else "valueDecimal"
    return [
        None if question.low is None else {"url": LOWEST, kind: plain(question.low)},
        None if question.high is None else {"url": HIGHEST, kind: plain(question.high)},
        None if question.places is None else {"url": PLACES, "valueInteger": question.places},
        {"url": UNIT, "valueCoding": {"display": question.unit}} if question.unit else None,
    ]


def _option(option: Option) -> Resource:
    score = [] if option.score is None else [{"url": ORDINAL, "valueDecimal": option.score}]
    return {"valueCoding": {"extension": score, "code": option.id, "display": option.title}}


def _when(version: Version, condition: Condition | None) -> list[Resource]:
    if condition is None:
        return []
    before = version.question(condition.question)
    kind = before.answer if before else "choice"
    met: list[tuple[str, str, object]] = [("=", *_answer(kind, option)) for option in condition.options]
    number = "answerInteger" if kind == "whole" else "answerDecimal"
    for sign, limit in ((">=", condition.low), ("<=", condition.high)):
        if limit is not None:
            met.append((sign, number, plain(limit)))
    return [{"question": condition.question, "operator": sign, key: value} for sign, key, value in met]


def _answer(kind: AnswerKind, option: str) -> tuple[str, object]:
    return ("answerBoolean", option == YES) if kind == "yes_no" else ("answerCoding", {"code": option})


def _behaviour(condition: Condition | None) -> str | None:
    """Only where there are several: any of the options, or all of the limits."""
    if condition is None or (len(condition.options) < 2 and None in (condition.low, condition.high)):
        return None
    return "any" if condition.options else "all"


def _ours(name: str, held: Mapping[str, Any], elsewhere: tuple[str, ...]) -> Resource | None:
    """An extension of ours with what stands nowhere else."""
    rest = {key: value for key, value in held.items() if key not in elsewhere}
    return {"url": f"{OURS}{name}", "extension": _fields(rest)} if rest else None


def _fields(held: Mapping[str, Any]) -> list[Resource]:
    return [{"url": key, **_value(value)} for key, value in held.items() if value not in (None, (), [], {})]


def _value(value: Any) -> Resource:
    """What an extension holds: a plain value, or extensions for a set of keys or a list."""
    if isinstance(value, dict):
        return {"extension": _fields(value)}
    if isinstance(value, list | tuple):
        return {"extension": [{"url": ITEM, **_value(one)} for one in value]}
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int):
        return {"valueInteger": value}
    if isinstance(value, Decimal):
        return {"valueDecimal": plain(value)}
    if isinstance(value, date):
        return {"valueDate": str(value)}
    return {"valueString": value}


def plain(number: Decimal) -> int | float:
    """A number as JSON has it."""
    return int(number) if number == number.to_integral_value() else float(number)
