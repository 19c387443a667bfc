"""A QuestionnaireResponse: an assessment as it was answered, with what it scored."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from commonweal.blueprint.instruments_questions import YES, Question
from commonweal.care.assessments.known import Known
from commonweal.fhir.resources.questionnaire import plain
from commonweal.fhir.writing import NHS_NUMBER, ODS, OURS, Resource, instant

STANDS, WRONG = "completed", "entered-in-error"


def to_fhir(known: Known) -> Resource:
    """The answers by the wording they were given to; the score stands in extensions of ours."""
    one = known.assessment
    asked = [question for question in known.version.questions if question.id in one.answers]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": str(one.pk),
        "meta": {"lastUpdated": instant(known.struck_out.recorded if known.struck_out else one.recorded)},
        "extension": _score(known),
        "questionnaire": f"{OURS}instrument:{one.instrument}|{one.version}",
        "status": WRONG if known.struck_out else STANDS,
        "subject": _subject(known),
        "authored": instant(one.happened),
        "author": {
            "identifier": {"system": ODS, "value": one.organisation} if one.organisation else None,
            "display": one.by_name,
        },
        "item": [_item(question, one.answers[question.id]) for question in asked],
    }


def _score(known: Known) -> list[dict[str, Any]]:
    one = known.assessment
    total = [{"url": f"{OURS}total", "valueDecimal": plain(one.total)}] if one.total is not None else []
    band = [{"url": f"{OURS}band", "valueCode": one.band}] if one.band else []
    again = [{"url": f"{OURS}assess-again", "valueDateTime": instant(one.again)}] if one.again else []
    parts = [
        {
            "url": f"{OURS}part",
            "extension": [
                {"url": "question", "valueString": id},
                {"url": "score", "valueDecimal": plain(Decimal(str(points)))},
            ],
        }
        for id, points in one.parts.items()
    ]
    return [*total, *band, *again, *parts]


def _subject(known: Known) -> dict[str, Any]:
    number = known.assessment.person.nhs_number
    return {"type": "Patient", "identifier": {"system": NHS_NUMBER, "value": number} if number else None}


def _item(question: Question, answer: object) -> dict[str, Any]:
    return {"linkId": question.id, "text": question.ask, "answer": [_value(question, answer)]}


def _value(question: Question, answer: object) -> dict[str, Any]:
    if question.answer == "whole":
        return {"valueInteger": answer}
    if question.answer == "decimal":
        return {"valueDecimal": answer}
    if question.answer == "yes_no":
        return {"valueBoolean": answer == YES}
    if question.answer == "text":
        return {"valueString": answer}
    title = next((option.title for option in question.options if option.id == answer), None)
    return {"valueCoding": {"code": answer, "display": title}}
