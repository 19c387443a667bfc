"""`commonweal population take-in` with a declared source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from tests.blueprint import hamlet
from tests.incoming.extracts.village import write
from typer.testing import CliRunner, Result

from commonweal.site.commands import take_in

TAKE_IN = typer.Typer()
TAKE_IN.command()(take_in.command)
VISITS = "NHS,ARRIVED\n9434765919,2019-02-01 10:00\n"


def ask(tmp_path: Path, *words: str) -> Result:
    return CliRunner().invoke(TAKE_IN, [*words, "--store", str(tmp_path / "store")])


@pytest.mark.requirement("P10")
def test_an_account_of_every_row(tmp_path: Path) -> None:
    blueprint = hamlet.write(tmp_path / "hamlet")
    visits = write(tmp_path / "visits_1.csv", VISITS)
    answer = ask(tmp_path, str(visits), "--blueprint", str(blueprint), "--source", "visits", "--json")
    assert answer.exit_code == 1
    account = json.loads(answer.stdout)
    assert account["load"].endswith("-visits")
    assert account["tables"]["activity"] == {"taken": 0, "refused": 1, "duplicate": 0}
    assert account["reasons"] == {"the person is not known here; take in people first": 1}


def test_a_source_that_is_not_declared(tmp_path: Path) -> None:
    blueprint = hamlet.write(tmp_path / "hamlet")
    answer = ask(tmp_path, "visits.csv", "--blueprint", str(blueprint), "--source", "visit")
    assert answer.exit_code == 2
    assert "declares no source 'visit'; it" in answer.stderr


def test_a_source_that_does_not_fit_its_table(tmp_path: Path) -> None:
    visits = hamlet.reworded("sources/visits.yaml", "start: ARRIVED", "strat: ARRIVED")
    blueprint = hamlet.write(tmp_path / "hamlet", visits=visits)
    answer = ask(tmp_path, "visits.csv", "--blueprint", str(blueprint), "--source", "visits")
    assert answer.exit_code == 1
    assert f"{blueprint}/sources/visits.yaml:12: columns.strat: the table activity has no" in answer.stderr
    assert not (tmp_path / "store").exists()
