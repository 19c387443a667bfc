"""`commonweal instrument`: files checked, answers scored, and Questionnaires out and in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from tests.blueprint.tea import TEA, kitchen
from typer.testing import CliRunner

from commonweal.blueprint import load
from commonweal.site.commands.instrument import app

pytestmark = pytest.mark.requirement("T1", "T5", "T6")
ILL = {
    "age": 82,
    "respiration_rate": 26,
    "spo2_scale": 2,
    "air_or_oxygen": "oxygen",
    "spo2": 94,
    "systolic_bp": 105,
    "pulse": 95,
    "consciousness": "alert",
    "temperature_c": 38.05,
}


def typed(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(ILL), encoding="utf-8")
    return file


@pytest.mark.parametrize("partnership", ["exeter", "derbyshire"])
def test_the_instruments_that_come_with_us_are_right(repository: Path, partnership: str) -> None:
    done = typed("check", repository / "blueprints" / partnership / "instruments", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"instruments": 17, "faults": []})


def test_a_fault_has_its_file_line_key_and_remedy(tmp_path: Path) -> None:
    folder = kitchen(tmp_path, TEA.replace("{from: 2, to: 4, band", "{from: 3, to: 4, band"))
    file = folder / "instruments" / "tea.yaml"
    done = typed("check", file, "--json")
    fault = {
        "file": str(file),
        "line": 55,
        "key": "versions[2].bands[2].from",
        "message": "leaves a gap after the one above",
        "remedy": "begin at 2",
    }
    assert (done.exit_code, json.loads(done.stdout)) == (1, {"instruments": 1, "faults": [fault]})


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nowhere", "is not there; name an instrument's file, or a blueprint's folder instruments"),
        ("tea.yaml", "belongs to no blueprint; put it into the folder instruments of one"),
        ("hamlet/instruments/tea.txt", "is no instrument; a blueprint reads instruments/*.yaml"),
    ],
)
def test_what_is_no_instrument_is_said(tmp_path: Path, name: str, says: str) -> None:
    folder = kitchen(tmp_path / "hamlet")
    for other in (tmp_path / "tea.yaml", folder / "instruments" / "tea.txt"):
        other.write_text(TEA, encoding="utf-8")
    done = typed("check", tmp_path / name)
    assert done.exit_code == 1
    assert f"{tmp_path / name}:1: file: {says}" in done.stderr


@pytest.mark.requirement("T7")
@pytest.mark.parametrize("name", ["NEWS2", "news2", "News"])
def test_answers_are_scored(answers: Path, name: str) -> None:
    done = typed("score", name, "--answers", answers, "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (
        0,
        {
            "total": 9,
            "parts": {
                "respiration_rate": 3,
                "air_or_oxygen": 2,
                "spo2": 1,
                "systolic_bp": 1,
                "pulse": 1,
                "consciousness": 0,
                "temperature_c": 1,
            },
            "band": "high",
            "triggers": [
                {
                    "id": "single-3",
                    "title": "A single parameter scores 3",
                    "parts": ["respiration_rate"],
                    "do": "Have the person reviewed urgently, whatever the total.",
                }
            ],
        },
    )


@pytest.mark.requirement("T7")
def test_somebody_reads_what_it_means_and_who_made_it(answers: Path) -> None:
    done = typed("score", "NEWS2", "--answers", answers, "--blueprint", "derbyshire")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "NEWS2, the National Early Warning Score 2: 9, high"
    assert lines[-2] == "Assess again within 1 hour."
    assert lines[-3] == (
        "A single parameter scores 3 (respiration_rate)."
        " Have the person reviewed urgently, whatever the total."
    )
    assert lines[-1] == "National Early Warning Score (NEWS) 2, Royal College of Physicians, 2017"


@pytest.mark.requirement("T7")
def test_what_cannot_be_scored_has_reasons_and_no_number(answers: Path) -> None:
    left = {key: answer for key, answer in ILL.items() if key != "pulse"}
    answers.write_text(json.dumps(left | {"age": 15}), encoding="utf-8")
    done = typed("score", "NEWS2", "--answers", answers, "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (
        1,
        {
            "reasons": [
                "'Heart beats' (pulse) is missing; an answer that is not there is never taken as normal",
                "NEWS2 is not for anybody under 16; use the children's chart.",
            ]
        },
    )
    assert len(done.stderr.splitlines()) == 2
    assert typed("score", "NEWS2", "--answers", answers).stdout == ""


def test_scores_that_stand_for_themselves_have_bands_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(
        '{"life-satisfaction": 8, "worthwhile": 9, "happiness": 5, "anxiety": 6}', encoding="utf-8"
    )
    found = json.loads(typed("score", "ons4", "--answers", file, "--json").stdout)
    assert (found["total"], found["band"]) == (None, None)
    assert found["bands"] == {
        "life-satisfaction": "high",
        "worthwhile": "very-high",
        "happiness": "medium",
        "anxiety": "high",
    }


def test_the_version_of_a_day_is_used(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text('{"age": 70, "level": "Vulnerable"}', encoding="utf-8")
    asked = ("score", "CFS", "--answers", file, "--json", "--on")
    assert json.loads(typed(*asked, "2020-08-31").stdout)["total"] == 4
    assert typed(*asked, "2020-09-01").exit_code == 1
    assert "has no version on 1999-01-01" in typed(*asked, "1999-01-01").stderr
    assert "is no day" in typed(*asked, "soon").stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not JSON"),
        ("[1]", "should be a set of answers"),
        ('{"pulse": 70, "pulse": 140}', "is not JSON (a key is given twice)"),
        ('{"pulse": NaN}', "should be a whole number"),
    ],
)
def test_answers_that_cannot_be_read_are_named(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "answers.json"
    file.write_text(text, encoding="utf-8")
    done = typed("score", "NEWS2", "--answers", file)
    assert (done.exit_code, says in done.stderr) == (1, True)
    assert "cannot be read" in typed("score", "NEWS2", "--answers", tmp_path / "none.json").stderr


def test_an_instrument_that_is_not_there_is_said_with_what_may_be_meant(answers: Path) -> None:
    done = typed("score", "news3", "--answers", answers)
    assert done.exit_code == 1
    assert done.stderr == (
        "instrument: there is no instrument 'news3' in Integrated Care Exeter; did you mean 'news2'?\n"
    )


def test_an_instrument_goes_out_and_comes_back_the_same(tmp_path: Path) -> None:
    folder = kitchen(tmp_path / "hamlet")
    file, back = tmp_path / "tea.json", tmp_path / "tea.yaml"
    asked = ("export", "tea", "--blueprint", folder, "--on", "2025-06-01", "--out", file)
    assert typed(*asked).exit_code == 0
    done = typed("import", file, "--out", back)
    assert (done.exit_code, done.stdout) == (0, f"{back}\n")
    before = load(folder).instruments[0]
    (folder / "instruments" / "tea.yaml").write_text(back.read_text(encoding="utf-8"), encoding="utf-8")
    assert load(folder).instruments == (before.model_copy(update={"versions": before.versions[1:]}),)


def test_nothing_that_is_there_is_written_over(tmp_path: Path, answers: Path) -> None:
    done = typed("export", "news2", "--out", answers)
    assert done.exit_code == 1
    assert "is there already" in done.stderr
    assert json.loads(answers.read_text(encoding="utf-8")) == ILL


def test_anothers_questionnaire_is_written_with_what_it_lacks_said(tmp_path: Path) -> None:
    file, out = tmp_path / "q.json", tmp_path / "q.yaml"
    file.write_text(
        '{"resourceType": "Questionnaire", "title": "Sleep", "item": [{"linkId": "a", "type": "text"}]}',
        encoding="utf-8",
    )
    done = typed("import", file, "--out", out)
    assert done.exit_code == 1
    assert "instrument: licence: is missing; add it" in done.stderr
    assert "title: Sleep" in out.read_text(encoding="utf-8")
    file.write_text('{"resourceType": "Patient"}', encoding="utf-8")
    assert "this is no Questionnaire" in typed("import", file, "--out", tmp_path / "p.yaml").stderr
    assert not (tmp_path / "p.yaml").exists()
