"""A person asks for help themselves, one question a page: what was answered stays when they go back."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.blueprint import Pathway
from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.attachments import actions as attachments
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions, referring
from commonweal.care.referrals.rules import Sender
from commonweal.web.address import query
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.refer import answers, drafts
from commonweal.web.refer.answers import ASKED, Asks
from commonweal.web.refer.choose import find, offer
from commonweal.web.refer.standing import lines
from commonweal.web.uploads import papers

REASON, CONTACT, CHECK = "reason", "contact", "check"
ASKS = Asks(
    who=False,
    reason="Say in a few words what has happened, or what you need",
    contact="Give a telephone number, or say how we reach you",
)
SENT = "We have it. Your reference is {}. You see here what happens next."


@require_safe
@for_viewers
def begin(request: HttpRequest, viewer: Viewer, pathway: str) -> HttpResponse:
    """The first question."""
    return redirect("own-refer-step", pathway, steps(_find(viewer, pathway))[0])


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def step(request: HttpRequest, viewer: Viewer, pathway: str, step: str) -> HttpResponseBase:
    found = _find(viewer, pathway)
    if step not in steps(found):
        raise Http404("There is no such question. Begin at My referrals.")
    if request.method == "POST":
        return _sent(request, viewer, found) if step == CHECK else _answered(request, viewer, found, step)
    said = drafts.draft(request.session, viewer, found.id)
    wrong = answers.faults(found, said, moments.now(), ASKS)
    if step == CHECK and (wrong or answers.unfit(found, said)):
        return redirect("own-refer-step", found.id, _first_to_mend(found, said, wrong))
    fault = {step: wrong[step]} if "again" in request.GET and step in wrong else {}
    return _shown(request, viewer, found, step, said, fault)


def steps(pathway: Pathway) -> list[str]:
    """The pages in their order: the questions of the file, why, how to reach them, and checking."""
    return [*(ASKED + question.id for question in pathway.questions), REASON, CONTACT, CHECK]


def _find(viewer: Viewer, id: str) -> Pathway:
    """The pathway, for whoever's own record it is."""
    return find(viewer, id, "own")


def _answered(request: HttpRequest, viewer: Viewer, pathway: Pathway, step: str) -> HttpResponseBase:
    """To the next page; to the same again where this answer is missing, or says that it is not the help."""
    kept = drafts.draft(request.session, viewer, pathway.id)
    said = {**kept, **answers.typed(pathway, {step: request.POST.get(step, "")})}
    if not request.POST.get(step, "").strip():
        said.pop(step, None)
    drafts.keep(request.session, viewer, pathway.id, said)
    wrong = answers.faults(pathway, said, moments.now(), ASKS)
    if step in wrong or step in {ASKED + question.id for question in answers.unfit(pathway, said)}:
        again = query({"again": "1", "back": request.GET.get("back")})
        return redirect(reverse("own-refer-step", args=[pathway.id, step]) + again)
    order = steps(pathway)
    ahead = CHECK if "back" in request.GET else order[order.index(step) + 1]
    return redirect("own-refer-step", pathway.id, ahead)


def _first_to_mend(pathway: Pathway, said: Mapping[str, str], wrong: Mapping[str, str]) -> str:
    mend = {*wrong, *(ASKED + question.id for question in answers.unfit(pathway, said))}
    return next((step for step in steps(pathway) if step in mend), steps(pathway)[0])


def _sent(request: HttpRequest, viewer: Viewer, pathway: Pathway) -> HttpResponseBase:
    said = drafts.draft(request.session, viewer, pathway.id)
    try:
        brought = papers(request)
        attachments.check(brought)
        with transaction.atomic():
            said = drafts.taken(request.session, viewer, pathway.id)
            if not said:
                return redirect("own-referrals")
            sender = Sender(referring.PERSON, contact=said[CONTACT])
            about_me = {**said, "person": str(viewer.person)}
            came = actions.receive(viewer, answers.given(pathway, about_me, sender, moments.now()))
            if brought:
                attachments.add(viewer, came.referral.reference, brought)
    except NotPossible as missing:
        drafts.keep(request.session, viewer, pathway.id, said)
        return _shown(request, viewer, pathway, CHECK, said, {missing.about: str(missing)})
    messages.success(request, SENT.format(came.referral.reference))
    return redirect(reverse("own-referrals") + f"#{came.referral.reference}")


def _shown(
    request: HttpRequest,
    viewer: Viewer,
    pathway: Pathway,
    step: str,
    said: Mapping[str, str],
    fault: Mapping[str, str],
) -> HttpResponse:
    order = steps(pathway)
    place = order.index(step)
    question = next((one for one in pathway.questions if ASKED + one.id == step), None)
    unfit = [one for one in answers.unfit(pathway, said) if one == question]
    return show(
        request,
        viewer,
        "own/refer.html",
        title=f"Ask for help: {pathway.title}",
        at="own-referrals",
        status=400 if fault else 200,
        pathway=pathway,
        offer=offer(pathway),
        step=step,
        place=place + 1,
        of=len(order),
        before=order[place - 1] if place else "",
        question=question,
        unfit=unfit,
        said=said,
        fault=fault,
        alike=lines(referring.alike(viewer, answers.about({"person": str(viewer.person)}))),
        ASKED=ASKED,
    )
