"""What is left where others read: logs, error pages, command lines, addresses. Nobody is named there."""

import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import path
from tests.web.reading import text
from typer.testing import CliRunner

from commonweal.care.accounts.models import User
from commonweal.care.audit.models import Entry
from commonweal.care.break_glass.models import Opening
from commonweal.care.people.models import Person
from commonweal.site.commands import accounts
from commonweal.site.log_lines import WithoutValues
from commonweal.site.urls import urlpatterns as ours

pytestmark = pytest.mark.requirement("R1")
NAMED = ("Vale", "Ada", "9990000018", "999 000 0018", "1943")
QUESTION = {"q": "Ada Vale 9990000018", "note": "Ada Vale"}


class FailsOn(Exception):
    """A fault that says whom it was about, as those of databases and packages do."""


def failing(request, how: str):
    """Fails in each of the ways that code can, with a name in what it says."""
    person = Person.objects.get(family="Vale")
    if how == "by saying":
        raise FailsOn(f"{person.given} {person.family} {person.nhs_number}")
    if how == "by a key":
        return {}[person.nhs_number]
    if how == "by a value":
        return int(person.family)
    if how == "by a cause":
        try:
            raise FailsOn(person.family)
        except FailsOn as fault:
            raise ValueError(person.nhs_number) from fault
    if how == "by several":
        raise ExceptionGroup(person.family, [FailsOn(person.given), ValueError(person.nhs_number)])
    if how == "by a note":
        fault = FailsOn()
        fault.add_note(person.family)
        raise fault
    if how == "by a row refused":
        born = person.birth_date
        return Person.objects.create(key=person.key, nhs_number=person.nhs_number, birth_date=born)
    if how == "by a statement":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT '{person.family}', no_such FROM care_person")
    raise ZeroDivisionError(person.family)


WAYS = (
    "by saying", "by a key", "by a value", "by a cause", "by several", "by a note", "by a row refused",
    "by a statement", "at all",
)  # fmt: skip
urlpatterns = [*ours, path("failing/<str:how>", failing)]


@pytest.fixture
def written_down(caplog):
    """Everything that was logged, as the site's own formatter writes it."""
    caplog.set_level(logging.DEBUG, logger="django.request")

    def lines() -> str:
        form = WithoutValues("{asctime} {levelname} {name} {message}", style="{")
        return "\n".join(form.format(record) for record in caplog.records)

    return lines


@pytest.mark.urls(__name__)
def test_a_failing_page_names_nobody(village, written_down):
    """Neither on the page that says so nor in the log, in whatever way it fails; the log says where."""
    client = Client(raise_request_exception=False)
    for how in WAYS:
        page = client.post(f"/failing/{how}", QUESTION)
        assert page.status_code == 500, how
        assert "Something went wrong here" in text(page)
        assert not [word for word in NAMED if word in page.content.decode()], how
        assert "Traceback" not in page.content.decode(), how
    said = written_down()
    assert said.count("Internal Server Error: /failing/") == len(WAYS)
    assert "in failing" in said
    assert not [word for word in NAMED if word in said]


def test_pages_that_refuse_leave_no_words_of_theirs_in_the_log(signed_in, bea, written_down):
    """A path is logged where it is not found or refused; what is asked or sent never is."""
    lead, clerk = signed_in("lead-mill-lane"), signed_in("clerk")
    for client in (lead, clerk, Client()):
        for address in (f"/people/{bea.pk}", "/people/", "/nowhere", "/population/nowhere", "/loads/none"):
            client.get(address, QUESTION)
            client.post(address, QUESTION)
    Client().post("/accounts/login/", {"login": "Ada Vale", "password": "9990000018"})
    said = written_down()
    assert "Not Found: /nowhere" in said
    assert not [word for word in (*NAMED, "Marsh", "Bea") if word in said]


def test_the_page_of_an_address_that_is_not_there_says_nothing_back_to_strangers(village):
    """What somebody put into an address for another to open is not shown to whoever has not signed in."""
    page = Client().get("/Call%20us%20on%200800%201234%20now")
    assert page.status_code == 404
    assert "0800" not in page.content.decode()


def test_words_of_an_address_come_back_as_words(signed_in):
    """Where a page says which area there is not, to somebody signed in."""
    page = signed_in("lead").get("/population/<script>alert(1)<%2fscript>")
    assert page.status_code == 404
    assert "<script>alert" not in page.content.decode()


def test_nobody_is_named_in_an_address(signed_in, village):
    """Links from page to page hold ids, neither names nor numbers; other sites are told not even these."""
    lead, ada = signed_in("lead"), Person.objects.get(family="Vale")
    for address in ("/population/hamlet/people", f"/people/{ada.pk}", "/people/?q=crowd"):
        page = lead.get(address)
        linked = [part.split('"')[0] for part in page.content.decode().split('href="')[1:]]
        assert not [
            link for link in linked if any(word in link.lower() for word in ("vale", "9990000018", "999+000"))
        ]
        assert page["Referrer-Policy"] == "same-origin"
    assert "Vale" not in lead.get("/people/", {"q": "Ada Vale"}).url


def test_a_search_is_kept_in_the_audit_and_nowhere_else(signed_in, written_down):
    """Where whoever watches over it finds it."""
    signed_in("lead").get("/people/", {"q": "Ada Vale"})
    assert Entry.objects.get(deed="people.searched").detail == {"words": "Ada Vale"}
    assert "Vale" not in written_down()


def test_a_person_and_a_row_show_an_id_where_they_are_shown_as_they_are(village):
    """In whatever is printed, logged or put into words by a package."""
    ada = Person.objects.get(family="Vale")
    opening = Opening(pk=1, person=ada, reason="Ada Vale was found")
    for one in (ada, ada.frailty, *ada.contacts.all(), opening):
        assert not [word for word in NAMED if word in f"{one} {one!r}"]


def test_no_command_takes_the_name_or_number_of_a_person(repository):
    """Others on the machine read command lines; a person is meant by their id there, a secret by no word."""
    source = Path(repository / "src" / "commonweal" / "site" / "commands")
    known = {"nhs", "nhs_number", "family", "given", "birth_date", "born", "secret", "key"}
    for file in source.glob("*.py"):
        said = file.read_text()
        options = {one.replace("-", "_") for one in re.findall(r'"--([a-z-]+)', said)}
        assert not options & known, file.name
        for parameter in known:
            assert f"\n    {parameter}: " not in said, (file.name, parameter)


def test_a_password_is_not_taken_from_the_command_line(db):
    """It is asked for, or comes from the surroundings, which others cannot read."""
    for more in (["open", "ada", "--role", "lead", "--area", "hamlet"], ["demo"]):
        ended = CliRunner().invoke(accounts.app, [*more, "--password", "many eyes see a village"])
        assert ended.exit_code == 2
        assert "others on this machine can read it there" in re.sub(r"[\s│]+", " ", ended.output)
    assert not User.objects.exists()


def test_a_command_that_fails_names_nobody(tmp_path):
    """Its last words are a sentence and not what stood in a file."""
    file, store = tmp_path / "people.ndjson", tmp_path / "store"
    file.write_text('{"resourceType": "Patient", "id": "Ada Vale", "nhs": 9990000018}\n')
    command = ["population", "take-in", str(file), "--store", str(store)]
    ended = subprocess.run(
        [sys.executable, "-m", "commonweal", *command], capture_output=True, text=True, check=False
    )
    assert not [word for word in NAMED if word in ended.stderr]
    assert "Traceback" not in ended.stderr
