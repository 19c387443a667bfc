"""Makes a choice about a record: first what it will close, then the choice itself."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Viewer
from commonweal.care.objections import actions, reads
from commonweal.care.objections.rules import ASKED_BY, KINDS, Choice, Wanted
from commonweal.care.people.rules import understood
from commonweal.care.possible import NotPossible
from commonweal.web.address import NotUnderstood
from commonweal.web.choices import words
from commonweal.web.choices.list import after
from commonweal.web.choices.whose import whose
from commonweal.web.frame import show
from commonweal.web.page import for_viewers

TITLES = {
    "objection": "Object to sharing",
    "restriction": "Keep the record specially private",
    "opt_out": "Opt out of planning",
}
DONE = {
    "objection": "The objection holds from now on.",
    "restriction": "The record is kept specially private from now on.",
    "opt_out": "From the next refresh on, the record stays out of numbers for planning.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def choose(request: HttpRequest, viewer: Viewer, kind: str, id: UUID | None = None) -> HttpResponse:
    said = request.POST if request.method == "POST" else request.GET
    choice = _choice(kind, said)
    fault: dict[str, str] = {}
    if request.method == "POST":
        try:
            person = id or whose(viewer, None).person.pk
            actions.choose(by=viewer, person=person, wanted=_wanted(choice, said, own=id is None))
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        else:
            messages.success(request, f"{DONE[kind]} You can withdraw it at any time.")
            return after(viewer, id)
    about = whose(viewer, id)
    if not fault and kind == "objection" and not (choice.organisation or choice.category):
        fault = {"organisation": "Choose an organisation, a part of the record, or both"}
    return show(
        request,
        viewer,
        "choices/choose.html",
        title=TITLES[kind],
        at="own-choices" if about.is_own else "people",
        status=400 if fault else 200,
        person=about.person,
        about=about,
        choice=choice,
        said_of=words.objection(choice),
        losing=words.losing(reads.losses(viewer, about.person, choice)),
        organisations=words.organisations(),
        parts=words.parts(),
        ASKED_BY=ASKED_BY,
        today=timezone.localdate(),
        said=said,
        fault=fault,
    )


def _choice(kind: str, said: Mapping[str, str]) -> Choice:
    known = next((one for one in KINDS if one == kind), None)
    if known is None:
        raise NotUnderstood(f"‘{kind[:40]}’ is nothing that can be chosen about a record.")
    if known != "objection":
        return Choice(known)
    organisation, category = said.get("organisation", ""), said.get("category", "")
    if organisation not in dict(words.organisations()) or category not in dict(words.parts()):
        raise NotUnderstood("There is no such organisation, or no such part of the record.")
    return Choice(known, organisation, category)


def _wanted(choice: Choice, said: Mapping[str, str], *, own: bool) -> Wanted:
    today = timezone.localdate()
    note = said.get("note", "")[:2000]
    if own:
        return Wanted(choice, "person", today, note)
    asked = said.get("asked_on", "").strip()[:40]
    on = understood(asked).birth_date if asked else today
    if on is None:
        raise NotPossible("asked_on", "Type the day they asked, such as 3 May 2026")
    return Wanted(choice, said.get("asked_by", ""), on, note)
