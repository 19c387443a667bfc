"""The contract of the linked population: every table's grain, key, columns and units.

Anything that writes these tables (a load, an invented population) makes exactly these columns in this
order; anything that reads them may rely on it. Dates are calendar dates; times are UTC; money is pence;
codes are text. A code always stands beside the system it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis.expr.datatypes as dt
import pyarrow as pa

TYPES = {
    "text": pa.string(),
    "date": pa.date32(),
    "time": pa.timestamp("us", tz="UTC"),
    "whole": pa.int64(),
    "number": pa.float64(),
    "yes_no": pa.bool_(),
    "texts": pa.list_(pa.string()),
}


@dataclass(frozen=True)
class Column:
    """`kind` is a key of TYPES; `meaning` says what it holds and in what unit."""

    name: str
    kind: str
    meaning: str
    required: bool = False


@dataclass(frozen=True)
class Table:
    """`grain` says what one row is; `key` names the columns that make it unique.

    In each file rows lie by person; before that by the year of the column `by_year`, where there is one.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    by_year: str = ""

    @property
    def order(self) -> str:
        """How the rows of a file are put in order, as SQL says it."""
        return f'year("{self.by_year}"), person' if self.by_year else "person"

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def arrow(self) -> pa.Schema:
        """The Arrow schema a Parquet file of this table has, in contract order."""
        return pa.schema([pa.field(c.name, TYPES[c.kind], nullable=not c.required) for c in self.columns])

    def ibis(self) -> dict[str, dt.DataType]:
        """Column name → Ibis type, to declare an unbound table or cast one."""
        return {field.name: dt.DataType.from_pyarrow(field.type) for field in self.arrow()}


def columns(*rows: str) -> tuple[Column, ...]:
    """Each row: `name kind meaning`; an exclamation mark after the kind makes the column required."""
    found = []
    for row in rows:
        name, kind, meaning = row.split(maxsplit=2)
        found.append(Column(name, kind.rstrip("!"), meaning, required=kind.endswith("!")))
    return tuple(found)


PERSON = Table(
    "person",
    "one row per person",
    ("person",),
    columns(
        "person text! the NHS number where there is a valid one, otherwise the source's own identifier",
        "nhs_number text ten digits without spaces, check digit right",
        "source text! the data source that last described this person",
        "source_id text! that source's own identifier, such as a FHIR logical id",
        "family text family name",
        "given text given names, space between",
        "birth_date date! day of birth; a source that gives a year or month is taken at its first day",
        "sex text! female, male, other or unknown",
        "ethnicity text code of the ethnic category, in the source's own system",
    ),
)

DEATH = Table(
    "death",
    "one row per person who has died",
    ("person",),
    columns(
        "person text! key of person",
        "date date day of death; empty where the source says dead without a date",
        "place text where the person died: home, hospital, care_home, hospice or other",
    ),
)

REGISTRATION = Table(
    "registration",
    "one row per person, practice and start of registration",
    ("person", "practice", "start"),
    columns(
        "person text! key of person",
        "practice text! ODS code of the practice",
        "start date first day registered; empty where the source does not say",
        "end date first day no longer registered; empty while it lasts",
    ),
)

RESIDENCE = Table(
    "residence",
    "one row per person, address and start of living there",
    ("person", "address", "start"),
    columns(
        "person text! key of person",
        "address text! address in one line; `unknown` where there is none",
        "postcode text upper case with one space; ZZ99 3VZ for no fixed abode",
        "lsoa text code of the small area",
        "household text identifier shared by people at one address",
        "housing_type text detached, semi_detached, terraced, flat, care_home, temporary or other",
        "tenure text owned, mortgaged, social_rented, private_rented, communal, homeless or other",
        "geodemographic text group of an area classification",
        "care_home text identifier of the care home; empty where it is not one",
        "start date first day living there",
        "end date first day no longer living there",
    ),
)

EVENT = Table(
    "event",
    "one row per coded clinical event and coding",
    ("record", "system", "code"),
    columns(
        "person text! key of person",
        "date date! day it began, was done or was recorded, in that order of preference",
        "system text! identifier (URI) of the code system; empty text where the source gives none",
        "code text! the code, exactly as issued",
        "term text the source's words for it",
        "record text! the source record, such as Condition/123",
    ),
)

MEDICATION = Table(
    "medication",
    "one row per medicine ordered or stated, and coding",
    ("record", "system", "code"),
    columns(
        "person text! key of person",
        "date date! day it was ordered or stated",
        "system text! identifier (URI) of the code system; empty text where the source gives none",
        "code text! the code, exactly as issued",
        "term text the source's words for it",
        "record text! the source record",
    ),
    by_year="date",  # a year or two are asked for, of ten: the other years' groups of rows need no reading
)

MEASUREMENT = Table(
    "measurement",
    "one row per measured value and coding",
    ("record", "system", "code"),
    columns(
        "person text! key of person",
        "date date! day it was measured",
        "system text! identifier (URI) of the code system",
        "code text! what was measured",
        "term text the source's words for it",
        "value number the value, in `unit`",
        "unit text UCUM unit of the value",
        "value_text text the answer where it is a word or a code and not a number",
        "record text! the source record; a component adds #n",
    ),
)

SETTINGS = ("home", "gp", "community", "outpatient", "emergency", "bed", "care_home", "social_care")

ACTIVITY = Table(
    "activity",
    "one row per contact or spell of care",
    ("record",),
    columns(
        "person text! key of person",
        "setting text! home, gp, community, outpatient, emergency, bed, care_home or social_care",
        "start time! when it began",
        "end time when it ended; empty while it lasts, equal to start for a contact",
        "method text emergency, elective, transfer or other; for spells in a bed",
        "kind text the source's words for what it was",
        "provider text code or name of who gave it",
        "cost whole cost in pence; empty where not known",
        "record text! the source record",
    ),
)

DIAGNOSIS = Table(
    "diagnosis",
    "one row per diagnosis coded of a spell in a bed, in the order given",
    ("spell", "position"),
    columns(
        "person text! key of person",
        "spell text! key of activity: the record of the spell",
        "date date! day the spell began",
        "position whole! 1 for the main diagnosis",
        "system text! identifier (URI) of the code system",
        "code text! the code without its dot, such as I252",
        "record text! the source record",
    ),
)

CARE_PACKAGE = Table(
    "care_package",
    "one row per package of social care and start",
    ("record",),
    columns(
        "person text! key of person",
        "kind text! home_care, reablement, day_care, residential, nursing, equipment or direct_payment",
        "start date! first day",
        "end date first day after it; empty while it lasts",
        "weekly_cost whole cost in pence per week",
        "provider text who gives it",
        "record text! the source record",
    ),
)

REFUSED = Table(
    "refused",
    "one row per record that could not be taken",
    ("load", "source", "line", "record", "reason"),
    columns(
        "load text! the load that refused it",
        "table text the table it was meant for; empty where that could not be told",
        "source text! file it came from",
        "line whole line in that file, counted from 1; empty for a file refused whole",
        "record text the source record, where it could be read",
        "reason text! what was wrong, in a sentence",
        "content text the row as it came, cut at 2,000 characters",
    ),
)

REFERRAL = Table(
    "referral",
    "one row per referral: one leg of a person's way",
    ("referral",),
    columns(
        "referral text! identifier inside these tables; not the reference that people are given",
        "person text key of person; empty where nobody is known by this name yet",
        "pathway text! id of the pathway",
        "source text! kind of organisation that sent it, or person, family, nhs_111, ambulance_999",
        "sender text ODS code of the organisation that sent it; empty where none did",
        "hub text! id of the team that read it first",
        "team text id of the team that it was given to last; empty while with none",
        "practice text ODS code of the person's practice; empty where not known",
        "lsoa text code of the person's small area; empty where not known",
        "received time! when it reached the partnership",
        "ended time when it ended; empty while it is open",
        "outcome text id of the outcome; empty while it is open",
        "follows text the leg that named this one as what comes next",
        "opted_out yes_no! whether the person stays out of what is computed for planning",
    ),
)

STEP = Table(
    "step",
    "one row per step of a referral that holds: what a correction stands for, or unsays, is left out",
    ("referral", "number"),
    columns(
        "referral text! key of referral",
        "number whole! in the order they were recorded",
        "move text! id of the move; empty for the first step",
        "source text! stage it led from; empty for the first step",
        "to text! stage it led to",
        "happened time! when it happened",
        "reason text! id of the reason; empty where the move needs none",
        "outcome text! id of the outcome; empty where the referral went on",
        "goes_on yes_no! whether somebody was named who goes on",
        "given_team text! id of the team it was given to; empty where to none",
    ),
)

CLOCK_RUN = Table(
    "clock_run",
    "one row per run of a clock of a referral",
    ("referral", "clock", "number"),
    columns(
        "referral text! key of referral",
        "clock text! id of the clock in the pathway",
        "number whole! 1 for the first run of this clock",
        "rule text! id of the rule it runs under",
        "state text! running, paused, stopped or void",
        "started time! when it started",
        "due time last moment in time; empty while it rests with time left",
        "ended time when it stopped or became void",
        "used_seconds whole! what counted of it, rests left out, until it ended or the tables were taken",
        "limit_seconds whole! what it may use",
        "target whole per cent that should be in time; empty where none is set",
    ),
)

SENT_ASSESSMENT = Table(
    "sent_assessment",
    "one row per assessment and organisation that it was sent to",
    ("sent",),
    columns(
        "sent text! id",
        "instrument text! id of the instrument",
        "sender text! ODS code of the organisation that sent it",
        "receiver text! ODS code of the organisation that it was sent to",
        "at time! when it was sent",
        "act text accepted, changed or repeated; empty while nobody has answered",
        "reason text id of the reason why it was repeated; empty where it was not",
        "opted_out yes_no! whether the person stays out of what is computed for planning",
    ),
)

TABLES = {  # what a store is loaded with
    table.name: table
    for table in (
        PERSON,
        DEATH,
        REGISTRATION,
        RESIDENCE,
        EVENT,
        MEDICATION,
        MEASUREMENT,
        ACTIVITY,
        DIAGNOSIS,
        CARE_PACKAGE,
        REFUSED,
    )
}

RECORDED = {table.name: table for table in (REFERRAL, STEP, CLOCK_RUN)}  # what is brought from the record
