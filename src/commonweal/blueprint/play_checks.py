"""What no entry of play.yaml can show alone: that there is such a pathway."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint.draft import Draft
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.wording import did_you_mean


def arrivals_are_on_pathways(draft: Draft) -> Iterator[BlueprintFault]:
    part = draft.lists.get("play")
    if part is None:
        return
    there = {name for pathway in draft.pathways if (name := pathway.text("id"))}
    for place, arrivals in part.entries:
        if arrivals.pathway not in there:
            remedy = did_you_mean(
                arrivals.pathway, there, "add its file to pathways/, or take this entry out"
            )
            message = f"there is no pathway '{arrivals.pathway}'; {remedy}"
            yield part.fault(place, "pathway", message=message)


RULES = (arrivals_are_on_pathways,)
