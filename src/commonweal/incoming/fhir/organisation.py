"""Organization: its ODS code and name, for the registrations and contacts that refer to it."""

from commonweal.incoming.fhir.reading import IDENTIFIER, Reading
from commonweal.terms import codes

ORGANISATION = Reading(
    resource="Organization",
    table="registration",
    elements={"identifier": f"{IDENTIFIER}[]", "name": "VARCHAR"},
    rows={
        "organisation": f"""
            SELECT ordinal, name, list_filter(
                identifier, lambda each: each.system IN ('{codes.ODS_ORGANISATION}', '{codes.ODS_SITE}')
            )[1].value AS ods
            FROM resource
        """
    },
)
