"""The audit checked and exported, as it is typed; and what signing in leaves in it."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from typer.testing import CliRunner

from commonweal.care.accounts.models import User
from commonweal.care.audit.actions import record
from commonweal.care.audit.models import Entry
from commonweal.care.people.models import Person
from commonweal.site.command_line import app

pytestmark = pytest.mark.django_db
PASSWORD = "many small streams"


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada", "ada@partner.example", PASSWORD)


@pytest.fixture
def ann() -> Person:
    return Person.objects.create(
        key="9990000018", nhs_number="9990000018", birth_date="1940-05-01", sex="female"
    )


@pytest.fixture(autouse=True)
def guesses_forgotten() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def typed(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ("audit", *words))
    return done.exit_code, done.stdout, done.stderr


def tampered(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE care_entry DISABLE TRIGGER USER")
        cursor.execute(sql)


def test_verify_says_that_the_audit_is_as_it_was_written() -> None:
    """As JSON, and in words; nothing at all is right too."""
    assert typed("verify", "--json")[:2] == (0, '{"rows":0,"ok":true,"first_bad":null}\n')
    for _ in range(3):
        record("person.read", by=None)
    assert typed("verify", "--json")[:2] == (0, '{"rows":3,"ok":true,"first_bad":null}\n')
    assert typed("verify")[:2] == (0, "3 rows, each as it was written and where it was written\n")


def test_verify_names_the_row_that_was_tampered_with() -> None:
    """And ends with a status that a nightly job notices."""
    for _ in range(3):
        record("person.read", by=None)
    second = Entry.objects.order_by("id")[1]
    tampered(f"UPDATE care_entry SET deed = 'nothing' WHERE id = {second.pk}")
    status, out, _ = typed("verify", "--json")
    assert (status, json.loads(out)) == (1, {"rows": 3, "ok": False, "first_bad": second.pk})
    status, out, _ = typed("verify")
    assert (status, f"the id {second.pk}" in out) == (1, True)


def test_heads_noted_elsewhere_show_that_the_end_was_cut_off(tmp_path: Path) -> None:
    """A line a lane and day; kept where nobody at the database can change it."""
    for _ in range(2):
        record("person.read", by=None)
    last, noted = Entry.objects.latest("id"), tmp_path / "heads.ndjson"
    noted.write_text(typed("heads")[1])
    assert json.loads(noted.read_text())["hash"] == bytes(last.hash).hex()
    assert typed("verify", "--heads", str(noted))[0] == 0
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE care_audit_head DISABLE TRIGGER USER")
    tampered(f"DELETE FROM care_entry WHERE id = {last.pk}")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE care_audit_head SET (number, entry, hash) = (SELECT number, id, hash FROM care_entry)"
        )
    assert typed("verify")[0] == 0
    status, out, _ = typed("verify", "--json", "--heads", str(noted))
    assert (status, json.loads(out)["first_bad"]) == (1, last.pk)


def test_verify_refuses_what_are_no_heads(tmp_path: Path) -> None:
    """With a word on what was expected."""
    (tmp_path / "heads").write_text("{}")
    status, out, err = typed("verify", "--heads", str(tmp_path / "heads"))
    assert (status, out) == (1, "")
    assert "as `audit heads` prints them" in err


HEAD = ["id", "at", "who", "role", "area", "organisation", "purpose", "deed", "person", "nhs_number"]
HEAD += ["clause", "because", "detail"]


def test_an_export_about_a_person(tmp_path: Path, ada: User, ann: Person) -> None:
    """All about them and nobody else, as a spreadsheet shows it and never computes it; itself on record."""
    record("person.read", by=ada, about=ann.pk, clause="care.yaml#gp", because="=1+2", detail={"words": "x"})
    record("person.read", by=ada)
    out = tmp_path / "ann.csv"
    status, said, _ = typed("export", "--person", str(ann.pk), "--out", str(out), "--because", "case 7")
    assert (status, said) == (0, f"2 rows of the audit in {out}\n")
    with out.open(encoding="utf-8-sig", newline="") as file:
        head, first, second = csv.reader(file)
    assert head == HEAD
    at = datetime.fromisoformat(first[1])
    assert (at.utcoffset(), abs(datetime.now(UTC) - at) < timedelta(minutes=1)) == (timedelta(0), True)
    assert first[2:] == [
        *("ada", "", "", "", "", "person.read", str(ann.pk), "9990000018", "care.yaml#gp", "'=1+2"),
        '{"words":"x"}',
    ]
    assert (second[7], second[8], second[11]) == ("audit.exported", str(ann.pk), "case 7")
    assert out.stat().st_mode & 0o777 == 0o600


def test_an_export_by_an_account_and_of_days(tmp_path: Path, ada: User) -> None:
    """As JSON, a line a row; days are those of the chain, both ends included."""
    record("person.read", by=ada)
    record("person.read", by=None)
    day, out = Entry.objects.latest("id").day, tmp_path / "ada.ndjson"
    for words, rows in (
        (("--by", "ada"), 1),
        (("--by", "ada", "--from", f"{day}", "--to", f"{day}"), 1),
        (("--to", f"{day - timedelta(days=1)}"), 0),
        (("--from", f"{day}"), 6),
    ):
        assert typed("export", *words, "--out", str(out))[0] == 0
        assert len(out.read_text().splitlines()) == rows
    first = json.loads(out.read_text().splitlines()[0])
    assert list(first) == HEAD
    assert (first["who"], first["deed"], first["detail"]) == ("ada", "person.read", {})


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--by", "ada", "--out", "a.txt"), "ends in .csv or .ndjson"),
        (("--out", "a.csv"), "say whom or when"),
        (("--by", "nobody", "--out", "a.csv"), "there is no account nobody"),
        (("--person", "00000000-0000-4000-8000-000000000000", "--out", "a.csv"), "there is no person"),
        (("--by", "ada", "--out", "nowhere/a.csv"), "No such file"),
    ],
)
def test_an_export_that_cannot_be_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ada: User, words: tuple[str, ...], says: str
) -> None:
    """And says what to put right."""
    monkeypatch.chdir(tmp_path)
    status, out, err = typed("export", *words)
    assert (status, out, says in err) == (1, "", True)
    assert not list(tmp_path.iterdir())


def sign_in(client: Client, login: str, password: str) -> None:
    client.post("/accounts/login/", {"login": login, "password": password})


def test_signing_in_and_out_is_recorded(client: Client, ada: User) -> None:
    """Who, and from which address."""
    sign_in(client, "ada", PASSWORD)
    client.post("/accounts/logout/")
    told = Entry.objects.order_by("id").values_list("deed", "by__username", "detail")
    assert list(told) == [
        ("account.signed_in", "ada", {"from": "127.0.0.1"}),
        ("account.signed_out", "ada", {"from": "127.0.0.1"}),
    ]


@pytest.mark.parametrize(
    ("login", "account"),
    [("ada", "ada"), ("Ada@partner.example", "ada"), ("many small streams", None)],
)
def test_a_failed_sign_in_is_recorded(client: Client, ada: User, login: str, account: str | None) -> None:
    """By whom nobody knows; what was typed is kept only where it is an account's, as it may be a password."""
    sign_in(client, login, "a wrong password")
    row = Entry.objects.get()
    assert (row.deed, row.by_id) == ("account.sign_in_failed", None)
    assert row.detail == {"account": account, "from": "127.0.0.1"}


def test_a_lock_out_is_recorded(client: Client, ada: User) -> None:
    """The right password too, while it has to wait."""
    for guess in range(5):
        sign_in(client, "ada", f"a wrong password {guess}")
    sign_in(client, "ada", PASSWORD)
    deeds = list(Entry.objects.order_by("id").values_list("deed", flat=True))
    assert deeds == ["account.sign_in_failed"] * 5 + ["account.locked_out"]
