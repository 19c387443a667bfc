"""What the invented population is shaped by: `calibration.yaml`, read once and checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, model_validator

from commonweal.blueprint import yaml
from commonweal.incoming.invented.calibration.care_shapes import Care, CareHomes, Coding
from commonweal.incoming.invented.calibration.health_shapes import (
    Condition,
    EndOfLife,
    Frailty,
    Measurement,
    Medicine,
    Prescribing,
    Smoking,
)
from commonweal.incoming.invented.calibration.people_shapes import (
    AgeStructure,
    Deaths,
    Everyone,
    Geodemographic,
    Homes,
)
from commonweal.incoming.invented.calibration.shape import Shape, Sourced, Target


class Calibration(Shape):
    """Every figure the invented people are shaped by, with its source and how sure it is."""

    title: str
    history_ends: date
    years: int
    sources: dict[str, str]
    age_structures: tuple[AgeStructure, ...]
    people: Everyone
    deaths: Deaths
    homes: Homes
    geodemographics: tuple[Geodemographic, ...]
    frailty: Frailty
    conditions: tuple[Condition, ...]
    only_men: frozenset[str]
    only_women: frozenset[str]
    smoking: Smoking
    end_of_life: EndOfLife
    prescribing: Prescribing
    medicines: tuple[Medicine, ...]
    measurements: tuple[Measurement, ...]
    care: Care
    coding: Coding
    care_homes: CareHomes
    targets: tuple[Target, ...]

    def ages(self, partnership: str) -> AgeStructure:
        """The age structure for this partnership."""
        named = [ages for ages in self.age_structures if partnership in ages.partnerships]
        return named[0] if named else next(ages for ages in self.age_structures if not ages.partnerships)

    def sourced(self) -> Iterator[Sourced]:
        """Everything that names a source."""
        return _sourced(self)

    @model_validator(mode="after")
    def sources_are_named(self) -> Calibration:
        """Every source a figure names is explained under `sources`."""
        named = {
            getattr(part, key, part.source) for part in self.sourced() for key in ("source", "cost_source")
        }
        unknown = named - set(self.sources)
        if unknown:
            raise ValueError(f"explain under sources: {', '.join(sorted(unknown))}")
        return self

    @model_validator(mode="after")
    def conditions_are_known(self) -> Calibration:
        """Medicines, measurements and codes of spells are given for conditions of this file."""
        known = {condition.name for condition in self.conditions}
        used = {name for medicine in self.medicines for name in medicine.given}
        used |= {name for taken in self.measurements for name in (*taken.often, *taken.shifted)}
        used |= set(self.coding.with_condition.value)
        if used - known:
            raise ValueError(f"not among the conditions: {', '.join(sorted(used - known))}")
        return self


@cache
def read_calibration() -> Calibration:
    """The calibration that comes with the project."""
    text = (files("commonweal.incoming.invented.calibration") / "calibration.yaml").read_text(
        encoding="utf-8"
    )
    return Calibration.model_validate(yaml.load(text))


def _sourced(part: object) -> Iterator[Sourced]:
    if isinstance(part, Sourced):
        yield part
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _sourced(getattr(part, name))
    elif isinstance(part, tuple):
        for one in part:
            yield from _sourced(one)
