"""`commonweal blueprint`: what somebody at the command line reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.blueprint.hamlet import reworded, write
from typer.testing import CliRunner

from commonweal.site.commands.blueprint import app


@pytest.mark.requirement("P10")
def test_a_folder_that_is_right(repository: Path) -> None:
    answer = CliRunner().invoke(app, ["check", str(repository / "blueprints" / "exeter")])
    assert answer.exit_code == 0
    assert answer.stdout == (
        "Integrated Care Exeter: 150,000 people registered, 16 practices, 77 small areas, 22 areas, 9 teams,"
        " 16 roles, 5 data sources, 4 agreements, 8 pathways, 17 instruments; 149 of these entries invented;"
        " nothing wrong.\n"
    )


def test_a_copy_of_exeter_that_somebody_broke(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exeter"
    shutil.copytree(repository / "blueprints" / "exeter", folder)
    misspell(folder / "teams.yaml", "area: exeter-west", "area: exeter-wset")
    misspell(folder / "sources" / "gp_extract.yaml", "  code: CODE", "  coed: CODE")
    answer = CliRunner().invoke(app, ["check", str(folder)])
    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert answer.stderr.replace(f"{folder}/", "").splitlines() == [
        "sources/gp_extract.yaml:16: columns.coed: the table event has no column 'coed'; did you mean"
        " 'code'?",
        "teams.yaml:11: teams[1].area: there is no area 'exeter-wset'; did you mean 'exeter-west'?",
    ]


def misspell(file: Path, word: str, wrong: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(word, wrong), encoding="utf-8")


def test_a_source_that_does_not_fit_its_table(tmp_path: Path) -> None:
    folder = write(tmp_path, visits=reworded("sources/visits.yaml", "  start: ARRIVED", "  strat: ARRIVED"))
    answer = CliRunner().invoke(app, ["check", str(folder)])
    assert answer.exit_code == 1
    assert answer.stderr.splitlines() == [
        f"{folder}/sources/visits.yaml:12: columns.strat: the table activity has no column 'strat'; did you"
        " mean 'start'?",
    ]


def test_a_review_that_is_due_is_a_warning(tmp_path: Path) -> None:
    folder = write(tmp_path, roles=reworded("roles.yaml", "2027-03-31", "2020-03-31"))
    answer = CliRunner().invoke(app, ["check", str(folder)])
    assert answer.exit_code == 0
    assert answer.stderr.startswith(f"warning: {folder}/roles.yaml:4: review_by: was to be read again by")
    assert answer.stdout.startswith("Hamlet Partnership: 300 people registered, 3 practices,")


def test_the_same_as_json(tmp_path: Path) -> None:
    folder = write(tmp_path, teams=reworded("teams.yaml", "area: mill", "area: mil"))
    answer = CliRunner().invoke(app, ["check", str(folder), "--json"])
    assert answer.exit_code == 1
    assert json.loads(answer.stdout)["faults"] == [
        {
            "file": f"{folder}/teams.yaml",
            "line": 10,
            "key": "teams[1].area",
            "message": "there is no area 'mil'; did you mean 'mill'?",
        }
    ]


def test_schemas_for_editors(tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["schema", "--out", str(tmp_path)])
    assert answer.exit_code == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "areas.schema.json",
        "case-finding.schema.json",
        "homes.schema.json",
        "instruments.schema.json",
        "meetings.schema.json",
        "notices.schema.json",
        "organisations.schema.json",
        "partnership.schema.json",
        "pathways.schema.json",
        "plan.schema.json",
        "play.schema.json",
        "population.schema.json",
        "practices.schema.json",
        "registers.schema.json",
        "risk.schema.json",
        "roles.schema.json",
        "segments.schema.json",
        "sharing.schema.json",
        "sources.schema.json",
        "teams.schema.json",
    ]
    shown = CliRunner().invoke(app, ["schema"])
    assert json.loads(shown.stdout)["areas"]["title"] == "Areas"


@pytest.mark.requirement("R2")
def test_agreements_that_end_and_roles_without_one_are_warnings(tmp_path: Path) -> None:
    shared = reworded("sharing/care.yaml", "until: 2035-12-31", "until: 2026-04-30")
    shared = shared.replace("roles: [analyst]", "roles: [nurse]")
    answer = CliRunner().invoke(app, ["check", str(write(tmp_path, care=shared))])
    assert answer.exit_code == 0
    assert answer.stderr.replace(f"{tmp_path}/", "").splitlines() == [
        "warning: roles.yaml:7: roles[2].id: no agreement in sharing/ lets 'analyst' see anything; add it to"
        " a clause",
        "warning: sharing/care.yaml:9: until: ended on 2026-04-30: what it shares is shut; sign it anew, or"
        " take the file away",
    ]
