"""What a population page is about, in words: the place, the people counted, and the way back."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from commonweal.care.extents import Extent, Population, blueprint, extent
from commonweal.web import words
from commonweal.web.population.filters import Filters

KINDS = {
    "system": "Whole system",
    "place": "Place",
    "network": "Network",
    "neighbourhood": "Neighbourhood",
    "practice": "Practice",
    "small_area": "Small area",
}
TENTHS = (
    "",
    "most deprived",
    "second most deprived",
    "third most deprived",
    "fourth most deprived",
    "fifth most deprived",
    "fifth least deprived",
    "fourth least deprived",
    "third least deprived",
    "second least deprived",
    "least deprived",
)
Crumb = dict[str, str]


def find(area: str) -> Extent:
    """The area, practice or small area of an address; a page that says there is none otherwise."""
    try:
        return extent(area)
    except KeyError:
        title = blueprint().partnership.title
        raise Http404(f"{title} has no area, practice or small area called ‘{area[:40]}’.") from None


def trail(about: Extent, *, deeper: bool = False) -> list[Crumb]:
    """The way down from the whole partnership to the page before this one."""
    whole = extent(blueprint().partnership.default_area)
    above = [whole, about] if deeper else [whole]
    steps = {one.id: one.title for one in above if deeper or one.id != about.id}
    return [{"text": title, "href": reverse("area", args=[id])} for id, title in steps.items()]


def caption(about: Extent, filters: Filters) -> str:
    """The kind of place, and aloud which of the two populations is counted."""
    if about.kind == "practice":
        return f"{KINDS[about.kind]} {about.id}: people registered with it"
    if about.kind == "small_area":
        decile = next(one.decile for one in blueprint().small_areas if one.code == about.id)
        return (
            f"{KINDS[about.kind]} {about.id}, in the {TENTHS[decile]} tenth of England: people who live in it"
        )
    if filters.population == Population.REGISTERED:
        return f"{KINDS[about.kind]}: people registered with its {_several(about.practices, 'practice')}"
    return f"{KINDS[about.kind]}: people who live in its {_several(about.small_areas, 'small area')}"


def question(about: Extent, filters: Filters) -> str:
    """What the page answers, as its title says it."""
    band = "frailty" if filters.band == "all" else words.BAND_WORDS[filters.band]
    return f"{about.title}: {band}, {filters.who()} {filters.where}"


def _several(members: frozenset[str], noun: str) -> str:
    return f"{len(members)} {noun}{'' if len(members) == 1 else 's'}"
