"""Whatever is killed at any moment: what was acknowledged is there once, and nothing is there by half."""

import os
import random
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from tests.house.write_load import PASSWORD, Database, Mover, Post, Site, Writer

from commonweal.site import database
from commonweal.site.backup import back_up, restore

WRITERS = ("ada", "ben", "cat", "dan")
MOVERS = ("eve", "fay")
ROLES = ("team-lead", "nurse", "analyst")
AREAS = ("exampleshire", "riverside", "Z99001")
OPEN_ACCOUNTS = """
import sys, django
django.setup()
from commonweal.care.accounts.actions import open_account
password, writers, roles, areas = sys.argv[1], *(words.split() for words in sys.argv[2:])
for name in writers:
    given = password
    for role in roles:
        for area in areas:
            open_account(by=None, name=name, password=given, role=role, area=area)
            given = None
"""
OPEN_REFERRALS = """
import sys, django
django.setup()
from commonweal.care.accounts.actions import open_account
from commonweal.care.extents import blueprint
from commonweal.care.referrals.actions import receive
from commonweal.care.referrals.rules import About, Given, Sender
from commonweal.care.sharing.actions import apply
apply(blueprint())
password, movers = sys.argv[1], sys.argv[2].split()
hub = {"role": "team-lead", "area": "exampleshire", "organisation": "ZZ1", "team": "front-door"}
for name in movers:
    open_account(by=None, name=name, password=password, **hub)
    about = About(given="Nobody", family=name)
    given = Given("riverside-visit", about, Sender("person"), "Asks for a visit", {"housebound": True})
    receive(None, given)
"""
HALF_STEPS = """
    SELECT reference FROM care_referral AS whole
    CROSS JOIN LATERAL (
        SELECT count(*) AS steps, max(number) AS newest FROM care_step WHERE referral_id = whole.id
    ) AS recorded
    JOIN care_step AS last ON last.referral_id = whole.id AND last.number = recorded.newest
    WHERE whole.steps <> recorded.steps OR recorded.newest <> recorded.steps OR whole.stage <> last.to
    OR whole.steps <> 1 + (
        SELECT count(*) FROM care_entry
        WHERE deed = 'referral.moved' AND detail::jsonb ->> 'referral' = whole.reference
    )
"""
SESSIONS = """
    SELECT username, session_key, session_data, said.role, said.area
    FROM care_user AS who CROSS JOIN django_session
    LEFT JOIN LATERAL (
        SELECT role, area FROM care_entry WHERE deed = 'post.chosen' AND by_id = who.id
        ORDER BY id DESC LIMIT 1
    ) AS said ON true
"""
KILLS = {"database": 10, "connection": 12, "worker": 7, "site": 1}


@pytest.fixture
def load(tmp_path: Path) -> Iterator[tuple[Database, Site, dict[str, str]]]:
    """Our own tables in a durable database, accounts with nine posts each, and pages that are served."""
    ours = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    back_up(ours, None, tmp_path / "tables", verify=False)
    kept = Database(tmp_path / "database")
    restore(kept.url, None, tmp_path / "tables")
    blueprint = str(Path(__file__).parents[1] / "exampleshire")
    surroundings = {**os.environ, "DATABASE_URL": kept.url, "COMMONWEAL_BLUEPRINT": blueprint}
    accounts = [PASSWORD, " ".join(WRITERS), " ".join(ROLES), " ".join(AREAS)]
    subprocess.run([sys.executable, "-c", OPEN_ACCOUNTS, *accounts], env=surroundings, check=True)
    referrals = [sys.executable, "-c", OPEN_REFERRALS, PASSWORD, " ".join(MOVERS)]
    subprocess.run(referrals, env=surroundings, check=True)
    site = Site({**surroundings, "DATABASE_URL": kept.for_pages})
    yield kept, site, surroundings
    site.stop()
    kept.stop()
    database.remove(tmp_path / "database")


@pytest.mark.django_db
@pytest.mark.requirement("R4")
def test_thirty_kills_lose_no_acknowledged_write_and_leave_none_by_half(load):
    kept, site, surroundings = load
    random.seed(seed := secrets.randbits(32))
    writers, stopping = begin(kept, site)
    kills = random.sample([*KILLS], counts=[*KILLS.values()], k=sum(KILLS.values()))
    deeds = {
        "database": kept.kill_all_of_it,
        "connection": kept.kill_a_connection,
        "worker": site.kill_a_worker,
        "site": site.kill_all_of_it,
    }
    for kill in kills:
        until_some_more_is_acknowledged(writers)
        time.sleep(random.random() / 20)
        deeds[kill]()
        assert halves(kept, writers) + kept.ask(HALF_STEPS) == [], f"after a kill of the {kill}, seed {seed}"
    for writer in writers:  # after the last kill everybody can write again, also who never came to it between
        until_some_more_is_acknowledged([writer])
    stopping.set()
    for writer in writers:
        writer.join(60)
    assert [fault for writer in writers for fault in writer.faults] == []
    for writer in writers:
        rows = recorded(kept, writer) if isinstance(writer, Mover) else audited(kept, writer.name)
        assert tells_the_same(writer.journal, rows), f"{writer.name}, seed {seed}"
        assert writer.acknowledged > 0
    assert halves(kept, writers) + kept.ask(HALF_STEPS) == []
    assert sum(writer.acknowledged for writer in writers) > len(kills)
    assert chain(surroundings)["ok"]


def begin(kept: Database, site: Site) -> tuple[list[Writer], threading.Event]:
    """Everybody is signed in, and writing."""
    held: dict[str, dict[Post, int]] = {}
    for name, role, area, post in kept.ask(
        "SELECT username, role, area, p.id FROM care_post p JOIN care_user u ON u.id = p.user_id"
    ):
        held.setdefault(name, {})[role, area] = post
    stopping = threading.Event()
    references = dict(kept.ask("SELECT family, reference FROM care_referral"))
    writers = [Writer(name, site, held[name], stopping) for name in WRITERS]
    writers += [Mover(name, site, references[name], stopping) for name in MOVERS]
    for writer in writers:
        writer.sign_in()
    for writer in writers:
        writer.start()
    return writers, stopping


def until_some_more_is_acknowledged(writers: list[Writer]) -> None:
    """Kills come while people write, not while everything is still down."""
    before = sum(writer.acknowledged for writer in writers)
    deadline = time.monotonic() + 60
    while sum(writer.acknowledged for writer in writers) < before + 1:
        assert time.monotonic() < deadline, "nothing is acknowledged any more"
        time.sleep(0.01)


def tells_the_same(journal: list[tuple[Post | str, bool]], rows: list[Post] | list[str]) -> bool:
    """Every acknowledged choice is a row, in order and once; one that was not is a row once or not at all."""
    told = {0}
    for post, acknowledged in journal:
        written = {place + 1 for place in told if rows[place : place + 1] == [post]}
        told = written if acknowledged else written | told
    return len(rows) in told


def audited(kept: Database, name: str) -> list[Post]:
    """The posts this account chose by the audit, in order."""
    return kept.ask(
        "SELECT e.role, e.area FROM care_entry e JOIN care_user u ON u.id = e.by_id"
        f" WHERE deed = 'post.chosen' AND username = '{name}' ORDER BY e.id"
    )


def recorded(kept: Database, mover: Mover) -> list[str]:
    """The moves of this referral as its steps say them, in order."""
    found = kept.ask(
        "SELECT move FROM care_step s JOIN care_referral r ON r.id = s.referral_id"
        f" WHERE reference = '{mover.reference}' AND number > 1 ORDER BY number"
    )
    return [move for (move,) in found]


def halves(kept: Database, writers: list[Writer]) -> list[str]:
    """Whoever acts, at one moment, in another post than the audit says: a write or its row alone."""
    told = kept.ask(SESSIONS)
    whose = {writer.cookies["sessionid"]: writer for writer in writers}
    found = []
    for name, key, data, role, area in told:
        writer = whose.get(key)
        if writer and writer.name == name:
            acting = SessionStore().decode(data).get("post")
            if acting != writer.posts.get((role, area)):
                found.append(f"{name} acts in {acting}, and chose {role} for {area} by the audit")
    return found


def chain(surroundings: dict[str, str]) -> dict[str, object]:
    command = [sys.executable, "-m", "commonweal", "audit", "verify", "--json"]
    return orjson.loads(subprocess.run(command, env=surroundings, capture_output=True, check=False).stdout)


@pytest.mark.parametrize(
    ("journal", "rows", "same"),
    [
        ("a+ b+", "a b", True),
        ("a+ b+", "a", False),
        ("a+ b+", "a b b", False),
        ("a+ b? c+", "a c", True),
        ("a+ b? c+", "a b c", True),
        ("a+ b? a? b+", "a b", True),
        ("a? b+", "b a", False),
    ],
)
def test_what_counts_as_lost_or_twice(journal, rows, same):
    assert tells_the_same([(word[0], word[1] == "+") for word in journal.split()], rows.split()) is same
