"""How many people a team around practices looks after, held against how many it should."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.care.extents import blueprint


@dataclass(frozen=True)
class Population:
    """People registered where a team works, and the range its kind should stay in."""

    people: int
    fewest: int
    most: int
    source: str

    @property
    def fits(self) -> bool:
        return self.fewest <= self.people <= self.most

    @property
    def says(self) -> str:
        """within, more than or fewer than what such a team should look after."""
        if self.fits:
            return "within"
        return "more than" if self.people > self.most else "fewer than"


def population(team: str) -> Population | None:
    """None for a team that is not one around practices."""
    declared = blueprint()
    found = next((one for one in declared.teams if one.id == team), None)
    people = declared.around_practices(found) if found else None
    if people is None:
        return None
    should = declared.partnership.around_practices
    return Population(people, should.fewest, should.most, should.source)
