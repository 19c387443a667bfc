"""Forms of a few questions: what they ask, what was answered, and what is shown where two were at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from commonweal.care.access import Viewer
from commonweal.care.coordination import rules as coordination
from commonweal.care.coordination.reads import today
from commonweal.care.end_of_life import rules as end_of_life
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.web import typed, words
from commonweal.web.frame import show

FASTER = (coordination.Overtaken, end_of_life.Overtaken)
LONGEST = 4000
LONGEST_NUMBER = 6
Answer = str | bool | int | date | None


@dataclass(frozen=True)
class Question:
    """One question; `kind` is line, words, choice, pick, day, ahead, tick or number."""

    name: str
    label: str
    kind: str = "line"
    choices: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""
    part: str = ""  # the heading that begins with it

    def told(self, row: object) -> str:
        """What a row says about it, as a form is filled in with it."""
        value = getattr(row, self.name, "")
        if value is None or value is False:
            return ""
        if isinstance(value, date):
            return words.day(value)
        return "yes" if value is True else str(value)

    def spoken(self, row: object) -> str:
        """The same, as it is read."""
        told = self.told(row)
        return self.choices.get(told, told) if self.choices else told


@dataclass(frozen=True)
class Form:
    """A page with some questions and one button."""

    title: str
    questions: tuple[Question, ...]
    button: str = "Save"
    intro: str = ""

    def start(self, row: object) -> dict[str, str]:
        """The form filled in with what a row says; empty without one."""
        return {one.name: one.told(row) for one in self.questions} if row else {}

    def spoken(self, row: object) -> list[tuple[str, str]]:
        """What a row says, question by question; what it leaves open is left out."""
        said = ((one.label, one.spoken(row)) for one in self.questions)
        return [(label, value) for label, value in said if value]

    def answers(self, said: Mapping[str, str]) -> dict[str, Any]:
        """Each answer as the action takes it; NotPossible where a day or a number is none."""
        return {one.name: _answer(one, said.get(one.name, "")[:LONGEST]) for one in self.questions}


@dataclass(frozen=True)
class Filling:
    """Around a form: whom it is about, where one goes back to, and what holds now, where two were at it."""

    person: Person
    back: str
    at: str = "people"
    start: Mapping[str, str] = field(default_factory=dict)
    seen: Callable[[], object] = lambda: None  # the row that is changed
    hidden: Mapping[str, str] = field(default_factory=dict)
    own: bool = False


def fill(
    request: HttpRequest,
    viewer: Viewer,
    form: Form,
    filling: Filling,
    act: Callable[[dict[str, Any], int], str],
) -> HttpResponse:
    """Asks, and acts on the answers: `act` is given them with the number of the row that was seen.

    It says what was done. Whatever was typed stays where something is missing, or somebody was faster.
    """
    fault: dict[str, str] = {}
    faster = ""
    if request.method == "POST":
        try:
            messages.success(request, act(form.answers(request.POST), _number(request.POST.get("seen", ""))))
            return redirect(filling.back)
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        except FASTER as overtaken:
            faster = str(overtaken)
    row = filling.seen()
    posted = request.method == "POST"
    return show(
        request,
        viewer,
        "around/form.html",
        title=form.title,
        at=filling.at,
        status=409 if faster else 400 if fault else 200,
        person=filling.person,
        form=form,
        filling=filling,
        said=request.POST if posted else {**form.start(row), **filling.start},
        hidden={
            **filling.hidden,
            **({key: request.POST[key] for key in filling.hidden if key in request.POST}),
        },
        seen=_seen(request, row, faster),
        fault=fault,
        faster=faster,
        now=form.spoken(row) if faster and row else [],
    )


def _seen(request: HttpRequest, row: object, faster: str) -> int:
    """What somebody had before them when they began; what holds now, once they have been told of it."""
    if request.method == "POST" and not faster:
        return _number(request.POST.get("seen", ""))
    return int(getattr(row, "number", 0)) if row else 0


def _answer(question: Question, said: str) -> Answer:
    if question.kind in ("day", "ahead"):
        return typed.day(question.name, said, today(), ahead=question.kind == "ahead")
    if question.kind == "tick":
        return said == "yes"
    if question.kind == "number":
        text = said.strip()
        if text and not (text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER):
            raise NotPossible(question.name, "Give a whole number, or nothing")
        return int(text) if text else None
    return said.replace("\r\n", "\n")


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < LONGEST_NUMBER else 0


def required(answers: Mapping[str, Any], about: str, missing: str) -> Any:
    """The answer; NotPossible with what is missing where there is none."""
    if not answers[about]:
        raise NotPossible(about, missing)
    return answers[about]


def parts(form: Form) -> Iterable[str]:
    """The headings of a form, in order."""
    return [one.part for one in form.questions if one.part]
