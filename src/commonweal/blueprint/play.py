"""play.yaml: how many referrals come in on each pathway, and when, where a partnership is played."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from commonweal.blueprint.shapes import Answered, Shape
from commonweal.blueprint.words import OneLine, Slug, Whole

Rhythm = Literal["any_hour", "daytime", "working_week"]


class Arrivals(Shape):
    """How referrals come in on one pathway."""

    pathway: Slug
    a_month: float = Field(gt=0, le=1_000_000, description="how many come in, in an average month")
    rhythm: Rhythm = Field(description="the hours and days on which they mostly come")
    winter: float = Field(
        1.0, gt=0, le=10, description="for each that comes on a day in mid-July, how many in mid-January"
    )
    youngest: Whole = Field(18, ge=0, le=120, description="nobody younger is referred")
    words: tuple[OneLine, ...] = Field((), description="what those who refer write; invented")
    source: OneLine = Field(description="where the number comes from, or that it is invented")


class Play(Answered):
    """play.yaml, which may be left out: what comes in on a day that is played. No real person is in it."""

    play: tuple[Arrivals, ...]
