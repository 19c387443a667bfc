"""The only queries of parts in people's care, each for a viewer."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from commonweal.care import access
from commonweal.care.access import Viewer, facts
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.involvements.models import Involvement
from commonweal.care.involvements.rules import Receiver
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

LISTED_AT_MOST = 500


@dataclass(frozen=True)
class Parts:
    """Who works with a person now, and who did: each list the newest first."""

    live: tuple[Involvement, ...]
    past: tuple[Involvement, ...]


@access.for_purpose("direct_care")
def of_person(viewer: Viewer | None, person: UUID) -> Parts:
    """Everybody's part in this person's care; none where the viewer may not see them."""
    found = Involvement.objects.filter(person=person).order_by("-since", "-pk")
    return Parts(
        live=tuple(part for part in found if part.ended is None),
        past=tuple(part for part in found if part.ended is not None),
    )


@access.for_purpose("direct_care")
def seen(viewer: Viewer | None, id: int) -> Involvement | None:
    """One part in somebody's care; None where there is none, or the person is not theirs to see."""
    return Involvement.objects.filter(pk=id).first()


@access.for_purpose("direct_care")
def ours(viewer: Viewer | None) -> list[Involvement]:
    """The parts in people's care that the viewer's team, or organisation, has now; the newest first.

    At most so many; that they were listed is recorded.
    """
    viewer = audit.look(viewer, "search_people", "people.listed", {"worked_with": True})
    live = Involvement.objects.filter(facts.working_with(viewer)).select_related("person")
    return list(live.order_by("-since", "-pk")[:LISTED_AT_MOST])


def one(viewer: Viewer | None, id: int) -> Involvement:
    """The same, NotSeen where there is none."""
    found = seen(viewer, id)
    if found is None:
        raise access.NotSeen
    return found


@access.for_purpose("direct_care")
def is_seen(viewer: Viewer | None, person: UUID) -> bool:
    """Whether this person's page is still the viewer's to open, after what was changed."""
    found = Person.objects.filter(pk=person).first()
    return found is not None and access.may(viewer, "see_person", found).allowed


def is_ours(viewer: Viewer, part: Involvement) -> bool:
    """Whether the viewer is of the team, or of the organisation where no team is named."""
    if part.team:
        return part.team == viewer.team
    return bool(part.organisation) and part.organisation == viewer.organisation


def titles() -> dict[str, str]:
    """What teams and organisations are called, by id and ODS code."""
    declared = blueprint()
    organisations = {one.ods: one.title for one in declared.organisations}
    practices = {one.ods: one.title for one in declared.practices}
    return {**practices, **organisations, **{team.id: team.title for team in declared.teams}}


def title(part: Involvement) -> str:
    """What the team, or the organisation where no team is named, is called."""
    id = part.team or part.organisation
    return titles().get(id, id)


def receivers() -> dict[str, Receiver]:
    """Everybody whom a person's care can be given to, by the id of the team or the ODS code."""
    declared = blueprint()
    teams = {team.id: Receiver(team.organisations[0], team.id) for team in declared.teams}
    codes = [one.ods for one in declared.organisations] + [one.ods for one in declared.practices]
    return {**teams, **{ods: Receiver(ods) for ods in codes}}


def receiver(id: str) -> Receiver:
    """The team or organisation with this id; NotPossible where there is none."""
    try:
        return receivers()[id]
    except KeyError:
        raise NotPossible("receiver", "Choose a team or an organisation") from None
