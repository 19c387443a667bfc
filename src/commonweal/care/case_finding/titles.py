"""What the codes and ids that rules name are called here: places, registers, segments."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings

from commonweal.care.extents import every, read


def titles() -> Mapping[str, str]:
    """By code or id."""
    return _titles(str(settings.BLUEPRINT))


@cache
def _titles(folder: str) -> dict[str, str]:
    declared = read(folder)
    registers = {one.id: one.title for one in declared.registers}
    segments = {one.id: one.title for one in declared.segments}
    return registers | segments | {id: one.title for id, one in every(folder).items()}
