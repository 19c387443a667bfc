"""Who is on the end-of-life register, whose review is overdue, and whether preferences were met."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.end_of_life import listed, rules
from commonweal.care.end_of_life.listed import Register
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.list import titles


@require_safe
@for_viewers
def register(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    named = titles()
    practice = request.GET.get("practice", "")
    practice = practice if practice in named else ""
    team = viewer.team if request.GET.get("whose") == "ours" else ""
    found = listed.register(viewer, practice=practice, team=team)
    return show(
        request,
        viewer,
        "end_of_life/register.html",
        title="The end-of-life register",
        at="caseload",
        found=found,
        answer=answer(found),
        outcomes=listed.outcomes(viewer),
        practices=[(code, named.get(code, code)) for code in found.practices],
        named=named,
        chosen={"practice": practice, "whose": "ours" if team else ""},
        at_most=listed.LISTED_AT_MOST,
        rules=rules,
    )


def answer(found: Register) -> str:
    """Who is on it, and what is still to be done."""
    if not found.total:
        return "Nobody whom you may see is on the register here."
    whom = "person is" if found.total == 1 else "people are"
    late = (
        f"{found.overdue} should have been looked at again by now"
        if found.overdue
        else "no review is overdue"
    )
    known = len(found.lines) - found.with_place
    asked = f"of {known} it is not known where they would prefer to die" if known else ""
    return f"{found.total} {whom} on the register; {late}{'; ' + asked if asked else ''}."
