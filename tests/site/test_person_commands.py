"""`commonweal person`: two records are brought together, and taken apart again."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.twice import everything, person_of, row_about, second
from typer.testing import CliRunner

from commonweal.care.identity.models import Merge
from commonweal.care.models import Entry
from commonweal.care.people.models import Person
from commonweal.site.command_line import app

__all__ = ["exampleshire", "published", "published_rows"]
pytestmark = [pytest.mark.requirement("T9"), pytest.mark.usefixtures("published")]
ANN, EVE = "9990000018", "9990000050"


def typed(*words: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["person", *map(str, words)])
    return done.exit_code, done.stdout, done.stderr


def test_two_records_are_one_and_two_again() -> None:
    ann, other = person_of("Ann"), second()
    row = row_about(other, "care_objection", "person_id")
    status, out, _ = typed("merge", "999 000 0018", "second-Ann", "--because", "Told by the practice")
    assert (status, out.splitlines()) == (
        0,
        [
            f"{other} is part of {ann}",
            "       1 objections",
            "what is linked from their records follows with the next refresh",
        ],
    )
    assert Entry.objects.filter(deed="person.merged", because="Told by the practice").count() == 2
    later = row_about(ann, "care_objection", "person_id", category="hospital")
    status, out, _ = typed("unmerge", ANN, other)
    assert (status, out.splitlines()[:2]) == (
        0,
        [
            f"{other} and {ann} are two people again",
            f"  came since and stays with {ann}; look whose it is: care_objection:{later.pk}",
        ],
    )
    assert row.__class__._default_manager.get(pk=row.pk).person_id == other


def test_a_dry_run_shows_the_same_and_does_nothing() -> None:
    ann, other = person_of("Ann"), second()
    for person in (ann, other):
        row_about(person, "care_objection", "person_id")
    before = everything()
    _, shown, _ = typed("merge", ANN, other, "--dry-run", "--json")
    assert (everything(), Merge.objects.count()) == (before, 0)
    _, out, _ = typed("merge", ANN, other, "--json")
    assert {**json.loads(shown), "dry_run": False} == json.loads(out)
    assert json.loads(out)["rows"] == {"care_objection": 1}
    assert [row["table"] for row in json.loads(out)["ended"]] == ["care_objection"]


def test_a_row_that_came_since_is_given_to_whom_it_is() -> None:
    ann, other = person_of("Ann"), second()
    typed("merge", ANN, other)
    mine = row_about(ann, "care_objection", "person_id")
    status, _, err = typed("unmerge", ANN, other, "--give", "care_objection:0")
    assert (status, "did not come since" in err, f"care_objection:{mine.pk} did" in err) == (1, True, True)
    status, out, _ = typed("unmerge", ANN, other, "--give", f"care_objection:{mine.pk}", "--json")
    assert (status, json.loads(out)["since"]) == (0, [])
    mine.refresh_from_db()
    assert mine.person_id == other  # type: ignore[attr-defined]  # as every row about somebody has


def test_by_the_number_that_went_over() -> None:
    other = second()
    assert typed("merge", other, EVE)[0] == 1
    assert typed("merge", other, EVE, "--confirm")[0] == 0
    assert Person.objects.get(pk=other).nhs_number == EVE
    assert typed("unmerge", other, EVE)[0] == 0


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (("merge", ANN, ANN), "They are one and the same record; give two"),
        (("merge", ANN, "9990000093"), "no person '9990000093'; give an NHS number"),
        (("merge", ANN, "gone"), "--confirm if they are one person all the same"),
        (("merge", ANN, uuid4()), "no person"),
        (("unmerge", ANN, EVE), "these two are not brought together, so there is nothing to undo"),
        (("unmerge", ANN, ANN), "nothing to undo"),
        (("merge", ANN, "", "--because", ""), "no person ''"),
        (("merge", ANN, "nowhere", "--confirm", "--because", "?"), "Say why they are one person"),
    ],
)
def test_what_is_refused(words: tuple[str | UUID, ...], refused: str) -> None:
    status, _, err = typed(*words)
    assert (status, refused in err) == (1, True), err
    assert Merge.objects.count() == 0
