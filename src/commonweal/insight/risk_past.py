"""What an earlier refresh foretold, held against what came: the model of then, applied as it was."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from commonweal.analytics.risk.matrix import values
from commonweal.analytics.risk.model import Model
from commonweal.analytics.risk.outcomes import days_within, happened
from commonweal.analytics.risk.study import Checked, checked
from commonweal.blueprint.risk import RiskModel
from commonweal.care.risk import actions


def past(declared: RiskModel, people: pa.Table, day: date) -> tuple[date, Checked] | None:
    """The newest model that was published for `day` or before, and how it did for these people from `day` on.

    None where there was none, or where what it foretold was declared otherwise since.
    """
    kept = actions.newest_before(declared.id, day)
    if (
        kept is None
        or not len(people)
        or (kept.card["outcome"], kept.card["months"])
        != (
            declared.outcome,
            declared.months,
        )
    ):
        return None
    model = Model.from_json(kept.weights)
    came = happened(people, declared.outcome, days_within(day, declared.months))
    return kept.as_at, checked(model.chances(values(people, model.features)), came)
