"""A real server and a real database that may be killed, and people who write meanwhile."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from commonweal.site import database, port
from commonweal.site.database import place, server
from commonweal.site.database.programs import programs
from commonweal.site.database.reach import within_reach
from commonweal.site.database.runner import runner
from commonweal.site.database.running import open_for_us

PASSWORD = "a-long-day-in-november"
WORKERS = "2"
PATIENCE = 30.0
BREATH = 0.03  # seconds between two writes of one person; each kill looks through all that was written
NOT_DONE = (400, 500, 502, 503)  # 400 is what Django says where the database went while it kept the session

Post = tuple[str, str]  # role and area


class Database:
    """A durable database of the test's own, whose server may be killed and started again."""

    def __init__(self, folder: Path) -> None:
        who = runner()
        self._place = place.place(folder, who)
        self._asked = (self._place, within_reach(programs(), self._place, who), who)
        server.initialise(*self._asked)
        self._server = server.start(*self._asked, durable=True)
        open_for_us(self._place.socket)
        self.url = database.address(folder)
        self.for_pages = database.address(folder, database.SITE)

    def ask(self, question: str) -> list[tuple]:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with psycopg.connect(self.url, user="postgres", autocommit=True) as there:
                    return there.execute(question).fetchall()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def kill_all_of_it(self) -> None:
        """The server itself; what serves each connection goes with it."""
        os.kill(int((self._place.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        self._server.stop(within=10)
        self._server = server.start(*self._asked, durable=True)

    def kill_a_connection(self) -> None:
        """What serves one of the pages' connections: the server then starts over by itself."""
        pids = self.ask(f"SELECT pid FROM pg_stat_activity WHERE usename = '{database.SITE}'")
        if pids:
            os.kill(random.choice(pids)[0], signal.SIGKILL)

    def stop(self) -> None:
        self._server.stop(within=20)


class Site:
    """The pages as they are served, by processes of which one or all may be killed."""

    def __init__(self, environment: dict[str, str]) -> None:
        with socket.create_server((port.HOST, 0)) as free:
            self.port = free.getsockname()[1]
        self._environment = environment
        self.start()

    def start(self) -> None:
        where = ("--host", port.HOST, "--port", str(self.port), "--workers", WORKERS)
        how = ("--interface", "wsgi", "--blocking-threads", "4", "--log-level", "critical")
        again = ("--respawn-failed-workers", "--respawn-interval", "0.01")
        command = [sys.executable, "-m", "granian", *where, *how, *again, "commonweal.site.wsgi:application"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._main = subprocess.Popen(command, env=self._environment, start_new_session=True, **quiet)

    def kill_a_worker(self) -> None:
        """One that has been there for longest, so that the newest is ready when the next is killed."""
        deadline = time.monotonic() + PATIENCE
        # The last answer may have come before the last kill, and been read after it.
        while not (workers := self._workers()):
            assert time.monotonic() < deadline, "no worker comes up any more"
            time.sleep(0.02)
        os.kill(min(workers), signal.SIGKILL)

    def _workers(self) -> list[int]:
        children = Path(f"/proc/{self._main.pid}/task/{self._main.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def kill_all_of_it(self) -> None:
        os.killpg(self._main.pid, signal.SIGKILL)
        self._main.wait()
        self.start()

    def stop(self) -> None:
        os.killpg(self._main.pid, signal.SIGKILL)
        self._main.wait()


class Writer(threading.Thread):
    """Somebody who chooses one of their posts after the other, and notes which choice was acknowledged."""

    def __init__(self, name: str, site: Site, posts: dict[Post, int], stopping: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.site, self.posts, self.stopping = site, posts, stopping
        self.journal: list[tuple[Post | str, bool]] = []
        self.faults: list[str] = []
        self.cookies: dict[str, str] = {}

    @property
    def acknowledged(self) -> int:
        return sum(known for _, known in self.journal)

    def run(self) -> None:
        while not self.stopping.wait(BREATH):
            last = self.journal[-1][0] if self.journal else None
            chosen = random.choice([post for post in self.posts if post != last])
            self.journal.append((chosen, self.choose(chosen)))

    def choose(self, chosen: Post) -> bool:
        """Whether it was acknowledged; where nobody says so, it may have been done or not."""
        try:
            status, where = self.send("/post", {"post": str(self.posts[chosen])})
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            return False
        if status == 302 and not where.startswith("/accounts"):
            return True
        if status not in NOT_DONE:
            self.faults.append(f"{self.name}: {status} {where}")
        time.sleep(0.05)
        return False

    def sign_in(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                self.send("/accounts/login/", None)
                if self.send("/accounts/login/", {"login": self.name, "password": PASSWORD})[0] == 302:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
        raise AssertionError(f"{self.name} could not sign in")

    def send(self, address: str, form: dict[str, str] | None) -> tuple[int, str]:
        """The status, and where it leads."""
        connection = http.client.HTTPConnection(port.HOST, self.site.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"X-CSRFToken": self.cookies.get("csrftoken", "")}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST" if form else "GET", address, urlencode(form or {}), headers)
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return answer.status, answer.headers.get("Location", "")


class Mover(Writer):
    """Somebody at the hub who lets one referral wait and go on, again and again, and nobody else does."""

    def __init__(self, name: str, site: Site, reference: str, stopping: threading.Event) -> None:
        super().__init__(name, site, {}, stopping)
        self.reference, self.seen = reference, 1

    def run(self) -> None:
        while not self.stopping.wait(BREATH):
            move = "wait" if self.seen % 2 else "wake"
            done = self.moved(move)
            if done is None:  # an earlier try was done after all: it is noted already
                self.seen += 1
                continue
            self.journal.append((move, done))
            self.seen += done

    def moved(self, move: str) -> bool | None:
        """Whether it was acknowledged; None where the page says that it had been made before."""
        try:
            said = {"move": move, "reason": "wish", "seen": str(self.seen)}
            status, where = self.send(f"/referrals/{self.reference}", said)
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            return False
        if status == 302 and not where.startswith("/accounts"):
            return True
        if status == 409:
            return None
        if status not in NOT_DONE:
            self.faults.append(f"{self.name}: {status} {where}")
        time.sleep(0.05)
        return False
