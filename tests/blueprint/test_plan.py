"""plan.yaml, which may be left out: the headings of a person's plan, and who writes under which."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.blueprint.hamlet import ANSWERED, write
from tests.blueprint.test_faults import faults

from commonweal.blueprint import load
from commonweal.blueprint.plan import starter
from commonweal.blueprint.sharing import Category

pytestmark = pytest.mark.requirement("T2")
STANDARDS = ("Personalised care and support plan v2.0 (DAPB4022)", "Palliative and end of life care v1.1")
PLAN = (
    ANSWERED
    + """\
writers: [nurse]
plan:
  - {id: tea, title: Tea, easy_title: What do I drink?, help: How., category: plan_about_me, own: true}
  - {id: falls, title: Falls, easy_title: If I fall?, help: Do., category: plan_crisis, writers: [nurse]}
"""
)


def planned(folder: Path, text: str = PLAN) -> Path:
    """The hamlet with its own headings."""
    write(folder)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return folder


def test_it_is_read_whole_and_may_be_left_out(tmp_path: Path) -> None:
    assert load(write(tmp_path)).plan == starter()
    declared = load(planned(tmp_path)).plan
    assert [(one.id, one.content, one.own, one.writers) for one in declared] == [
        ("tea", "words", True, ("nurse",)),
        ("falls", "words", False, ("nurse",)),
    ]


def test_without_headings_of_its_own_it_says_only_who_writes(tmp_path: Path) -> None:
    declared = load(planned(tmp_path, ANSWERED + "writers: [nurse]\n")).plan
    assert [one.id for one in declared] == [one.id for one in starter()]
    assert {one.writers for one in declared if one.is_written} == {("nurse",)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "category: plan_crisis",
            "category: plan_crises",
            "8: plan[2].category: should be 'plan_about_me', 'plan_care', 'plan_crisis' or"
            " 'plan_end_of_life', not 'plan_crises'",
        ),
        (
            "plan_crisis,",
            "plan_crisis, own: true,",
            "8: plan[2]: only a section of plan_about_me is the person's own; set own: false",
        ),
        (
            "own: true}",
            "content: decisions, own: true}",
            "7: plan[1]: decisions is shown from where it is recorded;"
            " take out own, writers and review_after",
        ),
        (
            "writers: [nurse]}",
            "writers: [nurs]}",
            "8: plan[2].writers[1]: there is no role 'nurs'; did you mean 'nurse'?",
        ),
        (
            "writers: [nurse]\n",
            "writers: [nurs]\n",
            "5: writers[1]: there is no role 'nurs'; did you mean 'nurse'?",
        ),
        ("id: falls", "id: tea", "8: plan[2].id: 'tea' stands on line 7 already; give each one its own"),
        ("own: true}", "review_after: 0}", "7: plan[1].review_after: should be 1 or more, not '0'"),
    ],
)
def test_what_is_wrong_with_it_is_said(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert faults(planned(tmp_path, PLAN.replace(old, new))) == [f"plan.yaml:{said}"]


def test_a_role_that_sees_no_people_writes_no_plans(tmp_path: Path) -> None:
    (fault,) = faults(planned(tmp_path, PLAN.replace("writers: [nurse]\n", "writers: [analyst]\n")))
    assert fault == (
        "plan.yaml:5: writers[1]: 'analyst' has not the page 'people', where plans are written; take it out"
    )


def test_the_starter_stands_for_headings_of_the_national_standards(shared: Path) -> None:
    """Every heading that it names is one of theirs."""
    with (shared / "domain" / "prsb_headings.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["standard"] in STANDARDS]
    known = {(row["parent"], row["element"]) for row in rows}
    named = [one.heading for one in starter() if one.heading]
    assert len(named) == len(starter())
    for heading in named:
        parent, _, elements = heading.rpartition(": ")
        for element in elements.split("; "):
            assert (parent, element) in known, heading


def test_every_part_of_the_plan_has_sections_that_can_be_shared() -> None:
    parts = {one.category for one in starter()}
    assert parts == {"plan_about_me", "plan_care", "plan_crisis", "plan_end_of_life"}
    assert parts <= set(Category.__args__)
