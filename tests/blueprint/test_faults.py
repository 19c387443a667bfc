"""What is wrong with a folder is said in one line each: file, line, key, what and remedy."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.blueprint.hamlet import HAMLET, reworded, write

from commonweal.blueprint import BlueprintFaults, load


def broken() -> list[tuple[str, str, str, list[str]]]:
    """The table in faults.txt: file, what it says, what is said instead, the faults."""
    rows: list[tuple[str, str, str, list[str]]] = []
    for line in (Path(__file__).parent / "faults.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            rows[-1][3].append(line.strip())
        elif line and not line.startswith("#"):
            name, old, new = line.split(" | ")
            rows.append((name, old, new, []))
    return rows


def faults(folder: Path) -> list[str]:
    """The faults of a folder, each without the folder's own name."""
    try:
        load(folder)
    except BlueprintFaults as problem:
        return [str(fault).removeprefix(f"{folder}/") for fault in problem.faults]
    return []


def stem(name: str) -> str:
    return Path(name).stem


@pytest.mark.requirement("P10")
@pytest.mark.parametrize(("name", "old", "new", "said"), broken())
def test_one_thing_wrong(tmp_path: Path, name: str, old: str, new: str, said: list[str]) -> None:
    folder = write(tmp_path, **{stem(name): reworded(name, old, new)})
    assert faults(folder) == [fault if "yaml:" in fault else f"{name}:{fault}" for fault in said]


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        partnership=reworded("partnership.yaml", "title: Hamlet", "titel: Hamlet"),
        practices=reworded("practices.yaml", "people: 120", "people: -1"),
        small_areas=reworded("small_areas.csv", "E01990003", "E0199"),
        teams=reworded("teams.yaml", "area: mill", "area: mil").replace("id: visiting", "id: V"),
    )
    assert faults(folder) == [
        "partnership.yaml:6: titel: not a known key; did you mean 'title'?",
        "practices.yaml:7: practices[2].people: should be 1 or more, not '-1'",
        "small_areas.csv:4: small_areas[3].code: should be a small-area (LSOA) code: E01 or W01 and six"
        " digits, not 'E0199'",
        "teams.yaml:6: teams[1].id: should be lower-case words joined by hyphens, such as exeter-west,"
        " not 'V'",
    ]


def test_a_key_given_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    folder = write(tmp_path, teams=HAMLET["teams.yaml"] + "    area: hamlet\n")
    assert faults(folder) == ["teams.yaml:11: teams[1].area: is given twice (first on line 10); keep one"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "1: file: is empty; say what it declares"),
        (b"# nothing\n", "1: file: is empty; say what it declares"),
        (b"- a\n- b\n", "1: file: should be a set of keys and values, not a list"),
        (
            b"why_it_matters: x\n\twritten_by: y\n",
            "2: file: has a tab where spaces are needed; indent with spaces",
        ),
        (b"a: 1\nb: caf\xe9\n", "2: file: is not UTF-8 (byte 0xE9); save the file as UTF-8"),
        (b"a: !secret x\n", "1: a: the tag !secret is not known; take it out"),
    ],
)
def test_a_file_that_is_no_yaml(tmp_path: Path, content: bytes, said: str) -> None:
    folder = write(tmp_path)
    (folder / "teams.yaml").write_bytes(content)
    assert f"teams.yaml:{said}" in faults(folder)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    folder = write(tmp_path)
    for name, text in HAMLET.items():
        (folder / name).write_text(text, encoding="utf-8-sig")
    assert faults(folder) == []


def test_files_that_are_not_there_and_files_that_should_not_be(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "teams.yaml").rename(folder / "team.yaml")
    (folder / "small_areas.csv").unlink()
    assert faults(folder) == [
        "small_areas.csv:1: file: is not there; add it",
        "team.yaml:1: file: is not a file of a blueprint; did you mean 'teams.yaml'?",
        "teams.yaml:1: file: is not there; add it",
    ]
    assert faults(tmp_path / "nowhere") == [
        f"{tmp_path}/nowhere:1: folder: is not there; give the folder of a blueprint"
    ]


def test_an_area_without_members_and_practices_in_none(tmp_path: Path) -> None:
    areas = HAMLET["areas.yaml"].replace("    practices: all\n    small_areas: all\n", "")
    assert faults(write(tmp_path, areas=areas)) == [
        "areas.yaml:6: areas[1]: has neither practices nor small_areas; give it some, or take it out",
        "practices.yaml:8: practices[3].ods: 'Z00003' is in no area; add it to practices of an area in"
        " areas.yaml",
        "small_areas.csv:4: small_areas[3].code: 'E01990003' is in no area; add it to small_areas of an area"
        " in areas.yaml",
    ]


KEYS = [
    (name, match.start(1), match.group(1))
    for name, text in HAMLET.items()
    if name.endswith(".yaml") and "sources/" not in name
    for match in re.finditer(r"(\w+):(?= |$)", text, re.MULTILINE)
]


@settings(max_examples=60, deadline=None)
@given(key=st.sampled_from(KEYS), letter=st.sampled_from("qxz"), place=st.integers(0, 20))
def test_any_misspelt_key_is_named_with_its_line(
    tmp_path_factory: pytest.TempPathFactory, key: tuple[str, int, str], letter: str, place: int
) -> None:
    name, start, word = key
    place = min(place, len(word))
    misspelt = word[:place] + letter + word[place:]
    text = HAMLET[name][:start] + misspelt + HAMLET[name][start + len(word) :]
    folder = write(tmp_path_factory.mktemp("hamlet"), **{stem(name): text})
    line = text[:start].count("\n") + 1
    said = [fault for fault in faults(folder) if fault.startswith(f"{name}:{line}: ")]
    shutil.rmtree(folder)
    assert any(f"{misspelt}: not a known key; " in fault for fault in said)
