"""play.yaml, which may be left out: what comes in on a day that is played."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.blueprint.errand import errands
from tests.blueprint.hamlet import ANSWERED
from tests.blueprint.test_faults import faults

from commonweal.blueprint import load

pytestmark = pytest.mark.requirement("F2")
PLAY = (
    ANSWERED
    + """\
play:
  - {pathway: errand, a_month: 550, rhythm: any_hour, winter: 1.3, source: invented}
"""
)


def played(folder: Path, text: str = PLAY) -> Path:
    """The hamlet with its pathway, and what comes in on it."""
    (errands(folder) / "play.yaml").write_text(text, encoding="utf-8")
    return folder


def test_it_is_read_whole_and_may_be_left_out(tmp_path: Path) -> None:
    assert load(errands(tmp_path)).play == ()
    (found,) = load(played(tmp_path)).play
    assert (found.pathway, found.a_month, found.rhythm, found.winter) == ("errand", 550, "any_hour", 1.3)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "pathway: errand",
            "pathway: erand",
            "6: play[1].pathway: there is no pathway 'erand'; did you mean 'errand'?",
        ),
        ("a_month: 550", "a_month: 0", "6: play[1].a_month: should be more than 0.0, not '0'"),
        (
            "rhythm: any_hour",
            "rhythm: at_night",
            "6: play[1].rhythm: should be 'any_hour', 'daytime' or 'working_week', not 'at_night'",
        ),
    ],
)
def test_what_is_wrong_with_it_is_said(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert faults(played(tmp_path, PLAY.replace(old, new))) == [f"play.yaml:{fault}"]
