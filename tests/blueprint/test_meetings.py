"""meetings.yaml, which may be left out: whom the meetings of which teams speak of."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.blueprint.hamlet import ANSWERED, write
from tests.blueprint.test_faults import faults

from commonweal.blueprint import load
from commonweal.blueprint.meetings import agenda_of, starter

pytestmark = pytest.mark.requirement("T3")
BASES = "    bases: [{id: asked, title: They agreed}]\n"
MEETINGS = (
    ANSWERED
    + """\
meetings:
  - id: homes
    title: Care home round
    kinds: [care_home_support]
    rules: [{kind: care_home_round, title: Round, days: 7}]
"""
    + BASES
    + """\
  - id: weekly
    title: Weekly
    rules: [{kind: reviews_overdue, title: Overdue}, {kind: risers, title: Rising, among: area, at_most: 5}]
"""
    + BASES
)


def meeting(folder: Path, text: str = MEETINGS) -> Path:
    """The hamlet with its agendas."""
    (write(folder) / "meetings.yaml").write_text(text, encoding="utf-8")
    return folder


def test_each_kind_of_team_has_its_agenda_and_others_the_general_one(tmp_path: Path) -> None:
    """Where nothing is declared it is the starter's, which has every rule there is."""
    declared = load(meeting(tmp_path)).meetings
    assert [agenda_of(declared, kind).id for kind in ("care_home_support", "neighbourhood")] == [
        "homes",
        "weekly",
    ]
    assert agenda_of((), "neighbourhood") == agenda_of(declared[:1], "neighbourhood") == starter()[0]
    assert len({rule.kind for rule in starter()[0].rules}) == 6


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("among: area, at_most", "among: everybody, at_most", "among"),
        ("kind: reviews_overdue, title", "kind: reviews_overdue, among: area, title", "only risers"),
        ("kind: risers", "kind: riser", "kind"),
        ("days: 7", "days: 0", "days"),
        ("id: homes", "id: weekly", "stands on line"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, old: str, new: str, said: str) -> None:
    (fault,) = faults(meeting(tmp_path, MEETINGS.replace(old, new, 1)))
    assert said in fault
