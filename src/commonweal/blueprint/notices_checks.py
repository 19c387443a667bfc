"""What no entry of notices.yaml can show alone: the teams, roles and organisations that it names are here."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint.draft import Draft
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.naming import known


def addresses_are_of_those_here(draft: Draft) -> Iterator[BlueprintFault]:
    part = draft.lists.get("notices")
    if part is None:
        return
    for place, address in part.entries:
        if address.team:
            yield from known(draft, "teams", part, (place, "team"), address.team)
        if address.organisation and address.organisation not in draft.lists["practices"].known:
            yield from known(draft, "organisations", part, (place, "organisation"), address.organisation)
        for item, role in enumerate(address.roles):
            yield from known(draft, "roles", part, (place, "roles", item), role)


RULES = (addresses_are_of_those_here,)
