"""Says that somebody sees to what they were told of."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from commonweal.care.access import Viewer
from commonweal.care.notices import actions
from commonweal.care.possible import NotPossible
from commonweal.web.page import for_viewers


@require_POST
@for_viewers
def answer(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    try:
        found = actions.answer(by=viewer, notice=id)
    except NotPossible as overtaken:
        messages.info(request, f"{overtaken}.")
    else:
        messages.success(request, f"You see to {found.referral.reference}; nobody else is told of it now.")
    return redirect("notices")
