"""homes.yaml, which may be left out: care homes, who looks after them, and what is owed to residents."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.blueprint.test_faults import faults
from tests.care.conftest import BLUEPRINT

from commonweal.blueprint import load

pytestmark = pytest.mark.requirement("T7")


def changed(folder: Path, old: str, new: str) -> Path:
    """Exampleshire, with something else in its homes.yaml."""
    there = folder / "exampleshire"
    shutil.copytree(BLUEPRINT, there)
    file = there / "homes.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return there


def test_homes_are_read_whole_and_may_be_left_out(tmp_path: Path) -> None:
    declared = load(BLUEPRINT)
    assert [(one.ods, one.aligned_practice, dict(one.beds)) for one in declared.homes] == [
        ("ZZ3", "Z99001", {"residential": 10, "nursing": 4}),
        ("ZZ4", "Z99003", {}),
    ]
    assert declared.care_homes
    assert declared.care_homes.bed_type("respite") == "Respite"
    there = changed(tmp_path, "homes:", "homes:")
    (there / "homes.yaml").unlink()
    assert (load(there).homes, load(there).care_homes) == ((), None)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("ods: ZZ3", "ods: ZZ9", "there is no organisation 'ZZ9'"),
        ("ods: ZZ3", "ods: ZZ1", "'ZZ1' is no care home; give the code of one, or change its kind"),
        ("practice: Z99001", "practice: Z99009", "there is no practice 'Z99009'"),
        ("network: riverside", "network: rivers", "there is no area 'rivers'"),
        ("coordinator: riverside-team", "coordinator: river", "there is no team 'river'"),
        ("beds: {residential", "beds: {castle", "'castle' is no type of bed; bed_types has"),
        ("urgent_pathway: riverside-visit", "urgent_pathway: visit", "there is no pathway 'visit'"),
        ("observations: news2", "observations: news3", "there is no instrument 'news3'"),
        ("id: nursing, title", "id: respite, title", "'respite' stands there twice"),
        (
            "working_days: 7,",
            "working_days: 7, every_days: 7,",
            "should have one of working_days and every_days",
        ),
        ("shown_by: plan", "shown_by: instrument", "instruments go with shown_by: instrument; give both"),
    ],
)
def test_what_cannot_be_is_named_with_its_remedy(tmp_path: Path, old: str, new: str, fault: str) -> None:
    found = faults(changed(tmp_path, old, new))
    assert any(one.startswith("homes.yaml:") and fault in one for one in found), found


def test_an_urgent_pathway_takes_the_referrals_of_homes(tmp_path: Path) -> None:
    there = changed(tmp_path, "homes:", "homes:")
    file = there / "pathways" / "riverside-visit.yaml"
    text = file.read_text(encoding="utf-8").replace("[practice, care_home]", "[practice]")
    file.write_text(text, encoding="utf-8")
    fault = "riverside-visit takes no referral of a care home; add care_home to its may_refer"
    assert any(fault in one for one in faults(there))
