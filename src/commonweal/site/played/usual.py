"""How a referral usually runs: `usual.yaml`, read once and checked."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from commonweal.blueprint import yaml
from commonweal.blueprint.play import Rhythm

Weights = tuple[float, ...]


class Shape(BaseModel):
    """A set of keys: no others, and none changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rates(Shape):
    a_month_for_each_100000: float = Field(gt=0)
    rhythm: Rhythm


class Week(Shape):
    hours: Weights = Field(min_length=24, max_length=24)
    weekdays: Weights = Field(min_length=7, max_length=7)


class Shares(Shape):
    again: float
    twice: float
    without_number: float
    without_name: float
    found_later: float
    through_a_post: float
    aside: float
    stays: float
    detour: float
    left_lying: float
    written_up_later: float
    mended: float
    first_outcome: float
    onward_pathway: float


class Minutes(Shape):
    unhurried: float
    resting: float
    written_up: float
    mended: float
    twice: float
    least: float


class Usual(Shape):
    """What is invented for every pathway alike; the keys are explained in the file."""

    pathways_without_rates: Rates
    rhythms: dict[Rhythm, Week]
    shares: Shares
    in_time: float = Field(gt=0, lt=100)
    spread: float = Field(gt=0)
    longer: float = Field(ge=1)
    minutes: Minutes
    frailty: float
    sources: dict[str, float]
    telephone: tuple[str, ...]
    goes_to: dict[str, str]
    outside: tuple[str, ...]
    referrers: tuple[str, ...]
    words: tuple[str, ...]
    notes: tuple[str, ...]


@cache
def usual() -> Usual:
    """What comes with the project."""
    text = (files("commonweal.site.played") / "usual.yaml").read_text(encoding="utf-8")
    return Usual.model_validate(yaml.load(text))
