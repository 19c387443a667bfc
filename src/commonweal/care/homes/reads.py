"""The only queries of homes: which there are, what beds they say they have, who may act for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from commonweal.blueprint.homes import Home, Homes
from commonweal.blueprint.sharing import Category
from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.homes.models import BedsSaid
from commonweal.care.people.models import Person

PAGE = "home"
NO_HOME = "there is no such care home here, or it is not yours to see"
NOT_A_HOME = "your organisation is no care home"
NOT_SEEN = Decision(False, access.viewer.NOT_SEEN)


@dataclass(frozen=True)
class Beds:
    """Beds of one type as the home said last; without a moment where it said nothing yet."""

    kind: str
    title: str
    beds: int
    free: int | None
    said: datetime | None = None
    by: str = ""
    note: str = ""
    stale: bool = False

    @property
    def taken(self) -> int | None:
        """How many of them somebody lives in."""
        return None if self.free is None else self.beds - self.free


@dataclass(frozen=True)
class Standing:
    """A home as it is declared, and its beds as it says."""

    ods: str
    title: str
    declared: Home | None
    beds: tuple[Beds, ...]

    @property
    def free(self) -> int:
        """Free beds that were said lately enough to rely on."""
        return sum(one.free or 0 for one in self.beds if not one.stale)

    @property
    def said(self) -> datetime | None:
        """When it last said anything of its beds."""
        return max((one.said for one in self.beds if one.said), default=None)

    @property
    def occupied(self) -> int | None:
        """Of a hundred beds of which it was said, how many are taken; None where nothing was said."""
        told = [one for one in self.beds if one.free is not None]
        beds = sum(one.beds for one in told)
        return round(100 * sum(one.taken or 0 for one in told) / beds) if beds else None


def titles() -> dict[str, str]:
    """What the care homes of the partnership are called, by ODS code."""
    return {one.ods: one.title for one in blueprint().organisations if one.kind == "care_home"}


def declared(ods: str) -> Home | None:
    """What homes.yaml says of a home; None where it does not name it."""
    return next((one for one in blueprint().homes if one.ods == ods), None)


def terms() -> Homes | None:
    """What homes.yaml says of all homes; None where the partnership has no such file."""
    return blueprint().care_homes


def is_home(viewer: Viewer | None) -> bool:
    """Whether the viewer works for a care home."""
    return viewer is not None and viewer.organisation in titles()


def at_work(viewer: Viewer | None, ods: str = "") -> tuple[Viewer, Decision]:
    """The viewer, where homes are a part of their work, this one where it is named; else it is refused."""
    decision = access.teamwork(viewer, PAGE)
    if viewer and decision.allowed and ods:
        theirs = viewer.organisation == ods if is_home(viewer) else ods in titles()
        decision = decision if theirs else Decision(False, NO_HOME)
    if viewer is None or not decision.allowed:
        audit.refused("home.refused", by=viewer, because=decision.because, detail={"home": ods[:20]})
        raise access.NotSeen if decision.because == NO_HOME else Refused(decision)
    return viewer, decision


def ours(viewer: Viewer | None) -> tuple[Viewer, Decision]:
    """The viewer, where they work for a care home; a refusal is recorded and raised."""
    viewer, decision = at_work(viewer)
    if not is_home(viewer):
        audit.refused("home.refused", by=viewer, because=NOT_A_HOME)
        raise Refused(Decision(False, NOT_A_HOME))
    return viewer, decision


def person(viewer: Viewer, id: UUID, category: Category) -> tuple[Person, Decision]:
    """Somebody of whom the viewer may see this; NotSeen, which is recorded, where they may not."""
    found = Person.objects.filter(pk=id).first()
    decision = access.decide(viewer, category, found) if found else NOT_SEEN
    if found is None or not decision.allowed:
        audit.refused("home.refused", by=viewer, because=decision.because, detail={"person": str(id)})
        raise access.NotSeen
    return found, decision


@access.for_purpose("direct_care")
def homes(viewer: Viewer | None, *, deed: str = "homes.listed") -> list[Standing]:
    """Every home with the beds it says it has, those with the most free ones first; recorded as `deed`."""
    viewer, decision = at_work(viewer)
    audit.record(deed, by=viewer, clause=decision.clause, because=decision.because, detail={})
    said = _newest(BedsSaid.objects.order_by("home", "kind", "-recorded", "-pk"))
    found = [_standing(ods, title, said) for ods, title in titles().items()]
    return sorted(found, key=lambda one: (-one.free, one.title))


@access.for_purpose("direct_care")
def standing(viewer: Viewer | None, ods: str) -> Standing:
    """One home; NotSeen where there is none, or the viewer is of another."""
    at_work(viewer, ods)
    said = _newest(BedsSaid.objects.filter(home=ods).order_by("home", "kind", "-recorded", "-pk"))
    return _standing(ods, titles()[ods], said)


@access.for_purpose("direct_care")
def beds_before(viewer: Viewer | None, ods: str) -> list[BedsSaid]:
    """What a home said of its beds, the newest first."""
    at_work(viewer, ods)
    return list(BedsSaid.objects.filter(home=ods).order_by("-recorded", "-pk")[:50])


def _newest(said: QuerySet[BedsSaid]) -> dict[tuple[str, str], BedsSaid]:
    found: dict[tuple[str, str], BedsSaid] = {}
    for one in said.distinct("home", "kind"):
        found[one.home, one.kind] = one
    return found


def _standing(ods: str, title: str, said: dict[tuple[str, str], BedsSaid]) -> Standing:
    known, home = terms(), declared(ods)
    kinds = [one.id for one in known.bed_types] if known else []
    kinds += sorted({kind for where, kind in said if where == ods} - {*kinds})
    beds = [_beds(ods, kind, home, said.get((ods, kind))) for kind in kinds]
    return Standing(ods, title, home, tuple(one for one in beds if one))


def _beds(ods: str, kind: str, home: Home | None, said: BedsSaid | None) -> Beds | None:
    known = terms()
    title = known.bed_type(kind) if known else kind
    if said is None:
        number = home.beds.get(kind, 0) if home else 0
        return Beds(kind, title, number, None, stale=True) if number else None
    old = timedelta(days=known.stale_after_days if known else 7)
    stale = said.recorded + old < moments.now()
    return Beds(kind, title, said.beds, said.free, said.recorded, said.by_name, said.note, stale)
