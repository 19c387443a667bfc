"""A command typed beside a running demo means that demo's people."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
import typer

from commonweal.site import late
from commonweal.site.demo import Demo, noted

DEMO = Demo(Path("blueprints/exeter"), people=10, seed=1, records=None, port=8123, state=Path("kept"))
ENVIRONMENT = {name: f"the demo's {name}" for name in noted.TOLD} | {"COMMONWEAL_PASSWORD": "not told"}


@pytest.fixture(autouse=True)
def nobody_else_is_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No demo but those of the test, and no database named."""
    monkeypatch.setattr(noted, "NOTES", tmp_path)
    monkeypatch.delenv("COMMONWEAL_DEMO")
    for name in noted.TOLD:
        monkeypatch.setenv(name, "")


def test_while_it_is_up_commands_have_its_database_and_no_password() -> None:
    """Known to us alone, and forgotten when it ends."""
    with noted.noted(DEMO, ENVIRONMENT):
        (note,) = noted.NOTES.iterdir()
        assert note.stat().st_mode & 0o777 == 0o600
        assert "not told" not in note.read_text()
        late.beside_demo()
        assert {name: os.environ[name] for name in noted.TOLD} == {
            name: ENVIRONMENT[name] for name in noted.TOLD
        }
    assert noted.served() == []


def test_of_several_one_is_chosen_by_its_port(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody guesses whose records are meant."""
    other = {**ENVIRONMENT, "DATABASE_URL": "the other's"}
    with noted.noted(DEMO, ENVIRONMENT), noted.noted(replace(DEMO, port=8124), other):
        with pytest.raises(typer.Exit):
            late.beside_demo()
        assert "8123/, http://127.0.0.1:8124/): set COMMONWEAL_DEMO" in capsys.readouterr().err
        monkeypatch.setenv("COMMONWEAL_DEMO", "8124")
        late.beside_demo()
    assert os.environ["DATABASE_URL"] == "the other's"


def test_one_that_was_killed_is_not_meant() -> None:
    """Its note stayed behind."""
    with noted.noted(DEMO, ENVIRONMENT):
        (note,) = noted.NOTES.iterdir()
        left = note.read_text().replace(f'"process": {os.getpid()}', '"process": 4194305')
    note.write_text(left)
    assert noted.served() == []
