"""A Questionnaire read as an instrument's file: ours as it was, anybody's as far as it says what we ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from commonweal.blueprint import Instrument, wording
from commonweal.blueprint.document import Document
from commonweal.blueprint.instruments_questions import NO, YES
from commonweal.fhir.body import DEEPEST, too_deep
from commonweal.fhir.resources.questionnaire import (
    HIGHEST,
    ITEM,
    KINDS,
    LOWEST,
    ORDINAL,
    PLACES,
    UNIT,
    plain,
)
from commonweal.fhir.writing import OURS

ANSWERS = {kind: answer for answer, kind in KINDS.items()} | {"string": "text"}
LIMITS = {LOWEST: "from", HIGHEST: "to", PLACES: "places"}
UNFIT = re.compile(r"[^a-z0-9_]+|__+")
Held = Mapping[str, Any]


class Unreadable(Exception):
    """A resource that cannot become an instrument; `reasons` says all of why."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__("; ".join(reasons))


def from_fhir(resource: object) -> tuple[dict[str, Any], list[str]]:
    """What an instrument's file says, and what the resource lacks of one; Unreadable where it is none."""
    if not isinstance(resource, dict) or resource.get("resourceType") != "Questionnaire":
        raise Unreadable("this is no Questionnaire; give a FHIR Questionnaire as JSON")
    if too_deep(resource):
        raise Unreadable(f"there are more than {DEEPEST} levels; send it less deep")
    asked = [*_questions(_each(resource, "item"))]
    if reasons := [reason for _, reason in asked if reason]:
        raise Unreadable(*reasons)
    version = _without_nothing({**_dates(resource), "questions": [question for question, _ in asked]})
    version |= _of_ours(resource, "instrument-version")
    declared = _without_nothing({**_about(resource), "versions": [version]}) | _of_ours(
        resource, "instrument"
    )
    return declared, list(_lacking(declared))


def _about(resource: Held) -> dict[str, Any]:
    """What stands in places of FHIR's own; whether it may be embedded is for a person to say."""
    licence = {"holder": _text(resource, "publisher"), "says": _text(resource, "copyright")}
    return {
        "id": _id(resource),
        "title": _text(resource, "title"),
        "why_it_matters": _text(resource, "purpose"),
        "sources": [url] if (url := _text(resource, "url")) else None,
        "licence": _without_nothing(licence),
    }


def _id(resource: Held) -> str:
    ours = (one for one in _each(resource, "identifier") if one.get("system") == f"{OURS}instrument")
    known = next(ours, {}).get("value")
    return slug(known or resource.get("name") or resource.get("id"))


def _dates(resource: Held) -> dict[str, Any]:
    period = resource.get("effectivePeriod")
    held = period if isinstance(period, dict) else {}
    return {
        "id": slug(resource.get("version")),
        "from": _day(held.get("start")),
        "until": _day(held.get("end")),
    }


def _questions(items: list[Held]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each question, or the reason why it is none; a group is only its questions."""
    for item in items:
        kind = str(item.get("type"))
        if kind == "group" and not item.get("enableWhen"):
            yield from _questions(_each(item, "item"))
        elif kind in ANSWERS and not item.get("item"):
            yield _question(item)
        elif kind != "display":
            word = item.get("linkId")
            yield {}, f"item {word}: a {kind} cannot be asked here; ask for {', '.join(sorted(ANSWERS))}"


def _question(item: Held) -> tuple[dict[str, Any], str]:
    when, reason = _when(item)
    question = {
        "id": slug(item.get("linkId")),
        "ask": _text(item, "text"),
        "answer": ANSWERS[item["type"]],
        "options": [_option(one) for one in _each(item, "answerOption")],
        "optional": None if item.get("required") is True else True,
        "shown_when": when,
        **{
            LIMITS[str(one["url"])]: _held(one)
            for one in _each(item, "extension")
            if str(one.get("url")) in LIMITS
        },
        "unit": next((_unit(one) for one in _each(item, "extension") if one.get("url") == UNIT), None),
    }
    return _without_nothing(question) | _of_ours(item, "instrument-question"), reason


def _option(option: Held) -> dict[str, Any]:
    coding = _as_coding(option)
    scores = (_held(one) for one in _each(coding, "extension") if one.get("url") == ORDINAL)
    score = next(scores, None)
    title = coding.get("display") or coding.get("code")
    return _without_nothing({"id": slug(coding.get("code") or title), "title": title, "score": score})


def _as_coding(option: Held) -> Held:
    coding = option.get("valueCoding")
    return coding if isinstance(coding, dict) else {"display": _held(option)}


def _unit(extension: Held) -> str | None:
    coding = _held(extension)
    return (coding.get("display") or coding.get("code")) if isinstance(coding, dict) else None


def _when(item: Held) -> tuple[dict[str, Any] | None, str]:
    """The one condition under which it is asked, or the reason why it is not one."""
    conditions = _each(item, "enableWhen")
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
    return slug(value.get("code") or value.get("display")) if isinstance(value, dict) else _tidy(value)


def _of_ours(holder: Held, name: str) -> dict[str, Any]:
    """What an extension of ours holds; nothing where there is none."""
    found = (one for one in _each(holder, "extension") if one.get("url") == f"{OURS}{name}")
    held = _held(next(found, {}))
    return held if isinstance(held, dict) else {}


def _held(extension: Held) -> Any:
    """What an extension holds, as it was before it was one."""
    inside = _each(extension, "extension")
    if inside:
        if all(one.get("url") == ITEM for one in inside):
            return [_held(one) for one in inside]
        return {str(one.get("url")): _held(one) for one in inside}
    key, value = next(
        ((key, value) for key, value in extension.items() if key.startswith("value")), ("", None)
    )
    return _day(value) if key == "valueDate" else _tidy(value)


def _tidy(value: Any) -> Any:
    """A number as a file has it: a whole one without a point."""
    if isinstance(value, float | Decimal) and not isinstance(value, bool):
        number = Decimal(str(value))
        return plain(number) if number.is_finite() else None
    return value


def _each(holder: Held, key: str) -> list[Held]:
    """The sets of keys in a list; Unreadable where there is something else."""
    held = holder.get(key) or []
    if not isinstance(held, list) or not all(isinstance(one, dict) for one in held):
        raise Unreadable(f"{key}: should be a list of objects")
    return held


def _text(holder: Held, key: str) -> str | None:
    value = holder.get(key)
    return " ".join(value.split()) if isinstance(value, str) else None


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError:
        return None


def slug(word: object) -> str:
    """A word as an id: small letters and digits, joined by a hyphen or underscore."""
    return UNFIT.sub("-", str(word or "").lower()).strip("-_")


def _without_nothing(held: Held) -> dict[str, Any]:
    return {key: value for key, value in held.items() if value not in (None, "", [], {})}


def _lacking(declared: dict[str, Any]) -> Iterator[str]:
    """What a file with this content has to be given by somebody before it is an instrument."""
    try:
        Instrument.model_validate(declared)
    except ValidationError as problem:
        for fault in wording.faults(Document("", declared), Instrument, problem):
            yield f"{fault.key}: {fault.message}"
