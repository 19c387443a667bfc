"""Opens a record in an emergency, by NHS number, date of birth and a reason."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Refused, Viewer
from commonweal.care.break_glass import actions, reads
from commonweal.care.break_glass.models import Opening
from commonweal.care.break_glass.rules import AlreadyOpen, NobodyFound
from commonweal.care.people.rules import understood
from commonweal.care.possible import NotPossible
from commonweal.terms import nhs_number
from commonweal.web.emergency.alert import alert
from commonweal.web.frame import show
from commonweal.web.page import for_viewers

NOBODY = "Nobody who can be opened has this NHS number and this date of birth. Check both, digit by digit."


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def open_record(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    decision = reads.may_open(viewer)
    if not decision.allowed:
        raise Refused(decision)
    fault: dict[str, str] = {}
    if request.method == "POST":
        try:
            opening = _opened(viewer, request.POST)
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        except AlreadyOpen as there:
            return redirect("person", there.person)
        except NobodyFound:
            fault = {"nhs_number": NOBODY}
        else:
            alert(request)
            return redirect("person", opening.person_id)
    return show(
        request,
        viewer,
        "emergency/open.html",
        title="Open a record in an emergency",
        at="people",
        status=400 if fault else 200,
        said=request.POST,
        fault=fault,
        minutes=settings.OPENING_MINUTES,
    )


def _opened(viewer: Viewer, said: Mapping[str, str]) -> Opening:
    number = nhs_number.normal(said.get("nhs_number", ""))
    if number is None:
        raise NotPossible("nhs_number", "Type all ten digits of an NHS number")
    born = understood(said.get("born", "")[:40]).birth_date
    if born is None:
        raise NotPossible("born", "Type a date of birth, such as 3 May 1936")
    reason = said.get("reason", "")[:1000]
    return actions.open_record(by=viewer, nhs_number=number, birth_date=born, reason=reason)
