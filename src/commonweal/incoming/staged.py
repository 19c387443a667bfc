"""The tables in which records wait, as their source gave them, until whom they are about is known."""

from __future__ import annotations

import pyarrow as pa

TEXT, DAY = pa.string(), pa.date32()
TIME = pa.float64()  # seconds since 1970: packed in half the time that moments take
ORDINALS = 32  # bits that number the records of one block; the block stands before them
CODING = {"system": TEXT, "code": TEXT, "term": TEXT}

# `ordinal` numbers the records of a load in the order they came; it ties the rows of a record to it.
ROWS: dict[str, dict[str, pa.DataType]] = {
    "event": CODING,
    "medication": CODING,
    "medicine_named": {"medicine": TEXT},
    "medicine": CODING,
    "measurement": {**CODING, "value": pa.float64(), "unit": TEXT, "value_text": TEXT, "part": TEXT},
    "activity": {
        "setting": TEXT,
        "start": TIME,
        "end": TIME,
        "method": TEXT,
        "kind": TEXT,
        "provider_record": TEXT,
        "provider": TEXT,
    },
    "diagnosis_told": {
        "spell": TEXT,
        "condition": TEXT,
        "role": TEXT,
        "rank": pa.float64(),
        "place": pa.int64(),
    },
    "organisation": {"name": TEXT, "ods": TEXT},
    "person": {
        "family": TEXT,
        "given": TEXT,
        "birth_date": DAY,
        "sex": TEXT,
        "ethnicity": TEXT,
        "nhs_number": TEXT,
        "wrong_number": TEXT,
    },
    "death": {"date": DAY},
    "registration": {"practice": TEXT, "organisation": TEXT, "start": DAY, "end": DAY},
    "residence": {"address": TEXT, "postcode": TEXT, "tenure": TEXT, "start": DAY, "end": DAY},
}
RECORD = {
    "ordinal": pa.int64(),
    "file": pa.int32(),
    "line": pa.int64(),
    "record": TEXT,
    "full_url": TEXT,
    "subject": TEXT,
    "date": DAY,
    "months": pa.int32(),
    "days": pa.int32(),
    "updated": TIME,
    "unfit": TEXT,
    "content": pa.uint64(),  # a sum of what it tells, to see whether it tells the same as before
}
REFUSED = {
    "block": pa.int64(),
    "file": pa.int32(),
    "line": pa.int64(),
    "table": TEXT,
    "record": TEXT,
    "reason": TEXT,
    "content": TEXT,
}
SCHEMAS = {
    "record": pa.schema(RECORD),
    "refused": pa.schema(REFUSED),
    **{name: pa.schema({"ordinal": pa.int64(), **columns}) for name, columns in ROWS.items()},
}
