"""`commonweal pathway`: one file checked against the blueprint around it, and drawn."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from click.testing import Result
from tests.blueprint.errand import ERRAND, errands
from tests.blueprint.hamlet import reworded
from typer.testing import CliRunner

from commonweal.site.commands.pathway import app

pytestmark = pytest.mark.requirement("F1", "F2")
SVG = "{http://www.w3.org/2000/svg}"


def typed(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_the_pathways_that_come_with_us_are_right(repository: Path) -> None:
    done = typed("check", repository / "blueprints" / "derbyshire" / "pathways", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"pathways": 8, "faults": []})


@pytest.mark.parametrize("where", ["", "pathways", "pathways/errand.yaml"])
def test_a_blueprint_a_folder_and_a_file_can_be_asked_about(tmp_path: Path, where: str) -> None:
    done = typed("check", errands(tmp_path) / where)
    assert (done.exit_code, done.stdout) == (0, "1 pathway; nothing wrong.\n")


def test_a_fault_has_its_file_line_key_and_remedy(tmp_path: Path) -> None:
    """A name that stands in no other file of the blueprint."""
    text = ERRAND.replace("to: going, by: [nurse]", "to: going, by: [nusre]", 1)
    file = errands(tmp_path, text) / "pathways" / "errand.yaml"
    line = 1 + text[: text.index("nusre")].count("\n")
    done = typed("check", file.parent, "--json")
    fault = {
        "file": str(file),
        "line": line,
        "key": "moves[1].by[1]",
        "message": "there is no role 'nusre'",
        "remedy": "did you mean 'nurse'?",
    }
    assert (done.exit_code, json.loads(done.stdout)) == (1, {"pathways": 1, "faults": [fault]})
    told = typed("check", file)
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == (
        f"{file}:{line}: moves[1].by[1]: there is no role 'nusre'; did you mean 'nurse'?\n"
    )


def test_what_is_wrong_elsewhere_is_left_to_the_check_of_the_blueprint(tmp_path: Path) -> None:
    folder = errands(tmp_path)
    (folder / "teams.yaml").write_text(reworded("teams.yaml", "area: mill", "area: mil"))
    done = typed("check", folder / "pathways")
    assert (done.exit_code, done.stdout) == (0, "1 pathway; nothing wrong.\n")
    assert done.stderr == "elsewhere in the blueprint there is more: blueprint check names it (1)\n"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nowhere", "is not there; name a pathway's file"),
        ("alone.yaml", "belongs to no blueprint; put it into the folder pathways"),
        ("pathways/errand.txt", "is no pathway; a blueprint reads pathways/*.yaml"),
    ],
)
def test_what_is_no_pathway_is_said(tmp_path: Path, name: str, says: str) -> None:
    folder = errands(tmp_path / "hamlet")
    (tmp_path / "alone.yaml").write_text(ERRAND)
    (folder / "pathways" / "errand.txt").write_text(ERRAND)
    path = (folder if "/" in name else tmp_path) / name
    for command in (["check", path], ["draw", path, "--out", tmp_path / "x.svg"]):
        done = typed(*command)
        assert done.exit_code == 1
        assert f"{path}:1: file: {says}" in done.stderr
    assert not (tmp_path / "x.svg").exists()


def test_a_pathway_is_drawn_with_what_its_numbers_and_letters_mean(tmp_path: Path) -> None:
    out = tmp_path / "errand.svg"
    done = typed("draw", errands(tmp_path) / "pathways" / "errand.yaml", "--out", out)
    assert (done.exit_code, done.stdout) == (0, f"{out}\n")
    drawing = fromstring(out.read_text(encoding="utf-8"))
    assert drawing.findtext(f"{SVG}title") == "An errand"
    assert said(drawing, "title") == ["Asked", "Resting", "Going", "Done", "Dropped"]
    assert said(drawing, "key")[:8] == [
        "1  Go",
        "2  Rest",
        "3  Wake",
        "4  Note",
        "5  Come back",
        "6  End",
        "7  Drop",
        "A  On the way in two hours: 2 hours, The shop,",
    ]
    assert ".stage { fill: #fff" in (drawing.findtext(f"{SVG}style") or "")


def test_a_pathway_with_a_fault_is_not_drawn(tmp_path: Path) -> None:
    folder, out = errands(tmp_path, ERRAND.replace("to: going", "to: gone", 1)), tmp_path / "errand.svg"
    done = typed("draw", folder / "pathways" / "errand.yaml", "--out", out)
    assert (done.exit_code, out.exists()) == (1, False)
    assert done.stderr.splitlines()[-1].endswith("errand.yaml: not drawn; see above")


def said(drawing: Element, kind: str) -> list[str]:
    """The texts of one kind, from above."""
    return [text.text or "" for text in drawing.iter(f"{SVG}text") if text.get("class") == kind]
