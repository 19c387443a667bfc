"""Models of risk at each refresh: what was known year by year, then trained, tested and published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.analytics.linked import Linked
from commonweal.analytics.risk.conditions import conditions
from commonweal.analytics.risk.examples import TESTED, examples
from commonweal.analytics.risk.gate import failures
from commonweal.analytics.risk.harm import Harm, Scored, cohort, followed, harm
from commonweal.analytics.risk.matrix import Numbers, values
from commonweal.analytics.risk.model import Model
from commonweal.analytics.risk.outcomes import days_within
from commonweal.analytics.risk.reasons import reasons
from commonweal.analytics.risk.study import Study, sample, study
from commonweal.blueprint.risk import RiskModel
from commonweal.blueprint.risk_checks import knowing
from commonweal.care.published.models import Refresh
from commonweal.care.risk import actions
from commonweal.care.risk.models import RiskCard
from commonweal.insight.case_counts import find_cases
from commonweal.insight.risk_card import card
from commonweal.insight.risk_past import past
from commonweal.insight.run import BATCH, Part, Run

READ = ("person", "death", "registration", "residence", "activity", "medication", "event")
LIGHTER = 6  # so many times the rows of other steps fit at once: sums are kept of them, and no lists
SCORED, TESTED_ON, TRAINED_ON = 0, 1, range(2, TESTED)  # days, counted back in years from the newest


@dataclass(frozen=True)
class Years:
    """What was known and what came after, by day: n years before `days[0]`, the newest."""

    run: Run
    each: ibis.Table
    people: ibis.Table
    days: Sequence[date]

    def of(self, n: int) -> pa.Table:
        """Everybody alive and here on a day, by key, but for whoever opted out of planning."""
        day = self.each.filter(self.each.n == n)
        if self.run.inputs.opted_out.num_rows:
            out = self.people.semi_join(ibis.memtable(self.run.inputs.opted_out), "person_id")
            day = day.anti_join(out, "person")
        return self.run.connection.to_pyarrow(day.order_by("person"))

    def scored(self) -> pa.Table:
        """Everybody whom pages show, with their id and practice."""
        day = self.each.filter(self.each.n == SCORED).inner_join(self.people, "person")
        return self.run.connection.to_pyarrow(day.order_by("person"))


def foretell(run: Run, refresh: Refresh, course: ibis.Table, here: ibis.Table, days: Sequence[date]) -> None:
    """Trains and tests what is declared and publishes it beside `refresh`; `days` are those of the course."""
    models = [knowing(one, run.inputs.definitions.registers) for one in run.inputs.blueprint.risk]
    years = _known(run, models, course, here, days) if models else None
    with run.progress("models of risk"):
        cards, scores = _answers(refresh, years, models) if years else ([], iter(()))
        actions.publish(refresh, cards, scores)
        find_cases(run.inputs.blueprint, refresh, foretold=True)


def _answers(
    refresh: Refresh, years: Years, models: Sequence[RiskModel]
) -> tuple[list[RiskCard], Iterator[pa.RecordBatch]]:
    """The card of each model; and everybody's chance by those that passed."""
    deciles = {area.code: area.decile for area in years.run.inputs.blueprint.small_areas}
    found = [(one, _studied(years, one, deciles)) for one in models]
    cards = [_card(refresh, years, declared, result) for declared, result in found]
    shown = [(one, result) for (one, result), kept in zip(found, cards, strict=True) if kept.passed]
    return cards, _scores(years, shown)


def _known(
    run: Run, models: Sequence[RiskModel], course: ibis.Table, here: ibis.Table, days: Sequence[date]
) -> Years:
    """Gathered for as many people at a time as there is memory for."""
    features = tuple(dict.fromkeys(name for one in models for name in one.features))
    looked = conditions(run.inputs.definitions, features)

    def part_of(part: Part) -> ibis.Table:
        linked = Linked({name: part.theirs(run.source(name)) for name in READ})
        return examples(linked, part.theirs(course), days, looked)

    rows = sum(run.inputs.store.count(name) for name in ("activity", "medication", "event")) // LIGHTER
    each = run.in_parts("known", "what was known of each person, year by year", rows, part_of)
    people = here.filter(~here.left).select("practice", person="key", person_id="id")
    return Years(run, each, people, tuple(reversed(days)))


def _studied(years: Years, declared: RiskModel, deciles: Mapping[str, int]) -> Study:
    share = declared.people // len(TRAINED_ON)
    return study(
        declared,
        trained=pa.concat_tables([sample(years.of(n), declared, at_most=share) for n in TRAINED_ON]),
        tested=sample(years.of(TESTED_ON), declared, at_most=declared.people),
        now=sample(years.of(SCORED), declared, at_most=declared.people, asked=False),
        last=days_within(years.days[TESTED_ON], declared.months),
        deciles=deciles,
    )


def _card(refresh: Refresh, years: Years, declared: RiskModel, found: Study) -> RiskCard:
    reasons_why_not = list(failures(found, declared.gate))
    tested = sample(years.of(TESTED_ON), declared, at_most=declared.people)
    before = past(declared, tested, years.days[TESTED_ON])
    fared = _fared(years, declared, found.model) if found.model else None
    return RiskCard(
        refresh=refresh,
        model=declared.id,
        as_at=refresh.as_at,
        passed=not reasons_why_not,
        failures=reasons_why_not,
        card=card(declared, found, years.days[:TESTED], before, fared),
        weights=found.model.as_json() if found.model else {},
    )


def _fared(years: Years, declared: RiskModel, model: Model) -> Harm | None:
    """How those whom a team took on fared, beside others of like chance."""
    listed = actions.listed()
    if not listed:
        return None
    scored = [_scored(years, declared, model, n) for n in range(TESTED)]
    people = ibis.memtable(cohort(listed, scored, years.days[SCORED]))
    activity, deaths = years.run.source("activity"), years.run.source("death")
    rows = years.run.connection.to_pyarrow(followed(people, activity, deaths, years.days[SCORED]))
    return harm(rows.to_pylist())


def _scored(years: Years, declared: RiskModel, model: Model, n: int) -> Scored:
    examples = years.of(n)
    people = sample(examples, declared, at_most=len(examples), asked=False)
    return Scored(years.days[n], people["person"].to_pylist(), _chances(people, declared, model))


def _scores(years: Years, shown: Sequence[tuple[RiskModel, Study]]) -> Iterator[pa.RecordBatch]:
    if not shown:
        return
    everybody = years.scored()
    for declared, found in shown:
        assert found.model  # or it would not have passed
        people = sample(everybody, declared, at_most=len(everybody), asked=False)
        yield from _batches(people, declared, found.model)


def _batches(people: pa.Table, declared: RiskModel, model: Model) -> Iterator[pa.RecordBatch]:
    chance = _chances(people, declared, model)
    above = np.searchsorted(np.sort(chance), chance, side="left") * 100 // max(len(chance), 1)
    for start, those in _a_few(people):
        some = slice(start, start + BATCH)
        columns = {
            "person_id": pc.cast(those["person_id"], pa.string()).combine_chunks(),
            "model": [declared.id] * len(those),
            "practice": those["practice"].combine_chunks(),
            "chance": chance[some],
            "above": above[some].astype(np.int16),
            "reasons": reasons(model, values(those, declared.features)),
        }
        yield pa.RecordBatch.from_pydict(columns)


def _chances(people: pa.Table, declared: RiskModel, model: Model) -> Numbers:
    """Of everybody, in their order; so few at a time that the numbers of a million need no gigabyte."""
    each = [model.chances(values(those, declared.features)) for _, those in _a_few(people)]
    return np.concatenate(each) if each else np.zeros(0)


def _a_few(people: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    return ((start, people.slice(start, BATCH)) for start in range(0, len(people), BATCH))
