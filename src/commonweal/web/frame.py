"""What stands around every page: the partnership, who is looking and as what, and where they can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import User
from commonweal.care.extents import Extent, blueprint, every
from commonweal.care.published import reads
from commonweal.care.published.reads import Freshness
from commonweal.web.sharing.ending import Ending, ending

PURPOSES = {
    "direct_care": "direct care",
    "planning": "planning",
    "finance": "finance",
    "oversight": "oversight",
}
KINDS = {  # in the order that the area switcher lists them; small areas are reached by map and table
    "system": "Whole system",
    "place": "Places",
    "network": "Networks",
    "neighbourhood": "Neighbourhoods",
    "practice": "Practices",
}


@dataclass(frozen=True)
class Item:
    text: str
    href: str
    current: str = ""


@dataclass(frozen=True)
class Frame:
    partnership: str
    name: str
    role: str
    purpose: str
    several_posts: bool
    finds_people: bool
    reads_loads: bool
    suppressed: bool
    navigation: tuple[Item, ...]
    areas: tuple[tuple[str, tuple[Extent, ...]], ...]
    area: str
    ending: tuple[Ending, ...]


def frame(viewer: Viewer, *, at: str, area: str, several_posts: bool) -> Frame:
    """Around a page of the part `at` of the site (population, people, loads, sharing or none) about `area`."""
    return Frame(
        partnership=blueprint().partnership.title,
        name=viewer.name,
        role=f"{viewer.role.title}, {viewer.extent.title}",
        purpose=PURPOSES[viewer.role.purpose],
        several_posts=several_posts,
        finds_people=access.may(viewer, "search_people").allowed,
        reads_loads=access.may(viewer, "see_loads").allowed,
        suppressed=not viewer.cares,
        navigation=_navigation(viewer, at, area),
        areas=_areas() if access.may(viewer, "see_population").allowed else (),
        area=area,
        ending=ending(viewer, at),
    )


def show(
    request: HttpRequest,
    viewer: Viewer,
    template: str,
    *,
    at: str = "",
    area: str = "",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page with its frame, and the refresh its numbers come from at its foot."""
    refresh = reads.freshness(viewer)
    around = {
        "frame": frame(viewer, at=at, area=area or viewer.extent.id, several_posts=_several_posts(request)),
        "refresh": refresh,
        "sources": _sources(refresh),
    }
    return render(request, template, {**around, **context}, status=status)


def _several_posts(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and len(accounts.posts(request.user)) > 1


def _sources(refresh: Freshness | None) -> list[str]:
    return sorted({load["source"] for load in refresh.loads}) if refresh else []


def _navigation(viewer: Viewer, at: str, area: str) -> tuple[Item, ...]:
    where = area or viewer.extent.id
    known = {
        "population": ("Population", reverse("area", args=[where])),
        "people": ("People", reverse("people", args=[where])),
        "loads": ("Loads", reverse("loads")),
        "sharing": ("Sharing", reverse("sharing")),
    }
    return tuple(
        Item(text, href, "true" if page == at else "")
        for page, (text, href) in known.items()
        if page in viewer.role.pages
    )


def _areas() -> tuple[tuple[str, tuple[Extent, ...]], ...]:
    declared = every(blueprint().path).values()
    groups = ((title, tuple(one for one in declared if one.kind == kind)) for kind, title in KINDS.items())
    return tuple((title, areas) for title, areas in groups if areas)
