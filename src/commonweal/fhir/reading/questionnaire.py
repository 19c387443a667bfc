"""A Questionnaire read as an instrument's file: ours as it was, anybody's as far as it says what we ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from commonweal.blueprint import Instrument, wording
from commonweal.blueprint.document import Document
from commonweal.blueprint.instruments_questions import NO, YES
from commonweal.fhir.body import DEEPEST, too_deep
from commonweal.fhir.reading.extensions import (
    Held,
    Unreadable,
    day,
    each,
    held_in,
    of_ours,
    slug,
    text,
    tidy,
    without_nothing,
)
from commonweal.fhir.resources.questionnaire import HIGHEST, KINDS, LOWEST, ORDINAL, PLACES, UNIT
from commonweal.fhir.writing import OURS

ANSWERS = {kind: answer for answer, kind in KINDS.items()} | {"string": "text"}
LIMITS = {LOWEST: "from", HIGHEST: "to", PLACES: "places"}


def from_fhir(resource: object) -> tuple[dict[str, Any], list[str]]:
    """What an instrument's file says, and what the resource lacks of one; Unreadable where it is none."""
    if not isinstance(resource, dict) or resource.get("resourceType") != "Questionnaire":
        raise Unreadable("this is no Questionnaire; give a FHIR Questionnaire as JSON")
    if too_deep(resource):
        raise Unreadable(f"there are more than {DEEPEST} levels; send it less deep")
    asked = [*_questions(each(resource, "item"))]
    if reasons := [reason for _, reason in asked if reason]:
        raise Unreadable(*reasons)
    version = without_nothing({**_dates(resource), "questions": [question for question, _ in asked]})
    version |= of_ours(resource, "instrument-version")
    declared = without_nothing({**_about(resource), "versions": [version]}) | of_ours(resource, "instrument")
    return declared, list(_lacking(declared))


def _about(resource: Held) -> dict[str, Any]:
    """What stands in places of FHIR's own; whether it may be embedded is for a person to say."""
    licence = {"holder": text(resource, "publisher"), "says": text(resource, "copyright")}
    return {
        "id": _id(resource),
        "title": text(resource, "title"),
        "why_it_matters": text(resource, "purpose"),
        "sources": [url] if (url := text(resource, "url")) else None,
        "licence": without_nothing(licence),
    }


def _id(resource: Held) -> str:
    ours = (one for one in each(resource, "identifier") if one.get("system") == f"{OURS}instrument")
    known = next(ours, {}).get("value")
    return slug(known or resource.get("name") or resource.get("id"))


def _dates(resource: Held) -> dict[str, Any]:
    period = resource.get("effectivePeriod")
    held = period if isinstance(period, dict) else {}
    return {
        "id": slug(resource.get("version")),
        "from": day(held.get("start")),
        "until": day(held.get("end")),
    }


def _questions(items: list[Held]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each question, or the reason why it is none; a group is only its questions."""
    for item in items:
        kind = str(item.get("type"))
        if kind == "group" and not item.get("enableWhen"):
            yield from _questions(each(item, "item"))
        elif kind in ANSWERS and not item.get("item"):
            yield _question(item)
        elif kind != "display":
            word = item.get("linkId")
            yield {}, f"item {word}: a {kind} cannot be asked here; ask for {', '.join(sorted(ANSWERS))}"


def _question(item: Held) -> tuple[dict[str, Any], str]:
    when, reason = _when(item)
    question = {
        "id": slug(item.get("linkId")),
        "ask": text(item, "text"),
        "answer": ANSWERS[item["type"]],
        "options": [_option(one) for one in each(item, "answerOption")],
        "optional": None if item.get("required") is True else True,
        "shown_when": when,
        **{
            LIMITS[str(one["url"])]: held_in(one)
            for one in each(item, "extension")
            if str(one.get("url")) in LIMITS
        },
        "unit": next((_unit(one) for one in each(item, "extension") if one.get("url") == UNIT), None),
    }
    return without_nothing(question) | of_ours(item, "instrument-question"), reason


def _option(option: Held) -> dict[str, Any]:
    coding = _as_coding(option)
    scores = (held_in(one) for one in each(coding, "extension") if one.get("url") == ORDINAL)
    score = next(scores, None)
    title = coding.get("display") or coding.get("code")
    return without_nothing({"id": slug(coding.get("code") or title), "title": title, "score": score})


def _as_coding(option: Held) -> Held:
    coding = option.get("valueCoding")
    return coding if isinstance(coding, dict) else {"display": held_in(option)}


def _unit(extension: Held) -> str | None:
    coding = held_in(extension)
    return (coding.get("display") or coding.get("code")) if isinstance(coding, dict) else None


def _when(item: Held) -> tuple[dict[str, Any] | None, str]:
    """The one condition under which it is asked, or the reason why it is not one."""
    conditions = each(item, "enableWhen")
    if not conditions:
        return None, ""
    named = {slug(one.get("question")) for one in conditions}
    signs = [str(one.get("operator")) for one in conditions]
    said = [_answered(one) for one in conditions]
    condition: dict[str, Any] = {"question": next(iter(named))}
    several = item.get("enableBehavior")
    if set(signs) == {"="} and (len(signs) == 1 or several == "any"):
        condition["is"] = said
    elif (
        set(signs) <= {">=", "<="} and len(set(signs)) == len(signs) and (len(signs) == 1 or several == "all")
    ):
        condition |= {
            {">=": "from", "<=": "to"}[sign]: value for sign, value in zip(signs, said, strict=True)
        }
    else:
        named = set()
    reason = (
        f"item {item.get('linkId')}: is asked under conditions that cannot be said here; use one question"
    )
    return (condition, "") if len(named) == 1 else (None, reason)


def _answered(condition: Held) -> object:
    value = next((value for key, value in condition.items() if key.startswith("answer")), None)
    if isinstance(value, bool):
        return YES if value else NO
    return slug(value.get("code") or value.get("display")) if isinstance(value, dict) else tidy(value)


def _lacking(declared: dict[str, Any]) -> Iterator[str]:
    """What a file with this content has to be given by somebody before it is an instrument."""
    try:
        Instrument.model_validate(declared)
    except ValidationError as problem:
        for fault in wording.faults(Document("", declared), Instrument, problem):
            yield f"{fault.key}: {fault.message}"
