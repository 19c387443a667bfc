"""Instruments as files: what is wrong with one is said, line by line; those that come with us are right."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest
from tests.blueprint.errand import ERRAND
from tests.blueprint.tea import TEA, kitchen, tea
from tests.blueprint.test_faults import faults
from tests.blueprint.test_schemas import said

from commonweal.blueprint import Blueprint, instruments_warnings, load
from commonweal.blueprint.schemas import schemas

pytestmark = pytest.mark.requirement("T1", "T5", "T6")
FILE = "instruments/tea.yaml"
ITEMS = ["gad-7", "news2", "ons-loneliness", "ons4", "phq-9"]
OURS = ["carers-view", "falls", "home-hazards", "safety-plan", "time-on-floor", "what-matters-to-me"]
LABELS = ["clinical-frailty-scale"]
SCORES = ["4at", "barthel-100", "barthel-20", "must", "swemwbs"]
LICENSED = {  # our id: the row of the reference
    "4at": "4AT",
    "barthel-100": "Barthel index",
    "barthel-20": "Barthel index",
    "clinical-frailty-scale": "Clinical Frailty Scale (CFS)",
    "gad-7": "GAD-7",
    "must": "MUST",
    "news2": "NEWS2",
    "ons-loneliness": "ONS loneliness (direct) ",
    "ons4": "ONS4 personal wellbeing",
    "phq-9": "PHQ-9",
    "swemwbs": "SWEMWBS",
}


def broken() -> Iterator[tuple[str, str, list[str]]]:
    """The table in instrument_faults.txt: what the file says, what is said instead, the faults."""
    table = (Path(__file__).parent / "instrument_faults.txt").read_text(encoding="utf-8")
    for row in table.replace("\n    ", "\t").splitlines():
        if not row.startswith("#"):
            words, *found = row.split("\t")
            old, new = words.replace("\\n", "\n").split(" | ")
            yield old, new, found


@pytest.mark.parametrize(("old", "new", "found"), list(broken()))
def test_one_thing_wrong_with_an_instrument(tmp_path: Path, old: str, new: str, found: list[str]) -> None:
    assert TEA.count(old) == 1, f"{old!r} should stand once in the instrument"
    folder = kitchen(tmp_path, TEA.replace(old, new))
    assert faults(folder) == [f"{FILE}:{fault}" for fault in found]


def test_questions_that_wait_for_each_other_are_never_asked(tmp_path: Path) -> None:
    text = TEA.replace("to: 9, points:", 'to: 9, shown_when: {question: sugar, is: ["no"]}, points:')
    assert faults(kitchen(tmp_path, text)) == [
        f"{FILE}:26: versions[2].questions[2].shown_when: 'cups' is asked only after itself; let one of them"
        " be asked always",
        f"{FILE}:46: versions[2].questions[5].shown_when: 'sugar' is asked only after itself; let one of them"
        " be asked always",
    ]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (
            ["{sum: 0, gives: 1.5}", "{sum: 2, gives: 3}"],
            "[2].sum: should be 1, one more than the sum above it",
        ),
        (["{sum: 1, gives: 1.5}", "{sum: 2, gives: 3}"], "[1].sum: should be 0, the lowest sum"),
        (["{sum: 0, gives: 1.5}", "{sum: 1, gives: 3}"], "[2].sum: should be 2, the highest sum"),
    ],
)
def test_a_conversion_has_every_sum_once(tmp_path: Path, rows: list[str], found: str) -> None:
    conversion = "".join(f"      - {row}\n" for row in rows)
    old = "answer: whole, from: 0, to: 9, counts: true}\n"
    text = TEA.replace(old, old.replace("9", "2") + "    conversion:\n" + conversion)
    said_ = [fault for fault in faults(kitchen(tmp_path, text)) if fault.endswith(found)]
    assert len(said_) == 1


def test_a_right_instrument_is_read_whole(tmp_path: Path) -> None:
    instrument = tea(tmp_path)
    assert (instrument.name, instrument.names) == (FILE, ("tea", "cuppa"))
    second = instrument.versions[1]
    assert [question.id for question in second.parts] == ["cups", "heat", "sugar"]
    assert (second.sums.low, second.sums.high) == (0, 4)


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
def test_a_version_holds_from_its_first_day_to_its_last(
    tmp_path: Path, on: date, version: str | None
) -> None:
    found = tea(tmp_path).version(on)
    assert (found and found.id) == version


@pytest.mark.parametrize(
    ("name", "found"), [("tea", True), ("TEA", True), ("Cuppa", True), ("coffee", False)]
)
def test_an_instrument_is_found_by_any_of_its_names_in_any_case(
    tmp_path: Path, name: str, found: bool
) -> None:
    assert (load(kitchen(tmp_path)).instrument(name) is not None) == found


def test_an_editor_sees_what_the_loader_sees() -> None:
    schema = jsonschema_rs.validator_for(schemas()["instruments"])
    assert schema.is_valid(said(TEA))
    assert not schema.is_valid(said(TEA.replace("shown_when", "show_when")))


def test_a_partnership_may_have_no_instruments_and_then_nothing_is_missed(tmp_path: Path) -> None:
    folder = with_errand(tmp_path)
    (folder / FILE).unlink()
    assert list(instruments_warnings.warnings(load(folder))) == []


def test_a_pathway_that_asks_for_an_instrument_without_a_file_is_warned_of(tmp_path: Path) -> None:
    folder = with_errand(tmp_path)
    (warning,) = instruments_warnings.warnings(load(folder))
    assert str(warning).removeprefix(f"{folder}/") == (
        "pathways/errand.yaml:61: instruments[1].id: instruments/ does not declare 'list'; add its file, so"
        " that it can be filled in and scored"
    )
    (folder / FILE).write_text(TEA.replace("[cuppa]", "[list]"), encoding="utf-8")
    assert list(instruments_warnings.warnings(load(folder))) == []


def with_errand(tmp_path: Path) -> Path:
    """The hamlet with its pathway and its instrument."""
    folder = kitchen(tmp_path)
    (folder / "pathways").mkdir()
    (folder / "pathways" / "errand.yaml").write_text(ERRAND, encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["derbyshire", "exeter"])
def partnership(request: pytest.FixtureRequest, repository: Path) -> Blueprint:
    return load(repository / "blueprints" / request.param)


def test_every_partnership_declares_its_instruments_and_misses_none(partnership: Blueprint) -> None:
    assert [one.id for one in partnership.instruments] == sorted([*ITEMS, *OURS, *LABELS, *SCORES])
    assert list(instruments_warnings.warnings(partnership)) == []


def test_only_what_a_licence_allows_stands_in_a_file(partnership: Blueprint) -> None:
    embedded = {one.id: one.licence.embed for one in partnership.instruments}
    assert embedded == (
        dict.fromkeys([*ITEMS, *OURS], "items")
        | dict.fromkeys(LABELS, "labels")
        | dict.fromkeys(SCORES, "score")
    )
    for one in partnership.instruments:
        if one.licence.embed == "score":
            assert [len(version.questions) for version in one.versions] == [1]


def test_the_licences_are_those_of_the_reference(partnership: Blueprint, shared: Path) -> None:
    """Items stand here only where its row says yes."""
    table = csv.DictReader((shared / "domain" / "instruments_licences.csv").open(encoding="utf-8"))
    allowed = {row["instrument"]: row["embed_items_in_open_source"] for row in table}
    for id, row in LICENSED.items():
        instrument = partnership.instrument(id)
        assert instrument is not None
        assert (instrument.licence.embed == "items") == allowed[row].startswith("yes"), id
    labels = allowed[LICENSED["clinical-frailty-scale"]]
    assert labels == "labels+score only"


def test_what_is_invented_or_from_memory_says_so(partnership: Blueprint) -> None:
    for one in partnership.instruments:
        assert one.invented == (one.id in OURS)
        for version in one.versions:
            assert "from memory" in version.source or "ours" in version.source or "Invented" in version.source


def test_the_levels_of_frailty_are_those_of_the_reference(partnership: Blueprint, shared: Path) -> None:
    levels = list(csv.DictReader((shared / "domain" / "cfs_levels.csv").open(encoding="utf-8")))
    scale = partnership.instrument("cfs")
    assert scale is not None
    for version, column in zip(scale.versions, ("label_v1_2", "label_v2_0"), strict=True):
        (level,) = version.parts
        named = [(option.id, option.title, str(option.score)) for option in level.options]
        assert named == [(row["level"], row[column], row["level"]) for row in levels]
