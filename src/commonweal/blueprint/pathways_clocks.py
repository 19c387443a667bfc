"""The shape of a pathway's clocks: what starts and stops one, how long it has, and who is told on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.shapes import Shape
from commonweal.blueprint.words import OneLine, Slug, TimeOfDay, Whole

ALWAYS = "always"
Happening = tuple[str, str]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


class Event(Shape):
    """One thing that happens: a stage is entered or left, or a move is made."""

    enters: Slug | None = None
    leaves: Slug | None = None
    move: Slug | None = None

    @model_validator(mode="after")
    def is_one_thing(self) -> Event:
        """Exactly one key."""
        if len(list(self.said)) != 1:
            raise PydanticCustomError("event", "should be one of enters, leaves and move")
        return self

    @property
    def said(self) -> Iterator[Happening]:
        return ((kind, name) for kind, name in self if name is not None)

    @property
    def happening(self) -> Happening:
        """Such as ('enters', 'seen')."""
        return next(self.said)


def happenings(source: str, to: str, move: str) -> set[Happening]:
    """What a step makes happen; one that stays in its stage neither leaves nor enters it."""
    made = {("move", move)}
    return made if source == to else made | {("leaves", source), ("enters", to)}


def _minutes(time_of_day: str) -> int:
    hours, minutes = time_of_day.split(":")
    return 60 * int(hours) + int(minutes)


class Opening(Shape):
    """From when until when on some days of the week, as the clock on the wall shows it."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    opens: TimeOfDay
    closes: TimeOfDay

    @model_validator(mode="after")
    def opens_first(self) -> Opening:
        """Within one day; night work is two openings, or always."""
        if self.closes <= self.opens:
            raise PydanticCustomError(
                "opening", 'closes before it opens; for a night give one until "24:00" and one from "00:00"'
            )
        return self

    def on(self, weekday: int) -> tuple[int, int] | None:
        """The minutes of the day at which it opens and closes on this weekday, 0 for Monday, if at all."""
        if WEEKDAYS[weekday] not in self.days:
            return None
        return _minutes(self.opens), _minutes(self.closes)


class Hours(Shape):
    """Working hours in England: the week, whether bank holidays are worked, and closed days besides."""

    id: Slug
    title: OneLine
    week: tuple[Opening, ...] = Field(min_length=1)
    bank_holidays: Literal["worked", "off"]
    closed: tuple[date, ...] = ()

    @model_validator(mode="after")
    def openings_stand_apart(self) -> Hours:
        """Time that two openings share would count twice."""
        for weekday in range(len(WEEKDAYS)):
            found = sorted(filter(None, (opening.on(weekday) for opening in self.week)))
            if any(later[0] < earlier[1] for earlier, later in pairwise(found)):
                raise PydanticCustomError(
                    "hours", "openings overlap on {day}; let one end first", {"day": WEEKDAYS[weekday]}
                )
        return self


class Within(Shape):
    """How long there is: minutes or hours of working time, or working days after the day it started."""

    minutes: Annotated[Whole, Field(ge=1)] | None = None
    hours: Annotated[Whole, Field(ge=1)] | None = None
    working_days: Annotated[Whole, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def is_one_length(self) -> Within:
        """Exactly one key."""
        if sum(number is not None for _, number in self) != 1:
            raise PydanticCustomError("within", "should be one of minutes, hours and working_days")
        return self


class Pause(Shape):
    """While a referral stands in this stage the clock rests."""

    stage: Slug
    because: OneLine


class Version(Shape):
    """The rule as it stands between two dates; a clock keeps the version of the day it started on."""

    id: Slug
    starts: Annotated[date, Field(alias="from", description="the first day a clock can start under it")]
    until: date | None = Field(None, description="the last day; none while it goes on")
    within: Within
    hours: Slug = Field(description="always, or the id of working hours in this file")
    target: int | None = Field(
        None, ge=1, le=100, description="per cent that should be in time; none if not set"
    )
    pauses: tuple[Pause, ...] = ()
    source: OneLine

    @model_validator(mode="after")
    def can_be_counted(self) -> Version:
        """It ends after it starts, and working days are those of some working hours."""
        if self.until and self.until < self.starts:
            raise PydanticCustomError("version", "ends before it starts; change from or until")
        if self.within.working_days and self.hours == ALWAYS:
            raise PydanticCustomError("version", "working_days need working hours; name some in hours")
        return self

    def holds(self, on: date) -> bool:
        """Whether a clock that starts on this day runs under it."""
        return self.starts <= on and (self.until is None or on <= self.until)


class Answer(Shape):
    """How long there is to say that somebody sees to it: real minutes, whatever the working hours."""

    minutes: Whole = Field(ge=1, le=10_080)


class Rung(Shape):
    """Who is told when this much of the time is used, and who then, where nobody answers."""

    at: Whole = Field(ge=1, le=1000, description="per cent of the time")
    roles: tuple[Slug, ...] = Field(min_length=1)
    says: OneLine
    answer_within: Answer | None = Field(None, description="until when one of them says that they see to it")
    then: tuple[Slug, ...] = Field((), description="roles that are told where nobody has said so by then")

    @model_validator(mode="after")
    def somebody_is_next(self) -> Rung:
        """A time to answer in has a consequence, and the other way round."""
        if bool(self.then) != bool(self.answer_within):
            raise PydanticCustomError("rung", "answer_within and then go together; give both, or neither")
        return self


class Clock(Shape):
    """Runs from any of its starts to any of its stops. What voids it ends it without counting."""

    id: Slug
    title: OneLine
    starts: tuple[Event, ...] = Field(min_length=1)
    stops: tuple[Event, ...] = Field(min_length=1)
    voids: tuple[Event, ...] = ()
    versions: tuple[Version, ...] = Field(min_length=1)
    tells: tuple[Rung, ...] = ()

    def version(self, on: date) -> Version | None:
        """The rule for a clock that starts on this day; None before the first and after the last."""
        return next((version for version in self.versions if version.holds(on)), None)

    @staticmethod
    def any_of(events: Iterable[Event], happened: set[Happening]) -> bool:
        """Whether one of the events is among what happened."""
        return any(event.happening in happened for event in events)
