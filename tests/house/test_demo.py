"""The demo: up with one command, down without a trace, there again at the next."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from commonweal.site import database, port

OF_TESTS = ("DATABASE_URL", "COMMONWEAL_TESTING", "COMMONWEAL_SECRET_KEY")


class Demo:
    """A demo of few people in a folder of its own, started as somebody at a terminal would."""

    def __init__(self, state: Path, free: int) -> None:
        self.state, self.port = state, free
        self.address = f"http://{port.HOST}:{free}/"
        self.started: list[subprocess.Popen[str]] = []

    def command(self, *options: str) -> list[str]:
        where = ("--state", str(self.state), "--port", str(self.port))
        return [sys.executable, "-m", "commonweal", "demo", *where, *options]

    def start(self, *options: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            self.command("--people", "150", *options),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=as_at_a_terminal(),
        )
        self.started.append(process)
        return process

    def left_running(self) -> list[str]:
        """Every process whose command names the state folder or the port, a moment after the end."""
        deadline = time.monotonic() + 10
        while (left := self._named()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return left

    def _named(self) -> list[str]:
        commands = [
            file.read_bytes().decode(errors="replace") for file in Path("/proc").glob("[0-9]*/cmdline")
        ]
        return [said for said in commands if str(self.state) in said or f"\0{self.port}\0" in said]


def as_at_a_terminal() -> dict[str, str]:
    """The surroundings without what the tests themselves have set."""
    return {name: value for name, value in os.environ.items() if name not in OF_TESTS}


def until_up(process: subprocess.Popen[str]) -> str:
    """How it welcomes, from the address to how it ends."""
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C ends it" in line:
            return said[said.index("Commonweal is at") :]
    raise AssertionError(f"the demo has ended: {process.stderr.read()}")


def end(process: subprocess.Popen[str], how: signal.Signals) -> tuple[int, str]:
    process.send_signal(how)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with socket.create_server((port.HOST, 0)) as server:
        free = server.getsockname()[1]
    shown = Demo(tmp_path_factory.mktemp("demo") / "state", free)
    yield shown
    for process in shown.started:
        process.kill()
        process.communicate()
    database.remove(shown.state / "database")


@pytest.mark.requirement("P1")
def test_it_comes_up_goes_down_and_is_there_again(demo):
    """One story, for each start of a demo takes seconds."""
    first = demo.start()
    said = until_up(first)
    assert f"Commonweal is at {demo.address} with 150 invented people, seed 1." in said
    assert "St Thomas" in said
    assert "social-worker" in said
    assert "The person whose record it is, Exeter" not in said, "it is for nobody's record"
    with urllib.request.urlopen(demo.address) as page:
        assert (page.status, page.url) == (200, f"{demo.address}accounts/login/?next=/")
    with urllib.request.urlopen(f"{demo.address}static/commonweal.css") as stylesheet:
        assert "cw-" in stylesheet.read().decode()

    taken = subprocess.run(
        demo.command("--people", "150"), capture_output=True, text=True, env=as_at_a_terminal()
    )
    assert (taken.returncode, taken.stdout) == (1, "")
    assert f"port {demo.port} is taken" in taken.stderr

    end(first, signal.SIGKILL)
    second = demo.start()
    again = until_up(second)
    assert again == said
    status, made = end(second, signal.SIGINT)
    assert (status, made) == (0, "")
    assert demo.left_running() == []


@pytest.mark.requirement("P1")
def test_it_refuses_to_mix_two_sets_of_people(demo):
    answer = subprocess.run(
        demo.command("--people", "90"), capture_output=True, text=True, env=as_at_a_terminal()
    )
    assert answer.returncode == 1
    assert (
        "keeps 150 invented people, seed 1, not 90 invented people, seed 1; start over with --fresh"
        in answer.stderr
    )


def test_its_secrets_and_its_records_are_readable_by_its_owner_alone(demo):
    kept = {name: (demo.state / name).stat().st_mode & 0o777 for name in ("secret key", "password", "store")}
    assert kept == {"secret key": 0o600, "password": 0o600, "store": 0o700}
