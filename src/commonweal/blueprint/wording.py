"""Pydantic's findings in plain words: what is wrong, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from commonweal.blueprint.document import Document
from commonweal.blueprint.faults import ROW, BlueprintFault
from commonweal.blueprint.words import EXPLAINED

WORDS = {
    "int_type": "should be a whole number, not {given}",
    "int_parsing": "should be a whole number, not {given}",
    "int_from_float": "should be a whole number, not {given}",
    "bool_type": "should be true or false, not {given}",
    "bool_parsing": "should be true or false, not {given}",
    "date_type": "should be a day such as 2027-03-31, not {given}",
    "date_parsing": "should be a day such as 2027-03-31, not {given}",
    "date_from_datetime_parsing": "should be a day such as 2027-03-31, not {given}",
    "date_from_datetime_inexact": "should be a day such as 2027-03-31, without a time",
    "tuple_type": "should be a list, not {given}; write one '- ' line for each, or [one, two]",
    "dict_type": "should be a set of keys and values, not {given}",
    "model_type": "should be a set of keys and values, not {given}",
    "greater_than": "should be more than {gt}, not {given}",
    "greater_than_equal": "should be {ge} or more, not {given}",
    "less_than_equal": "should be {le} or less, not {given}",
    "too_short": "should not be empty; give at least {min_length}",
    "string_too_short": "should not be empty",
    "string_too_long": "should have at most {max_length} characters",
}


def faults(document: Document, shape: type[BaseModel], problem: ValidationError) -> Iterator[BlueprintFault]:
    """Each finding as a fault in `document`, on its line; one that follows from another is left out."""
    errors = problem.errors(include_url=False)
    meant = {_meant(shape, error) for error in errors if error["type"] == "extra_forbidden"}
    for error in errors:
        fault = document.fault(error["loc"], _message(shape, error))
        misspelt = error["type"] == "missing" and error["loc"] in meant
        emptied = error["type"] == "too_short" and any(_is_within(e, error) for e in errors)
        said = any(_explains(earlier, fault) for earlier in document.faults)
        if not (misspelt or emptied or said):
            yield fault


def _is_within(error: ErrorDetails, whole: ErrorDetails) -> bool:
    """Whether it is about a part of what the other is about."""
    return error is not whole and error["loc"][: len(whole["loc"])] == whole["loc"]


def did_you_mean(word: object, known: Iterable[str], otherwise: str) -> str:
    """The remedy for a word that is not known."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else otherwise


def _explains(earlier: BlueprintFault, fault: BlueprintFault) -> bool:
    """Whether the document's own fault is the cause; of a row out of step nothing else is said."""
    return earlier.key == fault.key or (earlier.key == ROW and earlier.line == fault.line)


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The known word that this one was probably meant to be."""
    return next(iter(get_close_matches(str(word), list(known), n=1)), None)


def _meant(shape: type[BaseModel], error: ErrorDetails) -> tuple[int | str | None, ...]:
    """Where the key stands that an unknown key was meant to be."""
    *parent, word = error["loc"]
    return (*parent, nearest(word, _keys(shape, tuple(parent))))


def _message(shape: type[BaseModel], error: ErrorDetails) -> str:
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        known = _keys(shape, error["loc"][:-1])
        remedy = did_you_mean(error["loc"][-1], known, f"the keys here are {', '.join(known)}")
        return f"not a known key; {remedy}"
    if kind == "missing":
        return f"is missing; add it{_meaning(shape, error['loc'])}"
    if kind == "literal_error":
        return f"should be {context['expected']}, not {_shown(given)}"
    if kind == "string_type":
        remedy = "; put it in quotes" if isinstance(given, int | float) else ""
        return f"should be text, not {_shown(given)}{remedy}"
    if kind == "string_pattern_mismatch":
        return f"should be {EXPLAINED[context['pattern']]}, not {_shown(given)}"
    if kind in WORDS:
        return WORDS[kind].format(given=_shown(given), **context)
    return error["msg"]


def _shown(given: object) -> str:
    if given is None:
        return "nothing"
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, list | tuple):
        return "a list"
    if isinstance(given, dict):
        return "a set of keys"
    return f"'{given}'"


def _keys(shape: type[BaseModel], where: tuple[int | str, ...]) -> list[str]:
    """The keys known at `where` inside a thing of this shape."""
    found = _shape_at(shape, where)
    return [field.alias or name for name, field in found.model_fields.items()] if found else []


def _meaning(shape: type[BaseModel], where: tuple[int | str, ...]) -> str:
    found = _shape_at(shape, where[:-1])
    field = _field(found, where[-1])
    return f": {field.description}" if field and field.description else ""


def _shape_at(shape: type[BaseModel], where: tuple[int | str, ...]) -> type[BaseModel] | None:
    found: type[BaseModel] | None = shape
    for part in where:
        field = _field(found, part)
        if field is not None:
            found = _shape_within(field.annotation)
    return found


def _field(shape: type[BaseModel] | None, key: int | str) -> FieldInfo | None:
    """The field that a key of a file is read into."""
    fields = shape.model_fields if shape else {}
    return next((field for name, field in fields.items() if key == (field.alias or name)), None)


def _shape_within(annotation: Any) -> type[BaseModel] | None:
    """The first shape inside a type such as tuple[Area, ...]."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _shape_within(part))), None)
