"""What a rule may ask of the chances that models of risk give: columns that are named after a model.

They hold where the model passed its gate; where it did not, a rule that asks one of them finds nobody.
"""

from __future__ import annotations

from functools import cache

from commonweal.blueprint.case_finding_columns import COLUMNS, Column

CHANCE, RANK = "risk", "risk-rank"  # as in risk:emergency-admission
SAYS = {
    CHANCE: ("chance in 100, by the model {}", "a chance of {{}} in 100 by the model {}"),
    RANK: (
        "how many in 100 have a lower chance, by the model {}",
        "a chance higher than that of {{}} in 100 people here, by the model {}",
    ),
}
EXAMPLE = f"{CHANCE}:emergency-admission"


@cache
def column_named(name: str) -> Column:
    """A column of the profile, or what a model of risk says; KeyError where there is no such thing."""
    kind, _, model = name.partition(":")
    if not model or kind not in SAYS:
        return COLUMNS[name]
    title, says = (words.format(model.replace("-", " ")) for words in SAYS[kind])
    return Column(name, "whole", "hospital", title, says, may_be_unknown=True, model=model)
