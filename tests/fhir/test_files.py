"""Referrals that come as files are taken in once, and what is refused is kept with its place and remedy."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.fhir.conftest import SYSTEM
from tests.fhir.messages import alone, transfer
from typer.testing import CliRunner

from commonweal.care.referrals.models import Referral
from commonweal.care.systems.models import Message
from commonweal.care.systems.rules import Unfit
from commonweal.incoming.referrals import rows
from commonweal.site.commands import referrals, systems

pytestmark = [pytest.mark.requirement("F3"), pytest.mark.django_db]
ROW = {
    "id": "c-1",
    "pathway": "riverside-visit",
    "given": "Ann",
    "family": "Adair",
    "reason": "Cannot get out",
}


def take_in(*paths: Path) -> dict[str, Any]:
    """The account of the command."""
    told = CliRunner().invoke(referrals.app, ["take-in", *map(str, paths), "--system", SYSTEM, "--json"])
    found: dict[str, Any] = json.loads(told.stdout)
    assert told.exit_code == bool(found["refused"])
    return found


def counts(account: dict[str, Any]) -> tuple[int, int, int]:
    return account["taken"], account["again"], account["refused"]


def table(file: Path, *written: dict[str, str]) -> Path:
    with file.open("w", newline="", encoding="utf-8") as into:
        writer = csv.DictWriter(into, list(dict.fromkeys(name for row in written for name in row)))
        writer.writeheader()
        writer.writerows(written)
    return file


def test_a_folder_is_taken_in_once_and_the_rest_of_it_later(tmp_path: Path, token: str) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "one.json").write_text(json.dumps(transfer()))
    (folder / "readme.txt").write_text("not a referral")
    lines = [json.dumps(transfer("message-2")), "", json.dumps(transfer("message-3", service="9")), "{"]
    (folder / "two.ndjson").write_text("\n".join([*lines, json.dumps(alone())]))
    table(folder / "three.csv", ROW, {**ROW, "id": ""}, {**ROW, "id": "c-3", "birth_date": "1st of May"})
    account = take_in(folder)
    assert counts(account) == (4, 0, 4)
    places = [(Path(one["file"]).name, one["line"], one["key"]) for one in account["refusals"]]
    assert places == [
        ("three.csv", 3, ""),
        ("three.csv", 4, "c-3"),
        ("two.ndjson", 3, "message-3"),
        ("two.ndjson", 4, ""),
    ]
    assert [one["because"][0]["code"] for one in account["refusals"]] == [
        "required",
        "value",
        "not-found",
        "structure",
    ]
    kept = [json.loads(line) for line in Path(account["refused_file"]).read_text().splitlines()]
    assert json.loads(kept[1]["record"])["birth_date"] == "1st of May"
    assert Path(account["refused_file"]).stat().st_mode & 0o077 == 0
    assert counts(take_in(folder)) == (0, 4, 4)
    table(folder / "three.csv", ROW, {**ROW, "id": "c-2"}, {**ROW, "id": "c-3", "birth_date": "01/05/1940"})
    (folder / "two.ndjson").unlink()
    assert counts(take_in(folder)) == (2, 2, 0)
    assert not Path(account["refused_file"]).exists()
    assert Referral.objects.count() == Message.objects.count() == 6


def test_a_row_becomes_a_referral_as_it_came_to_who_wrote_it_down(tmp_path: Path, token: str) -> None:
    said = {
        **ROW,
        "received": "20/11/2026 09:30",
        "nhs_number": "999 000 0018",
        "birth_date": "01/05/1940",
        "sex": "F",
        "postcode": "zz1 1zz",
        "sender_name": "Riverside warden",
        "question:housebound": "yes",
    }
    assert counts(take_in(table(tmp_path / "t.csv", said))) == (1, 0, 0)
    referral = Referral.objects.get()
    assert (referral.identity, referral.channel, referral.source) == ("known", "csv", "council")
    assert referral.received == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert (referral.postcode, referral.sender_name, referral.answers) == (
        "ZZ1 1ZZ", "Riverside warden", {"housebound": True},
    )  # fmt: skip


def test_a_row_that_is_changed_or_cancelled_later_is_about_the_same_referral(
    tmp_path: Path, token: str
) -> None:
    file = tmp_path / "t.csv"
    take_in(table(file, ROW))
    assert counts(take_in(table(file, {**ROW, "reason": "Something else"}))) == (0, 0, 1)
    assert counts(take_in(table(file, {**ROW, "status": "update", "reason": "Fell again"}))) == (1, 0, 0)
    assert counts(take_in(table(file, {**ROW, "status": "cancelled"}))) == (1, 0, 0)
    assert Referral.objects.get().outcome == "unseen"


WRONG = (
    ("key,given\n1,Ann\n", 1, "the column 'key' is not known; there are id"),
    ("id,famly\n1,Adair\n", 1, "the column 'famly' is not known; did you mean 'family'?"),
    ("given\nAnn\n", 1, "there is no column 'id'"),
    ("id,given\n1,Ann\n2,Ben,Baker\n", 3, "has 3 values under 2 columns"),
    ('id,given\n1,"Ann"n\n', 2, "is not CSV from here on"),
    ("id,status\n1,gone\n", 2, "'gone' should be one of new, update, cancelled"),
    ("id,sex\n1,lady\n", 2, "'lady' should be one of"),
    ("id,received\n1,yesterday\n", 2, "'yesterday' is no moment"),
    ("id,received\n1,2999-01-01T09:00\n", 2, "has not come yet"),
    ("id,received,birth_date\n1,1939-01-01T09:00,1940-05-01\n", 2, "before the person was born"),
    ("id,given\n1,Ann\n", 2, "it names no service"),
    ("id,pathway\n1,river\n", 2, "There is no pathway ‘river’ here"),
    ("id,question:housebound\n1,perhaps\n", 2, "'perhaps' should be one of yes"),
)


def test_what_is_wrong_with_a_table_is_said_with_its_line(tmp_path: Path, token: str) -> None:
    file = tmp_path / "t.csv"
    for text, line, because in WRONG:
        file.write_text(text, encoding="utf-8")
        refusal = take_in(file)["refusals"][-1]
        assert refusal["line"] == line, text
        assert because in refusal["because"][0]["says"]


def test_what_is_known_of_somebody_only_in_part_stands_in_the_reason() -> None:
    sent = rows.read({"id": "1", "reason": "Fell", "nhs_number": "12", "birth_date": "1940-05", "age": "86"})
    assert sent.reason.splitlines() == [
        "Fell",
        "NHS number as sent, which cannot be right: 12",
        "Born: 1940-05",
        "Age: 86",
    ]
    with pytest.raises(Unfit):
        rows.read({"id": "1", "given": "Ann\udcff"})


def test_a_file_of_another_kind_is_refused_and_no_system_takes_nothing(tmp_path: Path, token: str) -> None:
    file = tmp_path / "t.xml"
    file.write_text("<a/>")
    assert counts(take_in(file)) == (0, 0, 1)
    told = CliRunner().invoke(referrals.app, ["take-in", str(file), "--system", "Nobody"])
    assert (told.exit_code, told.stderr) == (
        1, "referrals: no system 'Nobody' has a key in a live post; see `commonweal systems list`\n",
    )  # fmt: skip


def test_without_json_each_refusal_is_a_line_with_its_remedy(tmp_path: Path, token: str) -> None:
    file = tmp_path / "t.csv"
    file.write_text("id,pathway,sex\n1,riverside-visit,lady\n2,riverside-visit,f\n", encoding="utf-8")
    told = CliRunner().invoke(referrals.app, ["take-in", str(file), "--system", SYSTEM]).stdout.splitlines()
    assert told[0].startswith(f"{file}:2: 1 sex: 'lady' should be one of")
    assert told[1] == "taken 1, again 0, refused 1"


def test_keys_are_given_listed_and_ended_from_the_command_line(receiving: None) -> None:
    run = CliRunner().invoke
    given = run(systems.app, ["add", "Calls", "--account", "council", "--source", "nhs_111"])
    assert given.stdout.startswith("commonweal_")
    assert run(systems.app, ["add", "Calls", "--account", "council", "--source", "nhs_111"]).exit_code == 1
    (line,) = run(systems.app, ["list"]).stdout.splitlines()
    assert line.split("\t")[:4] == ["Calls", "nhs_111", "council", "social-worker for exampleshire"]
    assert line.endswith("never heard")
    assert run(systems.app, ["end", "Calls"]).stdout == "Calls is heard no more\n"
    assert "ended" in run(systems.app, ["list"]).stdout
    assert run(systems.app, ["end", "Calls"]).exit_code == 1
