"""Who lives in the care home that the viewer works for."""

from __future__ import annotations

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.people.models import Person

LISTED_AT_MOST = 500


@access.for_purpose("direct_care")
def residents(viewer: Viewer | None) -> list[Person]:
    """Those of them whom the viewer may see, by name; nobody, and nothing recorded, for all other posts."""
    if viewer is None or not viewer.organisation or not access.may(viewer, "search_people").allowed:
        return []
    seen = access.visible(viewer, "demographics")
    found = Person.objects.filter(seen, care_home=viewer.organisation, death_date=None)
    people = list(found.order_by("family", "given", "pk")[:LISTED_AT_MOST])
    if people:
        audit.look(viewer, "search_people", "people.listed", {"residents": True})
    return people
