"""risk.yaml, which may be left out: which models are trained, and what each has to show."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.blueprint.hamlet import ANSWERED, write
from tests.blueprint.test_faults import faults

from commonweal.blueprint import load
from commonweal.blueprint.risk import starter

pytestmark = pytest.mark.requirement("P6")
RISK = (
    ANSWERED
    + """\
risk:
  - id: admission
    title: Emergency admission within half a year
    why: Ask what would help.
    outcome: emergency_admission
    months: 6
    features: [age, emergency_admissions]
    gate: {discrimination: 0.75, slope: {at_least: 0.9, at_most: 1.1}}
"""
)
SLIPS = {
    "    months: 6": ("    outcome: higher_frailty_band\n    months: 6", "set months to 12"),
    "[age, emergency_admissions]": ("[age, age]", "a feature is named twice"),
    "emergency_admissions]": ("ethnicity]", "a model cannot know 'ethnicity'"),
    "age, emergency_admissions]": ("age, 'register:copdd']", "no register 'copdd'; did you mean 'copd'?"),
    ", emergency_admissions]": (", 'register:asthma']", "'asthma' hangs on medicines or on a span of time"),
    "at_least: 0.9": ("at_least: 1.9", "at_least is more than at_most"),
    "months: 6": ("shown_to_person: true\n    months: 6", "add what_to_do"),
    "{discrimination: 0.75,": ("{confirmed_by: The board, discrimination: 0.75,", "both confirmed_by and"),
    "discrimination: 0.75": ("discriminatoin: 0.75", "did you mean 'discrimination'?"),
}


def declared(folder: Path, text: str) -> Path:
    """The hamlet with this risk.yaml."""
    (write(folder) / "risk.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_partnership_declares_its_own_models_or_has_those_of_the_starter(tmp_path: Path) -> None:
    (model,) = load(declared(tmp_path / "own", RISK)).risk
    assert (model.months, model.gate.discrimination, model.gate.events) == (6, 0.75, 100)
    assert load(write(tmp_path / "none")).risk == starter()
    assert {(one.shown_to_person, one.gate.confirmed_by) for one in starter()} == {(False, None)}
    assert {one.outcome for one in starter()} == {"emergency_admission", "higher_frailty_band"}


@pytest.mark.parametrize("right", SLIPS)
def test_a_slip_is_named_with_what_to_do(tmp_path: Path, right: str) -> None:
    wrong, told = SLIPS[right]
    text = RISK.replace(right, wrong)
    if "higher" in wrong:
        text = text.replace("    outcome: emergency_admission\n", "")
    assert any("risk.yaml" in one and told in one for one in faults(declared(tmp_path, text)))
