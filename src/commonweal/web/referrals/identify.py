"""Finds the person whom a referral is about, among those whom the viewer may see."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Viewer
from commonweal.care.identity import reads as identity
from commonweal.care.people import reads as people
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions, reads
from commonweal.care.referrals.models import Referral
from commonweal.web import words
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.referrals import names, rows
from commonweal.web.referrals.board import PAGE, require_page

LONGEST = 80


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def identify(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    """Searches for what the referral says unless something else is typed; whoever is chosen is linked."""
    require_page(viewer)
    about, fault = reads.seen(viewer, reference), ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                actions.identify(viewer, reference, _person(request.POST.get("person", "")))
        except NotPossible as missing:
            fault = str(missing)
        else:
            messages.success(request, "The referral is about this person from now on.")
            return redirect("referral", reference)
    sought = request.GET.get("q", _said(about)).strip()[:LONGEST]
    return show(
        request,
        viewer,
        "referrals/identify.html",
        at=PAGE,
        title="Who is this referral about?",
        status=400 if fault else 200,
        referral=about,
        name=rows.name(about.family, about.given),
        sought=sought,
        found=people.search(viewer, sought) if sought else None,
        candidates=identity.candidates(viewer, about),
        fault=fault,
        titles=names.titles(),
    )


def _said(about: Referral) -> str:
    """What to look for first: the NHS number, else the name and the birth date that were sent."""
    if about.nhs_number:
        return about.nhs_number
    return " ".join(filter(None, (about.given, about.family, words.day(about.birth_date))))


def _person(id: str) -> UUID:
    try:
        return UUID(id)
    except ValueError:
        raise NotPossible("person", "Choose the person whom this is about") from None
