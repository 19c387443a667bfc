"""What stands around every page: the partnership, who is looking and as what, and where they can go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from markupsafe import Markup

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.access.facts import WRITTEN
from commonweal.care.break_glass import reads as emergencies
from commonweal.care.extents import Extent, blueprint, every
from commonweal.care.homes import reads as homes
from commonweal.care.notices import reads as notices
from commonweal.care.people.models import Person
from commonweal.care.prepared import Question
from commonweal.care.published import reads
from commonweal.care.published.reads import Freshness
from commonweal.care.tasks import reads as tasks
from commonweal.web.emergency.banner import banner
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
    opens_in_emergency: bool
    reads_loads: bool
    suppressed: bool
    navigation: tuple[Item, ...]
    areas: Markup
    ending: tuple[Ending, ...]


def frame(viewer: Viewer, *, at: str, area: str, several_posts: bool) -> Frame:
    """Around a page of the part `at` of the site (a page of a role, openings, or none) about `area`."""
    return Frame(
        partnership=blueprint().partnership.title,
        name=viewer.name,
        role="Your own record" if viewer.person else f"{viewer.role.title}, {viewer.extent.title}",
        purpose="" if viewer.person else PURPOSES[viewer.role.purpose],
        several_posts=several_posts,
        finds_people=access.may(viewer, "search_people").allowed,
        opens_in_emergency=emergencies.may_open(viewer).allowed,
        reads_loads=access.may(viewer, "see_loads").allowed,
        suppressed=not viewer.cares,
        navigation=_navigation(viewer, at, area),
        areas=_areas(str(settings.BLUEPRINT), area if access.may(viewer, "see_population").allowed else ""),
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
    person: Person | None = None,
    **context: Any,
) -> HttpResponse:
    """A page with its frame, and the refresh its numbers come from at its foot.

    One about a `person` says so where their record was opened in an emergency.
    """
    refresh = reads.freshness(viewer)
    several_posts = getattr(request, "several_posts", False)
    framed = frame(viewer, at=at, area=area or viewer.extent.id, several_posts=several_posts)
    around = {
        "frame": framed,
        "person": person,
        "opened": banner(viewer, person.pk) if person else None,
        "refresh": refresh,
        "footer": _footer(refresh, framed.reads_loads, framed.suppressed, timezone.localdate()),
    }
    return render(request, template, {**around, **context}, status=status)


def asked_around(viewer: Viewer) -> Iterator[Question]:
    """What every page asks for its frame."""
    yield WRITTEN
    yield reads.WHICH
    if notices.is_told(viewer):
        yield notices.count_of(viewer)
    if "tasks" in viewer.role.pages:
        yield tasks.count_of(viewer)


@lru_cache(maxsize=100)
def _footer(refresh: Freshness | None, reads_loads: bool, suppressed: bool, today: date) -> Markup:
    """The same for all who see as much, all day: moments in it are said as of `today`."""
    sources = sorted({load["source"] for load in refresh.loads}) if refresh else []
    told = {"refresh": refresh, "sources": sources, "reads_loads": reads_loads, "suppressed": suppressed}
    return Markup(render_to_string("parts/footer.html", told))  # noqa: S704  # the template escapes


def _navigation(viewer: Viewer, at: str, area: str) -> tuple[Item, ...]:
    lists = access.may(viewer, "list_people").allowed
    own = homes.is_home(viewer)
    return (*_pages(viewer.role.pages, at, area or viewer.extent.id, lists, own), *_more(viewer, at))


@lru_cache(maxsize=5000)
def _pages(pages: tuple[str, ...], at: str, where: str, lists: bool, own_home: bool) -> tuple[Item, ...]:
    """Those of a role, which are the same until the blueprint is another."""
    known = {
        "own": ("My record", reverse("own")),
        "population": ("Population", reverse("area", args=[where])),
        "referrals": ("Referrals", reverse("referrals")),
        "visits": ("My visits", reverse("visits")),
        "caseload": ("Caseload", reverse("caseload")),
        "meetings": ("Meetings", reverse("meetings")),
        "people": ("People", _people_page(where, lists)),
        "refer": ("Refer", reverse("refer")),
        "teams": ("Teams", reverse("teams")),
        "home": ("Our home", reverse("our-home")) if own_home else ("Homes", reverse("homes")),
        "identity": ("Identity", reverse("identity")),
        "loads": ("Loads", reverse("loads")),
        "sharing": ("Sharing", reverse("sharing")),
    }
    return tuple(
        Item(text, href, "true" if page == at else "")
        for page, (text, href) in known.items()
        if page in pages
    )


def people_page(viewer: Viewer, where: str) -> str:
    """The list of an area, or of those whom their team works with where no agreement opens such a list."""
    return _people_page(where, access.may(viewer, "list_people").allowed)


def _people_page(where: str, lists: bool) -> str:
    return reverse("people", args=[where]) if lists else reverse("our-people")


def _more(viewer: Viewer, at: str) -> Iterator[Item]:
    """How many notices and emergencies wait, for those who answer them; for a person, their further pages."""
    if notices.is_told(viewer):
        waiting = notices.waiting_count(viewer)
        number = f"{waiting - 1}+" if waiting == notices.COUNTED_AT_MOST else str(waiting)
        said = f"Notices ({number})" if waiting else "Notices"
        yield Item(said, reverse("notices"), "true" if at == "notices" else "")
    if tasks.is_told(viewer):
        waiting = tasks.waiting_count(viewer)
        number = f"{waiting - 1}+" if waiting == tasks.COUNTED_AT_MOST else str(waiting)
        yield Item(f"Tasks ({number})", reverse("tasks"), "true" if at == "tasks" else "")
    if emergencies.reviews(viewer):
        waiting = emergencies.waiting(viewer)
        said = f"To review ({waiting})" if waiting else "To review"
        yield Item(said, reverse("openings"), "true" if at == "openings" else "")
    if "own" in viewer.role.pages:
        yield Item("My plan", reverse("own-plan"), "true" if at == "own-plan" else "")
        yield Item("Around me", reverse("own-around"), "true" if at == "own-around" else "")
        yield Item("To be done", reverse("own-tasks"), "true" if at == "own-tasks" else "")
        yield Item("My referrals", reverse("own-referrals"), "true" if at == "own-referrals" else "")
        yield Item("My assessments", reverse("own-assessments"), "true" if at == "own-assessments" else "")
        yield Item("My choices", reverse("own-choices"), "true" if at == "own-choices" else "")
        yield Item("Who looked", reverse("own-looked"), "true" if at == "own-looked" else "")


@lru_cache(maxsize=1000)
def _areas(folder: str, here: str) -> Markup:
    """The choices of the area switcher, which every page has and no page changes; none without an area."""
    if not here:
        return Markup()
    return Markup("").join(
        Markup('<optgroup label="{}">{}</optgroup>').format(title, _options(areas, here))
        for title, areas in _areas_of(folder)
    )


def _options(areas: tuple[Extent, ...], here: str) -> Markup:
    chosen = {here: Markup(" selected")}
    option = Markup('<option value="{}"{}>{}</option>')
    return Markup("").join(option.format(one.id, chosen.get(one.id, ""), one.title) for one in areas)


@cache
def _areas_of(folder: str) -> tuple[tuple[str, tuple[Extent, ...]], ...]:
    declared = every(folder).values()
    groups = ((title, tuple(one for one in declared if one.kind == kind)) for kind, title in KINDS.items())
    return tuple((title, areas) for title, areas in groups if areas)
