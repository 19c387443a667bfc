"""Shuts a record that was opened in an emergency, before its time."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from commonweal.care.access import Viewer
from commonweal.care.break_glass import actions, reads
from commonweal.web.page import for_viewers


@require_POST
@for_viewers
def shut(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    actions.shut(by=viewer, opening=id)
    messages.success(request, "The record is shut.")
    return redirect("opening", id) if reads.reviews(viewer) else redirect("find-people")
