"""Which number an address names: of a measure, an area or a group of it, on the newest day or the earlier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.care import access
from commonweal.care.access import Refused, Viewer
from commonweal.care.extents import blueprint
from commonweal.care.population import groups, reads
from commonweal.care.population.parted import parted
from commonweal.care.population.reads import Cell, Measured
from commonweal.web.address import NotUnderstood, one_of
from commonweal.web.population import counting, measured
from commonweal.web.population.leads import EARLIER, Leads, leads
from commonweal.web.population.measured import Asked

SLOPES = {
    groups.SLOPE_OF: "slope, the most deprived less the least",
    groups.RELATIVE_OF: "relative index, the most deprived over the least",
}


@dataclass(frozen=True)
class Number:
    """The number that an address names; `cell` is empty where nothing is published of it."""

    asked: Asked
    of: str
    found: Measured
    leads: Leads

    @property
    def cell(self) -> Cell | None:
        return self.found.cell(self.asked.about.id, self.asked.measure.id, *parted(self.of))

    @property
    def by(self) -> str:
        return parted(self.of)[0]

    @property
    def exact(self) -> bool:
        return self.asked.about.id in self.found.exact and self.asked.measure.kind != "cost"

    @property
    def group(self) -> str:
        """Of whom it is, within the area, in words; empty where it is of everybody."""
        by, group = parted(self.of)
        return SLOPES[group] if by == groups.SLOPE else counting.titled(self.of) if self.of else ""


def read(said: Mapping[str, str], viewer: Viewer, area: str) -> Number:
    """NotUnderstood where there is no such measure, group or day; costs are for those who may see them."""
    asked = measured.read(said, area, measured.known(), "people")
    of, on = said.get("of", ""), one_of(said, "on", ("", EARLIER), "")
    if of and not counting.is_measured(of) and of not in {f"{groups.SLOPE}:{one}" for one in SLOPES}:
        raise NotUnderstood(f"‘of={of[:40]}’ is nothing that people are told apart by here.")
    if asked.measure.kind == "cost" and not (decision := access.may(viewer, "see_cost")).allowed:
        raise Refused(decision)
    by = parted(of)[0]
    found = reads.measured(
        viewer,
        {asked.about.id, blueprint().partnership.default_area},
        asked.population,
        by={"", by, groups.DECLARED} | ({groups.DEPRIVATION} if by == groups.SLOPE else set()),
        measures={"people", asked.measure.id},
        earlier=bool(on),
    )
    return Number(asked, of, found, leads(viewer, found, earlier=bool(on)))
