"""Which referrals a page of measures is about, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings

from commonweal.blueprint import Pathway
from commonweal.care.extents import blueprint, every
from commonweal.care.measures.models import PERIODS
from commonweal.care.measures.reads import Asked
from commonweal.care.referrals.rules import SOURCES
from commonweal.web.address import NotUnderstood, one_of, query

USUAL = "13"
KINDS = {"area": "Area", "source": "Who referred", "team": "Team"}
LENGTHS = {"4": "Last 4 weeks", "13": "Last 13 weeks", "52": "Last 52 weeks"}
Names = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Filters:
    """What is asked for; `of` is such as `source:practice`, or empty for all referrals."""

    clock: str
    first: str
    of: str = ""
    weeks: str = USUAL

    def address(self, **changes: str) -> str:
        """These filters with some of them changed, as the part of an address behind its page."""
        asked = replace(self, **changes)
        return query(
            {
                "of": asked.of,
                "weeks": "" if asked.weeks == USUAL else asked.weeks,
                "clock": "" if asked.clock == self.first else asked.clock,
            }
        )

    def asked(self, pathway: str) -> Asked:
        """The question to the reads."""
        split, _, value = self.of.partition(":")
        return Asked(pathway, self.clock, self.weeks, split, value)

    @property
    def any(self) -> bool:
        """Whether another view than the usual one is shown."""
        return bool(self.address())


def names() -> Names:
    """What can be asked for, by kind: each id and how it is called."""
    areas = every(settings.BLUEPRINT).values()
    return {
        "area": {one.id: one.title for one in areas if one.kind not in ("practice", "small_area")},
        "source": dict(SOURCES),
        "team": {team.id: team.title for team in blueprint().teams},
    }


def read(asked: Mapping[str, str], pathway: Pathway) -> Filters:
    """The filters of an address; NotUnderstood where it asks for something there is not."""
    clocks = tuple(clock.id for clock in pathway.clocks)
    of = asked.get("of", "")
    kind, _, value = of.partition(":")
    if of and value not in names().get(kind, {}):
        raise NotUnderstood(
            f"‘of={of[:60]}’ is not something this page can show; choose an area, a source or a team."
        )
    weeks = one_of(asked, "weeks", tuple(PERIODS), USUAL)
    return Filters(one_of(asked, "clock", clocks, clocks[0]), clocks[0], of, weeks)
