"""Whether whoever holds this post, or has their own record here, is told by e-mail too."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Viewer
from commonweal.care.accounts.models import User
from commonweal.care.notices import actions, reads
from commonweal.web.frame import show
from commonweal.web.page import for_viewers

DUMMY = "django.core.mail.backends.dummy.EmailBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def wish(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    if request.method == "POST":
        wanted = request.POST.get("by_email") == "yes"
        actions.wish(by=viewer, by_email=wanted)
        how = "told by e-mail too" if wanted else "told on pages alone"
        messages.success(request, f"You are {how} from now on.")
        return redirect("notices" if reads.is_told(viewer) else "notices-wish")
    return show(
        request,
        viewer,
        "notices/wish.html",
        at="own-referrals" if viewer.person else "notices",
        title="How you are told",
        own=viewer.person is not None,
        by_email=reads.wishes_email(viewer),
        mailbox=mailbox(request),
    )


def mailbox(request: HttpRequest) -> str:
    """The address that e-mails would go to; empty where there is none, or no e-mail leaves this site."""
    if settings.EMAIL_BACKEND == DUMMY or not isinstance(request.user, User):
        return ""
    return request.user.email
