"""A backup is whole and proved, or it is not there; a restore takes the place of what was, or leaves it."""

import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo
from tests.insight.small_store import read, store_of

from commonweal.site import database
from commonweal.site.backup import BackupFault, back_up, manifest, restore
from commonweal.store import Store

TABLES = """
    create table django_migrations (app text, name text);
    insert into django_migrations values ('care', '0001_initial');
    create table visit (id bigserial primary key, person text, day date not null);
    create table look (visit bigint references visit, at timestamptz default now());
    create function stays() returns trigger language plpgsql as $$ begin raise 'stays'; end $$;
    create trigger look_stays before update or delete on look for each row execute function stays();
"""
VISITS = (
    "insert into visit (person, day) select 'Ada Marsh', date '2026-01-01' + n from generate_series(1, 400) n"
)
LOOKS = "insert into look (visit) select id from visit"
ROW = """
    insert into care_entry (deed, role, area, organisation, purpose, clause, because, detail)
    values ('test.{}', '', '', '', '', '', '', '{{}}')
"""
PEOPLE = """
person | born       | sex    | practice | lives     | deficits
ada    | 1940-05-01 | female | Z99001   | E01999001 | 9
ben    | 1950-05-01 | male   | Z99001   | E01999001 | 2
"""


def ask(url: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as there:
        answer = there.execute(question)
        return answer.fetchall() if answer.description else []


def beside(url: str, name: str) -> str:
    """The address of another database of the server."""
    return f"{url.rpartition('/')[0]}/{name}"


def databases(url: str) -> list[str]:
    return [name for (name,) in ask(beside(url, "postgres"), "select datname from pg_database")]


def is_private(folder: Path) -> bool:
    return all(
        stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
        for path in [folder, *folder.rglob("*")]
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the test's own, whose databases may be swapped."""
    folder = tmp_path_factory.mktemp("server")
    with database.running(folder, durable=False) as url:
        yield url
    database.remove(folder)


@pytest.fixture
def partnership(server: str) -> Iterator[str]:
    """A database with visits, and a look at each."""
    outside = beside(server, "postgres")
    ask(outside, "create database ward")
    url = beside(server, "ward")
    for order in (TABLES, VISITS, LOOKS):
        ask(url, order)
    yield url
    for name in databases(server):
        if name.startswith("ward"):
            ask(outside, f'drop database "{name}" with (force)')


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A linked population of two."""
    return store_of(tmp_path / "store", read(PEOPLE)).path


@pytest.fixture
def kept(partnership: str, store: Path, tmp_path: Path) -> Path:
    """A backup of both."""
    back_up(partnership, store, tmp_path / "kept", verify=False)
    return tmp_path / "kept"


def test_a_backup_is_proved_by_restoring_it_and_only_its_owner_may_read_it(partnership, store, tmp_path):
    made = back_up(partnership, store, tmp_path / "kept")
    assert made == manifest.read(tmp_path / "kept")
    assert made.verified
    assert made.database.counts == {"django_migrations": 1, "look": 400, "visit": 400}
    assert made.database.migrations == ("care.0001_initial",)
    assert made.population["person"] == 2
    assert is_private(tmp_path / "kept")
    assert [name for name in databases(partnership) if name.startswith("ward")] == ["ward"]
    assert list(tmp_path.glob("*.unfinished")) == []


def test_what_is_restored_is_what_was_kept_and_the_later_is_set_aside(partnership, store, kept):
    ask(partnership, "insert into visit (person, day) values ('Ben Vale', '2026-05-05')")
    shutil.rmtree(store / "person")
    made, aside = restore(partnership, store, kept, replace=True)
    assert not made.verified
    assert ask(partnership, "select count(*), max(day)::text from visit") == [(400, "2027-02-05")]
    assert ask(partnership, "insert into visit (day) values ('2026-01-01') returning id") == [(401,)]
    with pytest.raises(psycopg.errors.RaiseException, match="stays"):
        ask(partnership, "delete from look")
    assert sorted(path.name for path in store.iterdir() if path.is_dir()) == sorted(
        path.name for path in (kept / "population").iterdir() if path.is_dir()
    )
    earlier = make_conninfo(partnership, dbname=aside[0].rpartition(" ")[2])
    assert ask(earlier, "select count(*) from visit") == [(401,)]
    assert Path(aside[1].rpartition(" ")[2]).is_dir()


def test_a_database_that_is_gone_comes_back_with_the_role_its_tables_name(
    server, partnership, store, tmp_path
):
    """Roles belong to the server: on another one they are made first."""
    name = "ward_reader"
    ask(make_conninfo(server, dbname="postgres", user="postgres"), f"create role {name}")
    try:
        ask(partnership, f"grant select on visit to {name}")
        back_up(partnership, None, tmp_path / "kept", verify=False)
        assert manifest.read(tmp_path / "kept").roles == (name,)
        ask(beside(server, "postgres"), "drop database ward")
        restore(partnership, None, tmp_path / "kept")
        assert ask(partnership, f"select has_table_privilege('{name}', 'visit', 'select')") == [(True,)]
        ask(beside(server, "postgres"), "drop database ward")
        ask(make_conninfo(server, dbname="postgres", user="postgres"), f"drop role {name}")
        with pytest.raises(BackupFault, match=f"let an administrator run: create role {name} nologin"):
            restore(partnership, None, tmp_path / "kept")
        ask(make_conninfo(server, dbname="postgres", user="postgres"), "alter role commonweal createrole")
        restore(partnership, None, tmp_path / "kept")
        assert ask(partnership, f"select has_table_privilege('{name}', 'visit', 'select')") == [(True,)]
    finally:
        ask(make_conninfo(server, dbname="postgres", user="postgres"), "alter role commonweal nocreaterole")
        ask(beside(server, "postgres"), "drop database if exists ward")
        ask(make_conninfo(server, dbname="postgres", user="postgres"), f"drop role if exists {name}")


def test_a_backup_taken_while_people_write_is_of_one_moment(partnership, tmp_path):
    """Each visit is written with its look; the copy never has one without the other."""
    stop = threading.Event()

    def write() -> None:
        with psycopg.connect(partnership) as there:
            while not stop.is_set():
                there.execute(
                    "with one as (insert into visit (day) values (now()) returning id)"
                    " insert into look (visit) select id from one"
                )
                there.commit()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        made = back_up(partnership, None, tmp_path / "kept")
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert made.database.counts["visit"] == made.database.counts["look"] >= 400


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def parquet(kept: Path) -> Path:
    return next((kept / "population" / "person").glob("*.parquet"))


def test_a_backup_from_before_a_table_of_the_population_is_still_good(partnership, store, kept):
    file = kept / "manifest.json"
    written = json.loads(file.read_text())
    assert written["population"].pop("diagnosis") == 0
    file.write_text(json.dumps(written))
    restore(partnership, store, kept, replace=True)
    assert Store(store).count("person") == 2


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda kept: damage(kept / "database.dump"), "database.dump is damaged"),
        (lambda kept: damage(parquet(kept)), "parquet is damaged"),
        (lambda kept: parquet(kept).unlink(), "is missing"),
        (lambda kept: (kept / "manifest.json").unlink(), "is not a backup"),
        (lambda kept: (kept / "manifest.json").write_text("{}"), "is damaged, or of another version"),
        (lambda kept: told(kept, format=9), "is a backup of format 9"),
        (lambda kept: told(kept, postgresql=99), "is of PostgreSQL 99"),
        (
            lambda kept: told(kept, migrations=["care.0999_later"]),
            "newer version of Commonweal, with care.0999_later",
        ),
        (lambda kept: told(kept, counts={"visit": 401}), "visit has 400 rows and had 401"),
        (lambda kept: told(kept, marks={"visit": "1"}), "visit has as many rows as before and not the same"),
    ],
)
def test_a_restore_that_fails_leaves_what_was(partnership, store, kept, spoil, says):
    spoil(kept)
    ask(partnership, "insert into visit (person, day) values ('Ben Vale', '2026-05-05')")
    before = sorted(store.rglob("*"))
    with pytest.raises(BackupFault, match=says):
        restore(partnership, store, kept, replace=True)
    assert ask(partnership, "select count(*) from visit") == [(401,)]
    assert sorted(store.rglob("*")) == before
    assert [name for name in databases(partnership) if name.startswith("ward")] == ["ward"]


def test_a_session_that_cannot_be_ended_stops_the_restore_and_both_stay_as_they_were(
    partnership, store, kept
):
    before = sorted(store.rglob("*.parquet"))
    ask(partnership, "insert into visit (person, day) values ('Ben Vale', '2026-05-05')")
    with (
        psycopg.connect(make_conninfo(partnership, user="postgres")),
        pytest.raises(BackupFault, match="ward is in use by postgres; stop the site"),
    ):
        restore(partnership, store, kept, replace=True)
    assert ask(partnership, "select count(*) from visit") == [(401,)]
    assert sorted(store.rglob("*.parquet")) == before
    assert [path.name for path in store.parent.iterdir() if path != kept] == ["store"]


def told(kept: Path, **otherwise: object) -> None:
    """Change what the manifest says."""
    file = kept / "manifest.json"
    said = json.loads(file.read_text())
    for name, value in otherwise.items():
        holder = said if name in said else said["database"]
        holder[name] = holder[name] | value if isinstance(value, dict) else value
    file.write_text(json.dumps(said))


def test_what_is_there_is_never_written_over_unasked(partnership, store, kept, tmp_path):
    with pytest.raises(BackupFault, match="is there already"):
        back_up(partnership, store, kept)
    with pytest.raises(BackupFault, match="ward has rows in it; --replace"):
        restore(partnership, store, kept)
    with pytest.raises(BackupFault, match="name the folder for it with --store"):
        restore(partnership, None, kept)
    empty = beside(partnership, "ward_empty")
    with pytest.raises(BackupFault, match="has records in it; --replace"):
        restore(empty, store, kept)
    restore(empty, tmp_path / "another", kept)
    assert ask(empty, "select count(*) from look") == [(400,)]


def test_a_copy_that_an_interrupted_run_left_gives_way_and_a_database_of_somebody_else_does_not(
    partnership, kept
):
    ask(beside(partnership, "postgres"), "create database ward_new")
    with pytest.raises(BackupFault, match="a database ward_new is in the way"):
        restore(partnership, None, tell_without_population(kept), replace=True)
    ours = "comment on database ward_new is 'a copy by commonweal, which may be dropped'"
    ask(beside(partnership, "postgres"), ours)
    restore(partnership, None, kept, replace=True)
    assert "ward_new" not in databases(partnership)


def tell_without_population(kept: Path) -> Path:
    told(kept, population=None)
    return kept


def commanded(url: str, *words: str, limit: str = "unlimited") -> subprocess.CompletedProcess[str]:
    """A command as an operator types it, with no file larger than the limit (in 512 bytes)."""
    typed = f'ulimit -f {limit}; exec "$@"'
    command = ["sh", "-c", typed, "sh", sys.executable, "-m", "commonweal", *words]
    surroundings = {**os.environ, "DATABASE_URL": url, "PYTHONDONTWRITEBYTECODE": "1"}  # it would be cut off
    return subprocess.run(command, env=surroundings, capture_output=True, text=True)


def test_a_disk_that_is_full_is_said_in_a_line_and_nothing_is_left_behind(partnership, store, tmp_path):
    ended = commanded(partnership, "backup", str(tmp_path / "kept"), "--store", str(store), limit="4")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "there is no room left at" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == [store]


def test_a_database_that_is_missing_is_said_in_a_line(partnership, tmp_path):
    nowhere = beside(partnership, "nowhere")
    with pytest.raises(BackupFault, match='database "nowhere" does not exist'):
        back_up(nowhere, None, tmp_path / "kept")
    with pytest.raises(BackupFault, match="no database is named"):
        back_up("", None, tmp_path / "kept")


@pytest.fixture
def audited(server: str, django_db_setup: None, tmp_path: Path) -> Iterator[str]:
    """Our own tables on the test's own server, with some rows of the audit."""
    ours = beside(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])
    back_up(ours, None, tmp_path / "empty", verify=False)
    url = beside(server, "ward_audited")
    restore(url, None, tmp_path / "empty")
    for number in range(5):
        ask(url, ROW.format(number))
    yield url
    ask(beside(server, "postgres"), "drop database ward_audited with (force)")


@pytest.mark.django_db
def test_the_chain_of_the_audit_is_checked_in_the_copy(audited, tmp_path):
    """What was tampered with may be kept as it is, to be looked into; it does not pass for good."""
    made = back_up(audited, None, tmp_path / "good")
    assert (made.verified, made.database.counts["care_entry"]) == (True, 5)
    assert "commonweal_app" in made.roles
    ask(make_conninfo(audited, user="postgres"), "alter table care_entry disable trigger user")
    [(row,)] = ask(audited, "update care_entry set deed = 'x' where deed = 'test.2' returning id")
    with pytest.raises(BackupFault, match=f"the audit is not as it was written, from row {row} on"):
        back_up(audited, None, tmp_path / "bad")
    assert not (tmp_path / "bad").exists()
    assert not back_up(audited, None, tmp_path / "evidence", verify=False).verified
