"""What no entry of homes.yaml can show alone: homes, practices, networks, teams and pathways are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from commonweal.blueprint.draft import Draft, Part
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.homes import Homes
from commonweal.blueprint.naming import known

CARE_HOME = "care_home"


def homes_are_care_homes(draft: Draft) -> Iterator[BlueprintFault]:
    """Each is an organisation of that kind, with a practice, an area and a team that are declared."""
    part = draft.lists.get("homes")
    if part is None:
        return
    kinds = {one.ods: one.kind for _, one in draft.lists["organisations"].entries}
    for place, home in part.entries:
        if kinds.get(home.ods, CARE_HOME) != CARE_HOME:
            message = f"'{home.ods}' is no care home; give the code of one, or change its kind"
            yield part.fault(place, "ods", message=message)
        yield from known(draft, "organisations", part, (place, "ods"), home.ods)
        yield from known(draft, "practices", part, (place, "aligned_practice"), home.aligned_practice)
        yield from known(draft, "areas", part, (place, "network"), home.network)
        yield from known(draft, "teams", part, (place, "coordinator"), home.coordinator)


def beds_are_of_known_types(draft: Draft) -> Iterator[BlueprintFault]:
    """A home has beds of the types that the file names."""
    for part, whole in _read(draft):
        types = {one.id for one in whole.bed_types}
        for place, home in part.entries:
            for kind in sorted(set(home.beds) - types):
                message = f"'{kind}' is no type of bed; bed_types has {', '.join(sorted(types))}"
                yield part.fault(place, "beds", kind, message=message)


def names_of_homes_stand_once(draft: Draft) -> Iterator[BlueprintFault]:
    """Types of bed, elements, points and signs each have an id of their own."""
    for part, whole in _read(draft):
        for key in ("bed_types", "elements", "protocol", "signs"):
            often = Counter(one.id for one in getattr(whole, key))
            for id in (id for id, times in often.items() if times > 1):
                yield part.document.fault((key,), f"'{id}' stands there twice; give each one its own id")


def urgent_calls_are_taken(draft: Draft) -> Iterator[BlueprintFault]:
    """The pathway of urgent calls takes the referrals of care homes; what is asked is an instrument."""
    for part, whole in _read(draft):
        pathways = {one.whole.id: one.whole for one in draft.pathways if one.whole}
        pathway = pathways.get(whole.urgent_pathway)
        if pathway is None:
            message = f"there is no pathway '{whole.urgent_pathway}'; give the id of one in pathways/"
            yield part.document.fault(("urgent_pathway",), message)
        elif CARE_HOME not in pathway.may_refer.organisations:
            message = f"{pathway.id} takes no referral of a care home; add care_home to its may_refer"
            yield part.document.fault(("urgent_pathway",), message)


def homes_name_instruments(draft: Draft) -> Iterator[BlueprintFault]:
    """Every instrument that the file names is there."""
    for part, whole in _read(draft):
        there = {one.whole.id for one in draft.instruments if one.whole}
        named = [("observations", whole.observations)] if whole.observations else []
        named += [("elements", id) for element in whole.elements for id in element.instruments]
        for key, id in named:
            if id not in there:
                message = f"there is no instrument '{id}'; give the id of one in instruments/"
                yield part.document.fault((key,), message)


def _read(draft: Draft) -> Iterator[tuple[Part, Homes]]:
    part = draft.lists.get("homes")
    if part is not None and isinstance(part.whole, Homes):
        yield part, part.whole


RULES = (
    homes_are_care_homes,
    beds_are_of_known_types,
    names_of_homes_stand_once,
    urgent_calls_are_taken,
    homes_name_instruments,
)
