"""The kinds of value that the scan tells apart, as numbers."""

from __future__ import annotations

from typing import Final

PART: Final = 0  # an object with elements of its own
TEXT: Final = 1
CODE: Final = 2
ID: Final = 3
URI: Final = 4
LISTED: Final = 5  # a code of those that the specification lists
TRUTH: Final = 6
INTEGER: Final = 7
UNSIGNED: Final = 8
POSITIVE: Final = 9
DECIMAL: Final = 10
DATE: Final = 11
DATE_TIME: Final = 12
INSTANT: Final = 13
TIME: Final = 14
ANYTHING: Final = 15  # JSON that is not looked into
CONTAINED: Final = 16

BY_TYPE = {
    **dict.fromkeys(("string", "markdown", "xhtml", "base64Binary"), TEXT),
    "code": CODE,
    "id": ID,
    **dict.fromkeys(("uri", "url", "canonical", "oid", "uuid"), URI),
    "boolean": TRUTH,
    "integer": INTEGER,
    "unsignedInt": UNSIGNED,
    "positiveInt": POSITIVE,
    "decimal": DECIMAL,
    "date": DATE,
    "dateTime": DATE_TIME,
    "instant": INSTANT,
    "time": TIME,
    "resource": CONTAINED,
}
DATES = (DATE, DATE_TIME, INSTANT)

# How a value that is wanted is kept: where its text stands, or the day and moment it tells, or yes and no.
AS_TEXT: Final = 0
AS_DATE: Final = 1
AS_TRUTH: Final = 2
