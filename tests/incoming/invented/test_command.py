"""`commonweal population invent` as someone types it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commonweal.site.command_line import app
from commonweal.store import Store


@pytest.fixture
def typed(repository: Path, tmp_path: Path):
    """Types the command with these words, for a store of its own."""

    def run(*words: str) -> Result:
        blueprint = str(repository / "blueprints" / "exeter")
        return CliRunner().invoke(
            app, ["population", "invent", "--blueprint", blueprint, "--store", str(tmp_path), *words]
        )

    return run


def test_people_are_invented_and_accounted_for(typed, tmp_path: Path) -> None:
    result = typed("--people", "200", "--seed", "7", "--json")
    account = json.loads(result.stdout)
    assert result.exit_code == 0
    assert account["counts"]["person"] == {
        "taken": Store(tmp_path).count("person"),
        "refused": 0,
        "duplicate": 0,
    }


def test_records_end_on_the_day_that_is_asked_for(typed) -> None:
    assert "records up to 2024-03-31" in typed("--people", "50", "--on", "2024-03-31").stdout


def test_other_people_in_the_store_are_left_alone(typed) -> None:
    typed("--people", "50", "--seed", "1")
    refused = typed("--people", "50", "--seed", "2")
    assert refused.exit_code == 1
    assert "replace them with --fresh" in refused.stderr
    assert typed("--people", "50", "--seed", "2", "--fresh").exit_code == 0


def test_what_came_out_is_set_beside_what_was_meant(typed) -> None:
    assert "share of 65+ fit" in typed("--people", "500", "--compare").stdout


def test_a_blueprint_that_is_not_there_is_named(tmp_path: Path) -> None:
    words = ["population", "invent", "--blueprint", str(tmp_path / "none"), "--store", str(tmp_path)]
    result = CliRunner().invoke(app, [*words, "--people", "5"])
    assert result.exit_code == 1
    assert "is not there; give the folder of a blueprint" in result.stderr
