"""Organization: its name and ODS code, for the registrations and contacts that refer to it."""

from __future__ import annotations

from typing import Any

from commonweal.incoming.fhir.reading import Reading, Row
from commonweal.terms import codes

ODS = (codes.ODS_ORGANISATION, codes.ODS_SITE)


def _rows(organisation: Any) -> tuple[list[Row]]:
    """name, ODS code."""
    found = (each.value for each in organisation.identifier or () if each.system in ODS)
    return ([(organisation.name, next(found, None))],)


ORGANISATION = Reading(
    resource="Organization", elements=("identifier", "name"), tables=("organisation",), rows=_rows
)
