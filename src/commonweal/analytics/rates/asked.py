"""Every method by its name, put to a table of events and one of the population they are of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import pyarrow as pa

from commonweal.analytics.rates.ages import band
from commonweal.analytics.rates.counting import matched, unmatched
from commonweal.analytics.rates.funnel import around_rate, placed
from commonweal.analytics.rates.life import life_expectancy
from commonweal.analytics.rates.prevalence import expected, gaps
from commonweal.analytics.rates.simple import crude, proportions, summed
from commonweal.analytics.rates.slope import slopes
from commonweal.analytics.rates.standardised import directly, indirect_rates, indirect_ratios, weighted

AGE, RANK, KIND = "age_band", "rank", "kind"
NUMBERS = ("count", "population", "person")
PER_PEOPLE, PER_HUNDRED = 100_000, 100


class NotComputable(ValueError):
    """What was asked cannot be worked out from these tables, and why."""


@dataclass(frozen=True)
class Asked:
    """The tables, and what the answer is asked by; every column that both have if nothing is said."""

    events: ibis.Table
    population: ibis.Table
    by: tuple[str, ...] = ()
    reference: ibis.Table | None = None
    per: int | None = None
    confidence: float = 0.95

    @property
    def groups(self) -> tuple[str, ...]:
        """What the answer has a row for."""
        shared = self._shared()
        missing = [name for name in self.by if name not in shared]
        if missing:
            raise NotComputable(f"both files need a column '{missing[0]}'; they share {', '.join(shared)}")
        found = self.by or tuple(name for name in shared if name != AGE)
        if KIND in self.population.columns and KIND not in found and self._kinds() > 1:
            raise NotComputable(f"the population holds several kinds, which are never added: ask by '{KIND}'")
        return found

    def counts(self, *within: str) -> ibis.Table:
        """One row per group and what else it is told apart within."""
        return matched(self.events, self.population, *self.groups, *within)

    def unmatched(self) -> ibis.Table:
        """Events of which the population says nothing, by all that both have."""
        return unmatched(self.events, self.population, *self._shared())

    def needs(self, column: str, why: str) -> None:
        """Refuses where it is not in both tables."""
        if column not in self._shared():
            raise NotComputable(f"both files need a column '{column}': {why}")

    def standard(self, *columns: str) -> tuple[ibis.Table, list[str]]:
        """The reference, and what it is told apart within; it has to know everybody of the population."""
        if self.reference is None or not set(columns) <= set(self.reference.columns):
            raise NotComputable(f"a reference population is needed, with {' and '.join(columns)}")
        reference, groups = self.reference, self.groups
        within = [name for name in self._shared() if name in reference.columns and name not in groups]
        if not within:
            raise NotComputable(f"the reference needs one of the columns {', '.join(self._shared())}")
        if reference.count().to_pyarrow() != reference.select(within).distinct().count().to_pyarrow():
            raise NotComputable(f"the reference has two rows for the same {', '.join(within)}")
        told = self.population.select(within).distinct()
        unknown = told.anti_join(reference, within).limit(1).to_pyarrow().to_pylist()
        if unknown:
            raise NotComputable(f"the reference has no row for {', '.join(map(str, unknown[0].values()))}")
        return reference, within

    def bands(self) -> list[str]:
        """The bands of age of the population."""
        return [str(one) for one in self.population.select(AGE).distinct().to_pyarrow()[AGE].to_pylist()]

    def _shared(self) -> tuple[str, ...]:
        found = [name for name in self.population.columns if name in self.events.columns]
        if not set(found) - set(NUMBERS):
            raise NotComputable("the two files share no column that tells groups apart, as area or age_band")
        return tuple(name for name in found if name not in NUMBERS)

    def _kinds(self) -> int:
        return int(self.population[KIND].nunique().to_pyarrow().as_py())


def _counts(asked: Asked) -> ibis.Table:
    return summed(asked.counts(), *asked.groups)


def _crude(asked: Asked) -> ibis.Table:
    return crude(asked.counts(), *asked.groups, per=asked.per or PER_PEOPLE, confidence=asked.confidence)


def _proportion(asked: Asked) -> ibis.Table:
    return proportions(
        asked.counts(), *asked.groups, per=asked.per or PER_HUNDRED, confidence=asked.confidence
    )


def _direct(asked: Asked) -> ibis.Table:
    asked.needs(AGE, "a directly standardised rate weighs rates by age")
    counts = weighted(asked.counts(AGE), asked.bands())
    return directly(counts, *asked.groups, per=asked.per or PER_PEOPLE, confidence=asked.confidence)


def _indirect(asked: Asked) -> ibis.Table:
    reference, within = asked.standard("count", "population")
    counts, per = asked.counts(*within), asked.per or PER_PEOPLE
    return indirect_rates(
        counts, reference, *asked.groups, per=per, confidence=asked.confidence, within=within
    )


def _ratio(asked: Asked) -> ibis.Table:
    reference, within = asked.standard("count", "population")
    counts, per = asked.counts(*within), asked.per or PER_HUNDRED
    return indirect_ratios(
        counts, reference, *asked.groups, per=per, confidence=asked.confidence, within=within
    )


def _funnel(asked: Asked) -> ibis.Table:
    """Crude rates, with the limits around the average of all, and where each lies."""
    each, per = _crude(asked), asked.per or PER_PEOPLE
    (whole,) = summed(asked.counts()).to_pyarrow().to_pylist()
    if not whole["population"]:
        raise NotComputable("nobody is in the population")
    return placed(around_rate(each, whole["count"] * per / whole["population"], per=per))


def _life(asked: Asked) -> ibis.Table:
    asked.needs(AGE, "a life table goes from age to age")
    youngest = [{AGE: words, "from_age": band(words)[0]} for words in asked.bands()]
    counts = asked.counts(AGE).inner_join(ibis.memtable(pa.Table.from_pylist(youngest)), AGE)
    return life_expectancy(counts, *asked.groups, confidence=asked.confidence)


def _slope(asked: Asked) -> ibis.Table:
    """Of directly standardised rates where there are ages, of crude ones otherwise."""
    asked.needs(RANK, "a slope goes from the first rank to the last")
    rated = _direct(asked) if AGE in asked.population.columns else _crude(asked)
    by = [name for name in asked.groups if name != RANK]
    ranked = rated.mutate(rank=rated.rank.cast("int64"))
    return slopes(ranked, *by, kind="rate", confidence=asked.confidence)


def _prevalence(asked: Asked) -> ibis.Table:
    """What is recorded beside what is expected, and the gap."""
    reference, within = asked.standard("prevalence")
    people = expected(asked.counts(*within), reference, *asked.groups, within=within)
    recorded = summed(asked.counts(), *asked.groups).drop("population")
    both = recorded.inner_join(people, asked.groups) if asked.groups else recorded.cross_join(people)
    return gaps(both, confidence=asked.confidence)


METHODS: dict[str, Callable[[Asked], ibis.Table]] = {
    "count": _counts,
    "crude": _crude,
    "proportion": _proportion,
    "dsr": _direct,
    "isr": _indirect,
    "ratio": _ratio,
    "funnel": _funnel,
    "life-expectancy": _life,
    "slope": _slope,
    "prevalence": _prevalence,
}
