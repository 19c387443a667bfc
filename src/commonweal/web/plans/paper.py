"""The plan as a PDF file with tags, which a screen reader can read; as it stands, or in easy words."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.extents import blueprint
from commonweal.care.plans import reads
from commonweal.care.plans.models import PlanPhoto
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.plans.plan import shown
from commonweal.web.plans.whose import around

# In a process of its own: one that hangs or lacks its libraries takes no page with it.
MAKES = (sys.executable, "-m", "weasyprint", "--quiet", "--pdf-variant", "pdf/ua-1", "-", "-")
SECONDS = 30


class NoPaper(Exception):
    """This machine cannot make PDF files."""


@require_safe
@for_viewers
def plan_file(request: HttpRequest, viewer: Viewer, id: UUID | None = None) -> HttpResponse:
    return _file(request, viewer, id, easy=False)


@require_safe
@for_viewers
def easy_file(request: HttpRequest, viewer: Viewer, id: UUID | None = None) -> HttpResponse:
    return _file(request, viewer, id, easy=True)


def pdf(page: str) -> bytes:
    """The page as PDF/UA; NoPaper where the machine lacks what makes it."""
    try:
        made = subprocess.run(MAKES, input=page.encode(), capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        raise NoPaper from None
    if made.returncode or not made.stdout.startswith(b"%PDF"):
        raise NoPaper
    return made.stdout


def _within(photo: PlanPhoto | None) -> str:
    """The photo as an address that holds it: what makes the file reads nothing of this site."""
    return f"data:{photo.kind};base64,{b64encode(photo.content).decode()}" if photo else ""


def _file(request: HttpRequest, viewer: Viewer, id: UUID | None, *, easy: bool) -> HttpResponse:
    opened = reads.plan(viewer, id, deed="plan.printed")
    said = {**around(viewer, opened.person, id), **shown(opened)}
    name = f"{opened.person.given} {opened.person.family}"
    page = render_to_string(
        "plans/paper.html",
        {
            **said,
            "title": f"Plan of {name}",
            "easy": easy,
            "viewer": viewer,
            "photo": _within(opened.photo),
            "now": moments.now(),
            "partnership": blueprint().partnership.title,
        },
    )
    try:
        content = pdf(page)
    except NoPaper:
        return show(
            request, viewer, "plans/no_paper.html", **{**said, "title": "No PDF file here"}, status=503
        )
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="plan{"-in-easy-words" if easy else ""}.pdf"'
    return answer
