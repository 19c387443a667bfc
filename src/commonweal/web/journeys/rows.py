"""The stretches of a journey in the order of time, numbered as picture, table and file have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commonweal.care.referrals.journeys import Gap, Journey, Leg, Span
from commonweal.web.refer.standing import called, owner

WAITS, WITH, NOBODY = "waiting", "with somebody", "with nobody here"


@dataclass(frozen=True)
class Row:
    """One stretch in words; `leg` is its place among the legs, None where nobody here had the person."""

    number: int
    owner: str
    stage: str
    starts: datetime
    ends: datetime
    kind: str
    because: str
    leg: int | None
    reference: str

    @property
    def lasts(self) -> timedelta:
        return self.ends - self.starts


def rows(journey: Journey) -> list[Row]:
    """Every stretch and gap, the first one first."""
    found: list[tuple[datetime, int | None, Leg | None, Span | Gap]] = [
        (span.starts, place, leg, span) for place, leg in enumerate(journey.legs) for span in leg.spans
    ]
    found += [(gap.starts, None, None, gap) for gap in journey.gaps]
    found.sort(key=lambda one: (one[0], -1 if one[1] is None else one[1]))
    return [_row(number, place, leg, one) for number, (_, place, leg, one) in enumerate(found, 1)]


def lanes(legs: Sequence[Leg]) -> list[int]:
    """The line on which each leg is drawn, the first one that is free: one after the other is one line."""
    ends: list[datetime] = []
    found = []
    for leg in legs:
        lane = next((place for place, end in enumerate(ends) if end <= leg.starts), len(ends))
        ends[lane : lane + 1] = [leg.ends]
        found.append(lane)
    return found


def _row(number: int, place: int | None, leg: Leg | None, one: Span | Gap) -> Row:
    if isinstance(one, Gap):
        went = f"went on with {owner(one.owner)}; nothing of it is known here" if one.owner else ""
        return Row(number, "Nobody here", "Between referrals", one.starts, one.ends, NOBODY, went, None, "")
    return Row(
        number,
        called(one.owner),
        one.stage,
        one.starts,
        one.ends,
        WAITS if one.waits else WITH,
        one.because,
        place,
        leg.reference if leg else "",
    )
