"""What the environment may say, and what is refused."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from commonweal.site import environment

STRONG = "kX9-vLq2_Wz7RtB4nYc8-HsM3eJd6UaF1gPo5-iTbVx0ZyQwErN"


@pytest.mark.parametrize(("value", "on"), [("1", True), ("0", False), ("", False)])
def test_a_switch_is_on_or_off(value: str, on: bool) -> None:
    assert environment.flag("SWITCH", {"SWITCH": value}) is on
    assert environment.flag("SWITCH", {}) is False


@pytest.mark.parametrize("value", ["yes", "true", "false", "2"])
def test_a_switch_that_is_neither_is_refused(value: str) -> None:
    """A word for off must not switch on."""
    with pytest.raises(ImproperlyConfigured, match="SWITCH is"):
        environment.flag("SWITCH", {"SWITCH": value})


@pytest.mark.parametrize("key", ["secret", "a" * 80, "abcabcabc" * 8, STRONG[:49]])
@pytest.mark.parametrize("debug", [True, False])
def test_a_weak_key_is_refused(key: str, debug: bool) -> None:
    with pytest.raises(ImproperlyConfigured, match="is weak; draw one"):
        environment.secret_key({"COMMONWEAL_SECRET_KEY": key}, debug=debug)


def test_a_key_is_drawn_only_while_debugging() -> None:
    """Without one, and not debugging, there is none: Django then refuses to sign."""
    assert environment.secret_key({"COMMONWEAL_SECRET_KEY": STRONG}, debug=False) == STRONG
    assert environment.secret_key({}, debug=False) == ""
    assert len(environment.secret_key({}, debug=True)) >= 50


@pytest.mark.parametrize(
    ("url", "settings"),
    [
        ("postgresql://ada:p%40ss@db.example:5433/care", ("care", "ada", "p@ss", "db.example", "5433")),
        ("postgres://ada@%2Frun%2Fpg/care", ("care", "ada", "", "/run/pg", "")),
        ("postgresql:///care?host=/run/pg&user=ada", ("care", "ada", "", "/run/pg", "")),
        ("", ("", "", "", "", "")),
    ],
)
def test_the_address_of_the_database(url: str, settings: tuple[str, ...]) -> None:
    """Host or folder of a socket; the rest of the address reaches the driver."""
    database = environment.databases({"DATABASE_URL": url})["default"]
    assert tuple(database[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == settings
    assert database["CONN_MAX_AGE"] == 0
    more = environment.databases({"DATABASE_URL": "postgresql://h/care?sslmode=verify-full"})["default"]
    assert more["OPTIONS"]["sslmode"] == "verify-full"


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="should be postgresql://"):
        environment.databases({"DATABASE_URL": "mysql://root@localhost/care"})


def django(*words: str, **told: str) -> subprocess.CompletedProcess[str]:
    """A command of Django's in an environment of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "HOME") if name in os.environ}
    surroundings = {**kept, "DJANGO_SETTINGS_MODULE": "commonweal.site.settings", **told}
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


def test_as_it_would_be_deployed_the_site_passes_every_check_of_djangos() -> None:
    """Without debugging and without loopback: https alone, strict headers, secure cookies."""
    told = {"COMMONWEAL_SECRET_KEY": STRONG, "COMMONWEAL_ALLOWED_HOSTS": "care.example"}
    checked = django("django", "check", "--deploy", "--fail-level", "WARNING", **told)
    assert checked.returncode == 0, checked.stderr


def test_the_site_does_not_start_without_a_key() -> None:
    """It says so at once, not at the first sign-in."""
    started = django("commonweal.site.wsgi")
    assert started.returncode != 0
    assert "SECRET_KEY" in started.stderr


@pytest.mark.parametrize("value", ["14", "241", "-1", "an hour"])
def test_minutes_outside_their_bounds_are_refused(value: str) -> None:
    """A record opened in an emergency stays open for 15 to 240 minutes."""
    with pytest.raises(ImproperlyConfigured, match="OPEN is"):
        environment.minutes_between("OPEN", 15, 60, 240, {"OPEN": value})
    assert environment.minutes_between("OPEN", 15, 60, 240, {}) == 60
