"""What is not wrong with a team, and yet makes it larger or smaller than one around practices should be."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.partnership import Blueprint


def warnings(blueprint: Blueprint) -> Iterator[BlueprintFault]:
    """One for each team around practices whose registered population is out of the range."""
    should = blueprint.partnership.around_practices
    for place, team in enumerate(blueprint.teams):
        people = blueprint.around_practices(team)
        if people is not None and not should.fewest <= people <= should.most:
            yield blueprint.documents["teams.yaml"].fault(
                ("teams", place, "area"),
                f"{people:,} people are registered where '{team.id}' works; a team around practices looks"
                f" after {should.fewest:,} to {should.most:,} ({should.source}); change its area, or the"
                " range in partnership.yaml",
            )
