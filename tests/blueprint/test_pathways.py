"""Pathways as files: what is wrong with one is said, line by line; those that come with us are right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest
from tests.blueprint.errand import ERRAND, errand, errands
from tests.blueprint.test_faults import faults
from tests.blueprint.test_schemas import said

from commonweal.blueprint import Pathway, load
from commonweal.blueprint.schemas import schemas

pytestmark = pytest.mark.requirement("F1", "F2")
FILE = "pathways/errand.yaml"
NAMES = [
    "crisis-mental-health",
    "falls-recovery",
    "frailty-case-finding",
    "high-intensity-users",
    "home-visiting-proactive",
    "home-visiting-reactive",
    "same-day-booking",
    "urgent-community-response",
]


def broken() -> Iterator[tuple[str, str, list[str]]]:
    """The table in pathway_faults.txt: what the file says, what is said instead, the faults."""
    table = (Path(__file__).parent / "pathway_faults.txt").read_text(encoding="utf-8")
    for row in table.replace("\n    ", "\t").splitlines():
        if not row.startswith("#"):
            words, *found = row.split("\t")
            old, new = words.replace("\\n", "\n").split(" | ")
            yield old, new, found


@pytest.mark.parametrize(("old", "new", "found"), list(broken()))
def test_one_thing_wrong_with_a_pathway(tmp_path: Path, old: str, new: str, found: list[str]) -> None:
    assert ERRAND.count(old) == 1, f"{old!r} should stand once in the pathway"
    folder = errands(tmp_path, ERRAND.replace(old, new))
    assert faults(folder) == [f"{FILE}:{fault}" for fault in found]


def test_a_right_pathway_is_read_whole(tmp_path: Path) -> None:
    pathway = errand(tmp_path)
    assert (pathway.name, pathway.first.id) == (FILE, "asked")
    assert [stage.id for stage in pathway.stages if stage.ends] == ["done", "dropped"]
    assert [(move.starts, move.to) for move in pathway.moves][:2] == [
        (("asked",), "going"),
        (("asked",), "resting"),
    ]


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), "one"),
        (date(2024, 12, 31), "one"),
        (date(2025, 1, 1), "two"),
        (date(2045, 1, 1), "two"),
    ],
)
def test_a_rule_holds_from_its_first_day_to_its_last(tmp_path: Path, on: date, version: str | None) -> None:
    found = errand(tmp_path).clocks[0].version(on)
    assert (found and found.id) == version


def test_an_editor_sees_what_the_loader_sees() -> None:
    schema = jsonschema_rs.validator_for(schemas()["pathways"])
    assert schema.is_valid(said(ERRAND))
    assert not schema.is_valid(said(ERRAND.replace("may_refer", "may_reffer")))


def test_a_partnership_may_have_no_pathways_yet(tmp_path: Path) -> None:
    folder = errands(tmp_path)
    (folder / FILE).unlink()
    assert load(folder).pathways == ()


@pytest.fixture(scope="module", params=["derbyshire", "exeter"])
def pathways(request: pytest.FixtureRequest, repository: Path) -> dict[str, Pathway]:
    return {one.id: one for one in load(repository / "blueprints" / request.param).pathways}


def test_every_partnership_declares_its_pathways(pathways: dict[str, Pathway]) -> None:
    assert sorted(pathways) == NAMES


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2022, 11, 30), None),
        (date(2022, 12, 1), "standard-2022"),
        (date(2026, 3, 31), "standard-2022"),
        (date(2026, 4, 1), "standard-2026"),
    ],
)
def test_the_two_hours_have_a_rule_from_december_2022_and_another_from_april_2026(
    pathways: dict[str, Pathway], on: date, version: str | None
) -> None:
    found = pathways["urgent-community-response"].clocks[0].version(on)
    assert (found and found.id) == version
    assert found is None or (found.within.hours, found.hours, found.target, found.pauses) == (
        2,
        "always",
        70,
        (),
    )


def test_urgent_community_response_asks_what_the_standard_asks(
    pathways: dict[str, Pathway], shared: Path
) -> None:
    """The age, the likely admission and what is left out; the nine conditions are named in one question."""
    asked = pathways["urgent-community-response"].questions
    assert {question.id: question.wanted for question in asked} == {
        "adult": True,
        "condition": True,
        "admission": True,
        "emergency": False,
        "mind-alone": False,
        "in-a-bed": False,
    }
    conditions = (shared / "domain" / "ucr_conditions.csv").read_text(encoding="utf-8")
    named = asked[1].ask.removeprefix("Is it one of these: ").split(";")
    assert len(named) == 9 == len(conditions.strip().splitlines()) - 1


def test_whoever_goes_on_is_named_where_an_outcome_is_not_an_end(pathways: dict[str, Pathway]) -> None:
    """A person who goes to another team, to hospital or to 999 is never between two."""
    for pathway in pathways.values():
        for outcome in pathway.outcomes:
            assert outcome.next_owner == (
                outcome.id in {"goes-on", "to-hospital", "redirected", "to-999", "falls-assessment"}
            ), f"{pathway.id}: {outcome.id}"


def test_what_no_paper_gives_is_marked(pathways: dict[str, Pathway]) -> None:
    """Every rule says where it comes from, and each local one that it is invented or from memory."""
    for pathway in pathways.values():
        for clock in pathway.clocks:
            for version in clock.versions:
                known = pathway.id == "urgent-community-response" and clock.id == "two-hours"
                assert known or "nvented" in version.source or "from memory" in version.source
