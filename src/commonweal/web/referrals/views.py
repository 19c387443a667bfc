"""Keeps a choice on the board under a name, and drops it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from commonweal.care.access import Viewer
from commonweal.care.possible import NotPossible
from commonweal.care.views import actions
from commonweal.web.page import for_viewers
from commonweal.web.referrals import chosen as choice
from commonweal.web.referrals.board import require_page


@require_POST
@for_viewers
def keep(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """`drop` names the one to drop; else the choice in `query` is kept as `name`."""
    require_page(viewer)
    query = choice.address(choice.read(QueryDict(request.POST.get("query", "").lstrip("?"))))
    if dropped := request.POST.get("drop"):
        actions.drop(viewer, name=dropped)
        messages.success(request, f"‘{dropped[:60]}’ is kept no longer.")
    else:
        try:
            name = actions.keep(viewer, name=request.POST.get("name", ""), query=query)
            messages.success(request, f"This view is kept as ‘{name}’.")
        except NotPossible as missing:
            messages.error(request, f"{missing}.")
    return redirect(reverse("referrals") + query)
