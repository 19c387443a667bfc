"""The form of a pathway: what its file asks first, then whom it is about, why, and how to answer."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.blueprint import Pathway
from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.people.reads import Found
from commonweal.care.people.residents import residents
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.list import titles
from commonweal.web.refer import answers, drafts, whom
from commonweal.web.refer.answers import ASKED, IDENTITY, SEXES, Asks
from commonweal.web.refer.choose import find, offer


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def form(request: HttpRequest, viewer: Viewer, pathway: str) -> HttpResponseBase:
    found = find(viewer, pathway)
    if request.method == "POST":
        return _answered(request, viewer, found)
    said = drafts.draft(request.session, viewer, found.id)
    person = request.GET.get("person", "")
    if person and person != said.get("person"):
        said = {"person": str(whom.identifier(person))}  # what was typed of somebody else is not theirs
        drafts.keep(request.session, viewer, found.id, said)
    return _shown(request, viewer, found, said, again="again" in request.GET)


@require_safe
@for_viewers
def look(request: HttpRequest, viewer: Viewer, pathway: str) -> HttpResponse:
    """The form with the people whom the record has for the words of the draft."""
    found = find(viewer, pathway)
    said = drafts.draft(request.session, viewer, found.id)
    return _shown(request, viewer, found, said, people=whom.found(viewer, said.get("find", "")))


@require_POST
@for_viewers
def keep(request: HttpRequest, viewer: Viewer, pathway: str) -> HttpResponse:
    """What is typed so far, sent by the page itself now and then."""
    found = find(viewer, pathway)
    drafts.keep(request.session, viewer, found.id, answers.typed(found, request.POST))
    return HttpResponse(status=204)


def _answered(request: HttpRequest, viewer: Viewer, pathway: Pathway) -> HttpResponseBase:
    """To checking, where nothing is missing; else to the form again, with what was typed.

    Always to another address, so that going back in the browser never asks whether to send it anew.
    """
    if request.POST.get("do") == "anew":
        drafts.forget(request.session, viewer, pathway.id)
        return redirect("refer-form", pathway.id)
    said = _chosen(answers.typed(pathway, request.POST), request.POST)
    drafts.keep(request.session, viewer, pathway.id, said)
    if is_search(said, request.POST):
        return redirect(f"{reverse('refer-look', args=[pathway.id])}#about")
    if "choose" in request.POST or request.POST.get("do") == "other":
        return redirect(f"{reverse('refer-form', args=[pathway.id])}#about")
    wrong = answers.faults(pathway, said, moments.now(), Asks())
    if wrong or answers.unfit(pathway, said):
        return redirect(f"{reverse('refer-form', args=[pathway.id])}?again=1")
    return redirect("refer-check", pathway.id)


def is_search(said: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    """Whether somebody is looked up: by the button, or by Enter where nobody is said yet."""
    return asked.get("do") == "find" or bool(said.get("find") and not any(said.get(one) for one in IDENTITY))


def _chosen(said: dict[str, str], asked: Mapping[str, str]) -> dict[str, str]:
    """With the person chosen from those found, or without one."""
    if "choose" in asked:
        rest = {name: word for name, word in said.items() if name not in (*IDENTITY, "find")}
        return {**rest, "person": str(whom.identifier(asked["choose"]))}
    if asked.get("do") == "other":
        return {name: word for name, word in said.items() if name != "person"}
    return said


def _shown(
    request: HttpRequest,
    viewer: Viewer,
    pathway: Pathway,
    said: Mapping[str, str],
    *,
    again: bool = False,
    people: Found | None = None,
) -> HttpResponse:
    """The form with what was typed; `again` says what is wrong with it."""
    person = whom.chosen(viewer, said)
    unfit = answers.unfit(pathway, said)
    fault = answers.faults(pathway, said, moments.now(), Asks()) if again and not unfit else {}
    return show(
        request,
        viewer,
        "refer/form.html",
        at="refer",
        title=f"Refer: {pathway.title}",
        trail=[{"text": "Refer", "href": reverse("refer")}],
        status=400 if fault or (again and unfit) else 200,
        person=person,
        pathway=pathway,
        offer=offer(pathway),
        said=said,
        fault=fault,
        unfit=unfit,
        found=None if person else people,
        looks_up=access.may(viewer, "search_people").allowed,
        residents=[] if person else residents(viewer),
        titles=titles(),
        ASKED=ASKED,
        SEXES=list(SEXES.items()),
    )
