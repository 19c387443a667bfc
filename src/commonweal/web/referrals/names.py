"""What teams, organisations, practices, small areas and stages are called, looked up fast."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from django.conf import settings

from commonweal.care.extents import every, read
from commonweal.care.pathways import versions


def titles() -> Mapping[str, str]:
    """By id of a team, ODS code or code of a small area."""
    return _titles(str(settings.BLUEPRINT))


@cache
def _titles(folder: str) -> Mapping[str, str]:
    declared = read(folder)
    places = {id: one.title for id, one in every(folder).items()}
    organisations = {one.ods: one.title for one in declared.organisations}
    return {**places, **organisations, **{team.id: team.title for team in declared.teams}}


@lru_cache(maxsize=2000)
def stage(version: str, id: str) -> str:
    """What a stage is called in the wording of a pathway with this digest."""
    return next((one.title for one in versions.worded(version).stages if one.id == id), id)
