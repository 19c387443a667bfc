"""Secure as it comes: limits, secrets, cookies, and logs that name nobody."""

import logging
import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from tests.web.conftest import empty_village, signed_in, village, village_blueprint, village_rows
from tests.web.reading import text

from commonweal.care.audit.models import Entry
from commonweal.site import environment
from commonweal.site.limits.counting import count
from commonweal.site.limits.holding import SEARCHES
from commonweal.site.limits.models import Asked
from commonweal.site.log_lines import WithoutValues

__all__ = ["empty_village", "signed_in", "village", "village_blueprint", "village_rows"]
STRONG = "kX9-vLq2_Wz7RtB4nYc8-HsM3eJd6UaF1gPo5-iTbVx0ZyQwErN"
SEARCH = "/people/"
FILE = "/population/hamlet/people.csv"


@pytest.mark.parametrize("address", [SEARCH, FILE, "/population/hamlet/people"])
def test_what_is_costly_is_held_back_after_so_many_in_a_minute(signed_in, settings, address):
    settings.COSTLY_A_MINUTE = 3
    lead, nurse = signed_in("lead"), signed_in("nurse")
    assert [lead.get(address).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    held = lead.get(address)
    assert held["Retry-After"] == "60"
    assert "Wait a minute, then load this page again" in text(held)
    assert nurse.get("/people/").status_code == 200
    assert lead.get("/population/hamlet").status_code == 200


def test_that_somebody_was_held_back_is_recorded_once(signed_in, settings):
    """Whoever takes everybody's records away asks for many files."""
    settings.COSTLY_A_MINUTE = 1
    lead = signed_in("lead")
    for _ in range(4):
        lead.get(FILE)
    entry = Entry.objects.get(deed="limit.reached")
    assert (entry.by.username, entry.detail) == ("lead", {"address": "population/<str:area>/people.csv"})


@pytest.mark.django_db
def test_an_address_is_held_back_whoever_asks_from_there(settings):
    settings.COSTLY_A_MINUTE = 1
    statuses = [Client().get(SEARCH).status_code for _ in range(21)]
    assert statuses == [302] * 20 + [429]
    assert Client(REMOTE_ADDR="192.0.2.7").get(SEARCH).status_code == 302


@pytest.mark.django_db
def test_processes_count_together_and_lose_none():
    """Each over a connection of its own, as processes have."""
    who = secrets.token_hex(8)

    def with_a_connection(do: Callable[[], int]) -> int:
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as processes:
        told = sorted(processes.map(with_a_connection, [partial(count, who)] * 60))
        rows = processes.submit(with_a_connection, lambda: Asked.objects.filter(who=who).delete()[0]).result()
    assert len(told) == 60
    assert rows > 1 or told == list(range(1, 61))


def test_what_is_held_back_still_has_these_names():
    """A page that is renamed would no longer be counted."""
    assert all(name in get_resolver().reverse_dict for name in SEARCHES)
    assert reverse("find-people") == SEARCH


def test_a_failing_page_leaves_no_name_in_the_log(signed_in, caplog):
    """The words of the search and the database's complaint stay out; where it failed is told."""
    lead = signed_in("lead")
    lead.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute('ALTER TABLE care_person RENAME COLUMN family TO "family of Ada Vale"')
    with caplog.at_level(logging.WARNING):
        page = lead.get("/people/", {"q": "Ada Vale", "family": "Vale", "name": "Ada Vale"})
    assert page.status_code == 500
    said = "\n".join(WithoutValues("{message}", style="{").format(record) for record in caplog.records)
    assert "Internal Server Error: /people/" in said
    assert "psycopg.errors.UndefinedColumn" in said
    assert "Vale" not in said
    assert "Vale" not in page.content.decode()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file that holds the key, as a secret is handed to a container."""
    file = tmp_path / "key"
    file.write_text(f"{STRONG}\n")
    return file


def test_a_secret_may_stand_in_a_file(kept):
    assert environment.secret_key({"COMMONWEAL_SECRET_KEY_FILE": str(kept)}, debug=False) == STRONG
    kept.write_text("postgresql://ada@db.example/care\n")
    assert environment.databases({"DATABASE_URL_FILE": str(kept)})["default"]["HOST"] == "db.example"


def test_a_secret_in_a_file_is_held_to_the_same(kept, tmp_path):
    kept.write_text("secret")
    with pytest.raises(ImproperlyConfigured, match="is weak; draw one"):
        environment.secret_key({"COMMONWEAL_SECRET_KEY_FILE": str(kept)}, debug=False)
    with pytest.raises(ImproperlyConfigured, match="are both set; keep one"):
        environment.secret("KEY", {"KEY": "a", "KEY_FILE": str(kept)})
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        environment.secret("KEY", {"KEY_FILE": str(tmp_path / "nowhere")})


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5"])
def test_a_limit_is_a_whole_number_and_never_none(value):
    with pytest.raises(ImproperlyConfigured, match="whole number from 1"):
        environment.whole_number("COSTLY", 60, {"COSTLY": value})
    assert environment.whole_number("COSTLY", 60, {}) == 60


COOKIES = """
from django.conf import settings as s
for kind in ("SESSION", "CSRF"):
    parts = ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "DOMAIN", "PATH")
    print(*(getattr(s, f"{kind}_COOKIE_{part}") for part in parts))
"""


def test_as_deployed_no_neighbouring_site_sets_or_reads_a_cookie():
    told = {"COMMONWEAL_SECRET_KEY": STRONG, "COMMONWEAL_ALLOWED_HOSTS": "care.example"}
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "HOME") if name in os.environ}
    surroundings = {**kept, **told, "DJANGO_SETTINGS_MODULE": "commonweal.site.settings"}
    ended = subprocess.run([sys.executable, "-c", COOKIES], env=surroundings, capture_output=True, text=True)
    assert ended.stdout.splitlines() == [
        "__Host-sessionid True True Lax None /",
        "__Host-csrftoken True True Lax None /",
    ]


def test_no_other_site_shows_our_pages_or_files(signed_in):
    for address in ("/population/hamlet", FILE, "/people/", "/nowhere"):
        answer = signed_in("lead").get(address)
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer["Cache-Control"]
        assert "'none'" in answer["Content-Security-Policy"]
