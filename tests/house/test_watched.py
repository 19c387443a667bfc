"""A process that we start ends with us, and one that ends by itself takes nothing with it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from commonweal.site.watched import Watched, run

START_AND_DIE = """
import os, signal, sys
from commonweal.site.watched import Watched
Watched(["sh", "-c", "echo $$ > " + sys.argv[1] + "; exec sleep 60"], signal.SIGTERM)
while not os.path.exists(sys.argv[1]) or not os.path.getsize(sys.argv[1]):
    pass
os.kill(os.getpid(), signal.SIGKILL)
"""


def is_alive(pid: int) -> bool:
    """True for a process that runs; one that has ended and waits for its parent to notice does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_it_gives_the_exit_status_of_a_command_that_ends_by_itself():
    assert run(["sh", "-c", "exit 7"]) == 7


def test_it_passes_on_what_the_command_is_to_read_from_its_surroundings(tmp_path):
    with (tmp_path / "said").open("w") as said:
        run(["sh", "-c", "echo $WHERE"], env={**os.environ, "WHERE": "Exeter"}, stdout=said)
    assert (tmp_path / "said").read_text() == "Exeter\n"


def test_a_stopped_process_is_told_to_end_by_its_own_signal(tmp_path):
    heard = tmp_path / "heard"
    waiting = f"trap 'echo told > {heard}; exit 0' INT; echo > {heard}; while :; do sleep 0.05; done"
    process = Watched(["sh", "-c", waiting], signal.SIGINT)
    while not heard.exists():
        time.sleep(0.01)
    process.stop(within=10)
    assert heard.read_text() == "told\n"


def test_a_process_that_will_not_end_is_killed(tmp_path):
    ready = tmp_path / "ready"
    process = Watched(["sh", "-c", f"trap '' TERM; echo > {ready}; exec sleep 60"], signal.SIGTERM)
    while not ready.exists():
        time.sleep(0.01)
    began = time.monotonic()
    process.stop(within=0.2)
    assert not process.runs
    assert time.monotonic() - began < 10


def test_a_process_ends_when_its_starter_is_killed(tmp_path):
    subprocess.run([sys.executable, "-c", START_AND_DIE, tmp_path / "pid"], check=False)
    pid = int((tmp_path / "pid").read_text())
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_alive(pid)
