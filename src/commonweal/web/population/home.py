"""Where someone lands: the first page of their role, for the area of their post."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.homes import reads as homes
from commonweal.web.frame import people_page
from commonweal.web.page import for_viewers
from commonweal.web.population.about import find

OWN_ADDRESS = (
    "loads",
    "own",
    "refer",
    "referrals",
    "sharing",
    "teams",
    "visits",
)  # pages that are of no area
OF_A_TEAM = ("referrals", "visits")  # pages that show what is sent to the viewer's team


@require_safe
@for_viewers
def home(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    pages = viewer.role.pages
    first = next((page for page in pages if viewer.team or page not in OF_A_TEAM), pages[0])
    if first in OWN_ADDRESS:
        return redirect(first)
    if first == "home":
        return redirect("our-home" if homes.is_home(viewer) else "homes")
    if first == "people":
        return redirect(people_page(viewer, viewer.extent.id))
    return redirect("area", viewer.extent.id)


@require_safe
@for_viewers
def population(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The area chosen in the header, or that of the post."""
    return redirect("area", find(request.GET.get("area") or viewer.extent.id).id)
