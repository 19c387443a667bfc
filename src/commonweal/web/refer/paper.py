"""A paper that is attached to a referral, to take away: never shown inside a page of ours."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.attachments import reads, rules
from commonweal.web.page import for_viewers

ALONE = {"default-src": ["'none'"], "sandbox": [True]}  # whatever is in it runs and loads nothing


@require_safe
@for_viewers
def paper(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    found = reads.opened(viewer, id)
    plain = "; charset=utf-8" if found.kind == rules.PLAIN else ""
    response = HttpResponse(bytes(found.content), content_type=found.kind + plain)
    name = rules.download_name(found.name, found.kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response._csp_config = ALONE  # type: ignore[attr-defined]  # the middleware reads it there
    return response
