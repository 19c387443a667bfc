"""Every care home and the beds it says are free, for whoever looks for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.extents import blueprint, extent
from commonweal.care.homes import reads
from commonweal.care.homes.reads import Beds, Standing
from commonweal.care.involvements.reads import titles
from commonweal.web.address import one_of
from commonweal.web.frame import show
from commonweal.web.homes.wording import ago
from commonweal.web.page import for_viewers
from commonweal.web.spreadsheet import filename, spreadsheet

ANY = "any"


@dataclass(frozen=True)
class Line:
    """One home in the list: its beds of the types that are asked for."""

    home: Standing
    beds: tuple[Beds, ...]
    practice: str
    network: str

    @property
    def free(self) -> int:
        """Said lately enough to rely on."""
        return sum(one.free or 0 for one in self.beds if not one.stale)


@require_safe
@for_viewers
def homes(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    if reads.is_home(viewer):
        return redirect("our-home")
    kind, only = _asked(request)
    found = lines(reads.homes(viewer), kind, only_free=only)
    return show(
        request,
        viewer,
        "homes/list.html",
        at="home",
        title="Care homes",
        lines=found,
        free=sum(one.free for one in found),
        kinds=_kinds(),
        kind=kind,
        only=only,
        stale_after=_stale_after(),
        ago=ago,
        here=reverse("homes"),
    )


@require_safe
@for_viewers
def homes_file(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    """One row for each home and type of bed."""
    kind, only = _asked(request)
    rows = [
        (
            line.home.ods,
            line.home.title,
            beds.title,
            beds.beds,
            beds.free,
            beds.said.isoformat() if beds.said else "",
            "yes" if beds.stale else "no",
            beds.note,
            line.practice,
            line.network,
        )
        for line in lines(reads.homes(viewer, deed="homes.exported"), kind, only_free=only)
        for beds in line.beds
    ]
    head = ("code", "home", "type", "beds", "free", "said", "out_of_date", "note", "practice", "network")
    return spreadsheet(filename(None, "free beds", moments.today().isoformat()), head, rows)


def lines(found: list[Standing], kind: str, *, only_free: bool) -> list[Line]:
    """The homes with the beds asked for, those with the most free ones first."""
    made = [_line(one, kind) for one in found]
    kept = [one for one in made if one.free or not only_free]
    return sorted(kept, key=lambda one: (-one.free, one.home.title))


def _line(home: Standing, kind: str) -> Line:
    beds = tuple(one for one in home.beds if kind in (ANY, one.kind))
    declared = home.declared
    practice = titles().get(declared.aligned_practice, "") if declared else ""
    return Line(home, beds, practice, extent(declared.network).title if declared else "")


def _asked(request: HttpRequest) -> tuple[str, bool]:
    kind = one_of(request.GET, "type", (ANY, *(id for id, _ in _kinds())), ANY)
    return kind, one_of(request.GET, "free", ("all", "only"), "all") == "only"


def _kinds() -> list[tuple[str, str]]:
    terms = blueprint().care_homes
    return [(one.id, one.title) for one in terms.bed_types] if terms else []


def _stale_after() -> timedelta:
    terms = reads.terms()
    return timedelta(days=terms.stale_after_days if terms else 7)
