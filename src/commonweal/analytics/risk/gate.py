"""Whether a model may be shown: every reason why not, in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.analytics.risk.checks import Estimate
from commonweal.analytics.risk.study import Checked, Study
from commonweal.blueprint.risk import Gate, Span
from commonweal.terms.risk import GROUP_WORDS, known

CHANCE_ALONE = 0.5
FEWEST_EVENTS = 20  # in a group; below, nothing can be held against it, and nothing shown of it


def failures(study: Study, gate: Gate) -> tuple[str, ...]:
    """Why the model may not be shown; nothing where it may."""
    if study.model is None or study.tested is None:
        return ("Too few people, or too few outcomes among them, to train a model on.",)
    return tuple(_failures(study, study.tested, gate))


def judged(group: Checked) -> bool:
    """Whether a group has outcomes enough, and people enough without, to say anything of it."""
    return group.events >= FEWEST_EVENTS and group.people - group.events >= FEWEST_EVENTS


def _failures(study: Study, tested: Checked, gate: Gate) -> Iterator[str]:
    if tested.events < gate.events:
        yield f"Fewer than {gate.events} outcomes in the year that it was tested on, too few to judge it."
    yield from _told_apart(tested.discrimination, gate.discrimination)
    slope = study.calibration.slope if study.calibration else None
    if slope is None or not gate.slope.holds(slope.value):
        yield f"Its chances spread too far or too little: slope {_said(slope)}, not {_span(gate.slope)}."
    ratio, asked = tested.observed_over_expected, gate.observed_over_expected
    if ratio is None or not asked.holds(ratio.value):
        yield f"It is wrong on average: {_said(ratio)} came for each expected, not {_span(asked)}."
    yield from _groups(study, gate.group_observed_over_expected)
    yield from _drifted(study, gate.drift)


def _told_apart(area: Estimate | None, asked: float) -> Iterator[str]:
    if area is None or area.value < asked or area.low <= CHANCE_ALONE:
        yield f"It tells people apart too badly: {_said(area)}, where at least {asked:.2f} is asked."


def _groups(study: Study, asked: Span) -> Iterator[str]:
    for (by, name), group in (study.groups or {}).items():
        ratio = group.observed_over_expected
        if judged(group) and ratio and (ratio.low > asked.at_most or ratio.high < asked.at_least):
            who = GROUP_WORDS[by][name]
            yield f"It is wrong for {who}: {_said(ratio)} came for each expected, not {_span(asked)}."


def _drifted(study: Study, asked: float) -> Iterator[str]:
    for feature, drift in (study.drifts or {}).items():
        if drift > asked:
            what = known(feature).title
            yield f"People are not those it was trained on: {what} {drift:.2f}, not up to {asked:.2f}."


def _said(number: Estimate | None) -> str:
    return f"{number.value:.2f} ({number.low:.2f} to {number.high:.2f})" if number else "not known"


def _span(span: Span) -> str:
    return f"{span.at_least:.2f} to {span.at_most:.2f}"
