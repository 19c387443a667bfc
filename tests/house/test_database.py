"""The database that needs no set-up: it serves a folder, keeps what it was given, leaves nothing running."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from commonweal.site import database
from commonweal.site.database.place import place
from commonweal.site.database.runner import runner
from commonweal.site.database.server import serves

SERVE = """
import sys, time
from pathlib import Path
from commonweal.site import database
with database.running(Path(sys.argv[1]), durable=False):
    print("serving", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One folder for all: each test leaves it such that it can be served again."""
    kept = tmp_path_factory.mktemp("state") / "a folder with spaces"
    yield kept
    database.remove(kept)


def ask(url: str, question: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        answer = connection.execute(question)
        return str(answer.fetchone()[0]) if answer.description else ""


def server_of(folder: Path) -> int:
    return int((place(folder, runner()).data / "postmaster.pid").read_text().split()[0])


def serve_elsewhere(folder: Path) -> subprocess.Popen[str]:
    """Another process that serves the folder, once it does."""
    process = subprocess.Popen([sys.executable, "-c", SERVE, folder], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "serving\n"
    return process


def gone(pid: int, folder: Path, within: float) -> bool:
    deadline = time.monotonic() + within
    while serves(pid, place(folder, runner())) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not serves(pid, place(folder, runner()))


def test_what_is_kept_in_the_folder_is_there_at_the_next_start(folder):
    with database.running(folder, durable=False) as url:
        ask(url, "create table visit (day date)")
        ask(url, "insert into visit values ('2026-03-01')")
        server = server_of(folder)
    assert gone(server, folder, within=0)
    with database.running(folder, durable=False) as url:
        assert ask(url, "select day from visit") == "2026-03-01"


def test_our_role_is_bound_by_row_level_security_and_nobody_reaches_the_server_from_outside(folder):
    with database.running(folder, durable=False) as url:
        assert ask(url, "select current_user") == "commonweal"
        assert (
            ask(url, "select rolsuper or rolbypassrls from pg_roles where rolname = current_user") == "False"
        )
        assert ask(url, "show listen_addresses") == ""
        assert url == database.address(folder)


def test_every_write_of_a_durable_database_reaches_the_disk(folder):
    with database.running(folder) as url:
        assert ask(url, "show fsync") + ask(url, "show synchronous_commit") == "onon"


def test_a_second_server_on_the_same_folder_is_refused_and_names_the_first(folder):
    with (
        database.running(folder, durable=False),
        pytest.raises(database.DatabaseFault, match=f"process {os.getpid()} is serving"),
        database.running(folder, durable=False),
    ):
        pass


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_with_the_process_that_started_it_however_that_ends(folder, end):
    starter = serve_elsewhere(folder)
    server = server_of(folder)
    starter.send_signal(end)
    starter.wait(10)
    assert gone(server, folder, within=10)


def test_it_starts_again_within_five_seconds_when_both_were_killed(folder):
    starter = serve_elsewhere(folder)
    starter_and_server = (server_of(folder), starter.pid)
    for pid in starter_and_server:
        os.kill(pid, signal.SIGKILL)
    starter.wait(10)
    began = time.monotonic()
    with database.running(folder, durable=False) as url:
        assert time.monotonic() - began < 5
        assert ask(url, "select 1") == "1"


def test_a_lock_left_behind_whose_number_another_process_now_has_is_no_obstacle(folder):
    with database.running(folder, durable=False):
        pass
    (place(folder, runner()).data / "postmaster.pid").write_text(f"{os.getpid()}\n/nowhere\n")
    with database.running(folder, durable=False) as url:
        assert ask(url, "select 1") == "1"


def test_data_of_another_version_is_refused_with_what_to_do(folder):
    with database.running(folder, durable=False):
        pass
    version = place(folder, runner()).data / "PG_VERSION"
    made_by = version.read_text()
    version.write_text("9\n")
    with pytest.raises(database.DatabaseFault, match=r"is of PostgreSQL 9, here is .* --fresh"):
        database.running(folder).__enter__()
    version.write_text(made_by)


def test_nothing_of_a_failed_statement_is_in_the_log_for_it_may_name_a_person(folder):
    with database.running(folder, durable=False) as url:
        with pytest.raises(psycopg.Error):
            ask(url, "select 'Ada Marsh'::int")
        assert "Ada" not in place(folder, runner()).log.read_text()


def test_a_missing_postgresql_is_said_with_what_to_do(folder, monkeypatch):
    monkeypatch.setenv("COMMONWEAL_POSTGRES", "/nowhere")
    with pytest.raises(database.DatabaseFault, match="run bin/setup"):
        database.running(folder).__enter__()


@pytest.mark.django_db
def test_tests_have_a_database_of_their_own():
    with connection.cursor() as cursor:
        cursor.execute("select current_database()")
        assert cursor.fetchone()[0].startswith("test_commonweal")
