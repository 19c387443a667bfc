"""Organization: its name and ODS code, for the registrations and contacts that refer to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commonweal.incoming.fhir.reading import Reading, Told, spread
from commonweal.terms import codes

ODS = (codes.ODS_ORGANISATION, codes.ODS_SITE)


def _tell(organisations: Sequence[Any]) -> Told:
    """name, ODS code."""
    return Told(rows={"organisation": spread([[(each.name, _code(each))] for each in organisations], 2)})


def _code(organisation: Any) -> str | None:
    return next((each.value for each in organisation.identifier or () if each.system in ODS), None)


ORGANISATION = Reading(
    resource="Organization", elements=("identifier", "name"), tables=("organisation",), tell=_tell
)
