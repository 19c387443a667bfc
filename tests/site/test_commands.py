"""The commands that work on the database, as they are typed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.insight.small_store import read, store_of
from typer.testing import CliRunner

from commonweal.care.accounts.models import User
from commonweal.care.published.models import PersonFrailty, Refresh
from commonweal.site.command_line import app

pytestmark = pytest.mark.django_db
BLUEPRINT = str(Path(__file__).parents[1] / "exampleshire")
ADA = "person|born|sex|practice|lives|deficits\nada|1940-05-01|female|Z99001|E01999001|9"


def typed(*words: str, password: str = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(app, words, env={"COMMONWEAL_PASSWORD": password} if password else {})
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.requirement("P10")
def test_refresh_computes_publishes_and_says_what(tmp_path: Path) -> None:
    """On a day given; the account of it as JSON."""
    store_of(tmp_path, read(ADA))
    words = ("refresh", "--store", str(tmp_path), "--blueprint", BLUEPRINT, "--on", "2025-06-30")
    status, out, err = typed(*words, "--json")
    said = json.loads(out)
    assert (status, said["people"], said["here"], said["as_at"]) == (0, 1, 1, "2025-06-30")
    assert said["refresh"] == Refresh.objects.get().pk
    assert PersonFrailty.objects.get().band == "moderate"
    assert "each person's frailty" in err
    assert "publishing" in err


@pytest.mark.parametrize(
    ("store", "blueprint", "says"),
    [("nowhere", BLUEPRINT, "nobody is in"), ("nowhere", "nowhere", "is not there")],
)
def test_refresh_says_what_is_wrong(tmp_path: Path, store: str, blueprint: str, says: str) -> None:
    """One line, no traceback, and a status that a nightly job notices."""
    status, out, err = typed("refresh", "--store", str(tmp_path / store), "--blueprint", blueprint)
    assert (status, out) == (1, "")
    assert says in err.replace("\n", " ")


def test_accounts_are_opened_and_closed(settings: Settings) -> None:
    """For a post of the blueprint; what cannot be is said."""
    settings.BLUEPRINT = BLUEPRINT
    post = ("--role", "team-lead", "--area", "Z99001")
    assert typed("accounts", "open", "ada", *post, password="many small streams")[0] == 0
    assert User.objects.get().is_active
    status, _, err = typed("accounts", "open", "ben", *post, password="short")
    assert (status, "at least 12 characters" in err) == (1, True)
    status, _, err = typed(
        "accounts", "open", "ben", "--role", "king", "--area", "Z99001", password="many streams"
    )
    assert (status, "no role 'king'" in err) == (1, True)
    assert typed("accounts", "close", "ada")[0] == 0
    assert not User.objects.get().is_active
    assert typed("accounts", "close", "nobody")[0] == 1


def test_demo_accounts_are_printed_one_a_line(settings: Settings) -> None:
    """Name, role and area, for each role of the blueprint and for one practice."""
    settings.BLUEPRINT = BLUEPRINT
    status, out, _ = typed("accounts", "demo", password="many small streams")
    assert status == 0
    lines = [line.split("\t") for line in out.splitlines()]
    assert lines[0] == ["team-lead", "Team lead", "Exampleshire"]
    assert lines[-1] == ["team-lead-z99001", "Team lead", "Abbey Surgery"]


@pytest.mark.parametrize(
    ("address", "says"),
    [("", "set DATABASE_URL to"), ("mysql://root@localhost/care", "should be postgresql://")],
)
def test_a_command_without_a_database_says_so(address: str, says: str) -> None:
    """In one line, from a process that has never seen one."""
    surroundings = {**os.environ, "DATABASE_URL": address}
    command = [sys.executable, "-m", "commonweal", "accounts", "close", "nobody"]
    ended = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert says in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
