"""A person's own referrals: where each stands in plain words, who has it, by when, and how it ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.attachments import reads as attached
from commonweal.care.referrals import reads, referring
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.refer import standing
from commonweal.web.refer.choose import offer


@require_safe
@for_viewers
def referrals(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    offered = referring.offered(viewer, "own")
    found = standing.lines(reads.ours(viewer))
    return show(
        request,
        viewer,
        "own/referrals.html",
        title="My referrals",
        at="own-referrals",
        going=[line for line in found if not line.referral.ended],
        ended=[line for line in found if line.referral.ended],
        attached=attached.of_referrals(viewer, [line.referral for line in found]),
        sender=standing.sender,
        offers=[offer(pathway) for pathway in offered],
    )
