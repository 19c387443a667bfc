"""Whether whoever holds this post is told by e-mail too."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from commonweal.care.access import Viewer
from commonweal.care.notices import actions
from commonweal.web.page import for_viewers


@require_POST
@for_viewers
def wish(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    wanted = request.POST.get("by_email") == "yes"
    actions.wish(by=viewer, by_email=wanted)
    messages.success(
        request, f"You are {'told by e-mail too' if wanted else 'told on pages alone'} from now on."
    )
    return redirect("own" if viewer.person else "notices")
