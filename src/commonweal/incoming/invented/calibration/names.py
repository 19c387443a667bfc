"""Words to name people, streets and homes with."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from commonweal.blueprint import yaml
from commonweal.incoming.invented.calibration.shape import Shape

ByGroup = dict[str, tuple[str, ...]]


class TwoWords(Shape):
    first: tuple[str, ...]
    last: tuple[str, ...]


class Names(Shape):
    """People's names are by ethnic group, the commoner family names first."""

    older_women: ByGroup
    younger_women: ByGroup
    older_men: ByGroup
    younger_men: ByGroup
    family: ByGroup
    streets: TwoWords
    care_homes: TwoWords


@cache
def read_names() -> Names:
    """The words that come with the project."""
    text = (files("commonweal.incoming.invented.calibration") / "names.yaml").read_text(encoding="utf-8")
    return Names.model_validate(yaml.load(text))
