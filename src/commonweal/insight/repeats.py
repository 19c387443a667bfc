"""Measures how often sent assessments are repeated: bring, count, suppress, publish."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa
from psycopg import sql

from commonweal.analytics.repeats import ACTS, repeat_rates, repeat_reasons
from commonweal.analytics.tables import SENT_ASSESSMENT
from commonweal.care.assessments import rates
from commonweal.care.bulk import batches_out
from commonweal.care.pathways.working_time import midnight
from commonweal.insight.suppress import SMALLEST_SHOWN, shown

PAIR = ("sender", "receiver")
SENT = """
    SELECT sent.id, assessment.instrument, sent.organisation, sent.to_organisation, sent.recorded,
        receipt.act, nullif(receipt.reason, ''),
        EXISTS (SELECT FROM care_optout out WHERE out.person_id = assessment.person_id AND out.ended IS NULL)
    FROM care_sentassessment sent
    JOIN care_assessment assessment ON assessment.id = sent.assessment_id
    LEFT JOIN care_receipt receipt ON receipt.sent_id = sent.id
    WHERE sent.recorded >= {since} AND sent.recorded < {until}
"""


def report(first: date, last: date) -> dict[str, Any]:
    """What was sent on these days: by sender and receiver, by instrument, and why it was repeated."""
    sent = bring(midnight(first), midnight(last + timedelta(days=1)))
    (whole,) = _rows(repeat_rates(sent))
    reasons = repeat_reasons(sent, *PAIR)
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        **whole,
        "by": {
            "sender_receiver": _rows(repeat_rates(sent, *PAIR).order_by(PAIR)),
            "instrument": _rows(repeat_rates(sent, "instrument").order_by("instrument")),
        },
        "reasons": _rows(reasons.order_by([*PAIR, "reason"])),
    }


def publish(now: datetime) -> int:
    """What those who plan may see, for each length of time up to now; how many rows there are."""
    sent = bring(now - timedelta(weeks=max(rates.WEEKS)), now + timedelta(seconds=1))
    found: list[dict[str, Any]] = []
    for weeks in rates.WEEKS:
        willing = sent.filter(~sent.opted_out & (sent["at"] >= now - timedelta(weeks=weeks)))
        for table in (repeat_rates(willing, *PAIR), repeat_rates(willing)):
            found += [{"weeks": weeks, **row} for row in _rows(safe(table))]
    return rates.publish(now, found)


def safe(counted: ibis.Table) -> ibis.Table:
    """Each number rounded by itself; of fewer than eight sent or answered, nothing more is shown."""
    few = (counted.sent < SMALLEST_SHOWN) | (counted.answered < SMALLEST_SHOWN)
    nothing = ibis.null("int64")
    inner = {act: few.ifelse(nothing, shown(counted[act])) for act in ACTS}
    answered = (counted.sent < SMALLEST_SHOWN).ifelse(nothing, shown(counted.answered))
    return counted.mutate(sent=shown(counted.sent), answered=answered, **inner).drop("share")


def bring(since: datetime, until: datetime) -> ibis.Table:
    """What was sent from one moment on, before another, as the contract has it."""
    schema = SENT_ASSESSMENT.arrow()
    query = sql.SQL(SENT).format(since=sql.Literal(since), until=sql.Literal(until))
    batches = [batch.cast(schema) for batch in batches_out(query, schema)]
    return ibis.memtable(pa.Table.from_batches(batches, schema))


def _rows(table: ibis.Table) -> list[dict[str, Any]]:
    return list(table.to_pyarrow().to_pylist())
