"""What is not wrong with a pathway, and yet asks for an instrument that nobody has declared."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.partnership import Blueprint
from commonweal.blueprint.wording import did_you_mean


def warnings(blueprint: Blueprint) -> Iterator[BlueprintFault]:
    """One for each instrument of a pathway that has no file, where the partnership has such files at all."""
    known = [name for instrument in blueprint.instruments for name in instrument.names]
    for pathway in blueprint.pathways if known else ():
        for place, asked in enumerate(pathway.instruments):
            if asked.id not in known:
                remedy = did_you_mean(asked.id, known, "add its file, so that it can be filled in and scored")
                message = f"instruments/ does not declare '{asked.id}'; {remedy}"
                yield blueprint.documents[pathway.name].fault(("instruments", place, "id"), message)
