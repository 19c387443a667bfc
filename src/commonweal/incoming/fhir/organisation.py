"""Organization: its name and ODS code, for the registrations and contacts that refer to it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.incoming.fhir.reading import Reading, Rows, Told, first_of
from commonweal.incoming.fhir.scan.found import Columns
from commonweal.terms import codes

ODS = (codes.ODS_ORGANISATION, codes.ODS_SITE)


def _tell(organisations: Columns) -> Told:
    """name, ODS code."""
    identifiers = organisations.items("identifier")
    ours = pc.is_in(identifiers.texts("system"), pa.array(ODS))
    values = pc.if_else(ours, identifiers.texts("value"), pa.scalar(None, pa.string()))
    columns = (organisations.texts("name"), first_of(identifiers, values, organisations.size))
    return Told(rows={"organisation": Rows(np.arange(organisations.size), columns)})


ORGANISATION = Reading("Organization", ("organisation",), _tell)
