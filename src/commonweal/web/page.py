"""What every page of someone at work does first: sign in, post, and a page that explains a refusal."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from commonweal.care.access import NotSeen, Refused, Viewer, acting
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import User
from commonweal.care.audit.actions import refusals_kept
from commonweal.care.identity.reads import led_on
from commonweal.care.prepared import expect
from commonweal.web.address import NotUnderstood
from commonweal.web.frame import asked_around, show

Asked = ParamSpec("Asked")
View = Callable[Concatenate[HttpRequest, Viewer, Asked], HttpResponseBase]
Answered = Callable[Concatenate[HttpRequest, Asked], HttpResponseBase]


def _view(
    view: View[Asked], request: HttpRequest, viewer: Viewer, *args: Asked.args, **kwargs: Asked.kwargs
) -> HttpResponseBase:
    try:
        return view(request, viewer, *args, **kwargs)
    except NotSeen as refused:
        if further := _led_on(request, viewer, kwargs.get("id")):
            return redirect(further)
        return show(request, viewer, "errors/not_seen.html", status=404, because=refused.decision.because)
    except Refused as refused:
        return show(request, viewer, "errors/refused.html", status=403, because=refused.decision.because)
    except NotUnderstood as fault:
        came = _came_from(request)
        return show(request, viewer, "errors/not_understood.html", status=400, message=str(fault), came=came)


def _came_from(request: HttpRequest) -> str:
    """The page that a form was on, where one was sent from another page; else this page itself."""
    came = urlsplit(request.headers.get("Referer", ""))
    if request.method in ("GET", "HEAD"):
        return request.path
    if came.netloc != request.get_host() or came.path == request.path:
        return reverse("home")
    return f"/{came.path.lstrip('/')}{'?' if came.query else ''}{came.query}"


def _led_on(request: HttpRequest, viewer: Viewer, id: object) -> str:
    """The same page of whoever a person's record became part of; for whoever reads it, and may see them."""
    one = led_on(viewer, id) if isinstance(id, UUID) and request.method in ("GET", "HEAD") else None
    return request.get_full_path().replace(str(id), str(one)) if one else ""


def for_viewers(view: View[Asked]) -> Answered[Asked]:
    """The view is called with the viewer, who is signed in and acts in a post."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        held = accounts.posts(request.user, request.session)
        viewer = accounts.chosen(held, request.session)
        request.several_posts = len(held) > 1  # type: ignore[attr-defined]  # for the frame
        if viewer is None:
            return redirect("choose-post")
        with refusals_kept(viewer, address=request.path), acting(viewer, to_the_end=True):
            expect(*asked_around(viewer))
            return _view(view, request, viewer, *args, **kwargs)

    return answered
