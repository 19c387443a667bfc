"""The home says how many beds it has of each type, and how many of them are free."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Viewer
from commonweal.care.homes import reads, saying
from commonweal.care.homes.reads import Standing
from commonweal.care.homes.saying import Bedcount
from commonweal.care.possible import NotPossible
from commonweal.web.frame import show
from commonweal.web.homes import wording
from commonweal.web.homes.home import step, trail
from commonweal.web.page import for_viewers

LONGEST = 6


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def beds(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    viewer, _ = reads.ours(viewer)
    standing = reads.standing(viewer, viewer.organisation)
    fault: dict[str, str] = {}
    if request.method == "POST":
        try:
            rows = saying.say_beds(viewer, _typed(request.POST))
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        else:
            free = sum(row.free for row in rows)
            messages.success(request, f"{free} free {'bed' if free == 1 else 'beds'}: said, for all to see.")
            return redirect("our-home")
    terms = reads.terms()
    return show(
        request,
        viewer,
        "homes/beds.html",
        at="home",
        title="Which beds are free?",
        trail=trail(viewer, step(viewer, viewer.organisation)),
        status=400 if fault else 200,
        types=terms.bed_types if terms else (),
        said=request.POST or _before(standing),
        before={one.kind: one for one in standing.beds},
        told=reads.beds_before(viewer, viewer.organisation),
        titles={one.id: one.title for one in terms.bed_types} if terms else {},
        wording=wording,
        fault=fault,
    )


def _typed(said: Mapping[str, str]) -> dict[str, Bedcount]:
    """The types of which it was typed how many are free; what is no number is refused with its field."""
    terms = reads.terms()
    kinds = [one.id for one in terms.bed_types] if terms else []
    given = [kind for kind in kinds if said.get(f"free-{kind}", "").strip()]
    return {
        kind: Bedcount(
            _number(said.get(f"beds-{kind}", "")),
            _number(said.get(f"free-{kind}", "")),
            said.get(f"note-{kind}", ""),
        )
        for kind in given
    }


def _number(words: str) -> int | None:
    text = words.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST else None


def _before(home: Standing) -> dict[str, str]:
    """What was said last: how many beds there are. How many are free is asked anew each time."""
    return {f"beds-{one.kind}": str(one.beds) for one in home.beds}
