"""`commonweal sharing`: why somebody may see something, and what would go with an agreement."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.blueprint.hamlet import write
from tests.care.conftest import exampleshire, published, published_rows
from typer.testing import CliRunner

from commonweal.blueprint import Category, Purpose
from commonweal.care.access import facts, rules
from commonweal.care.access.rules import Term
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.break_glass.models import Opening
from commonweal.care.involvements.models import Involvement
from commonweal.care.models import Entry
from commonweal.care.objections.models import Objection, Restriction
from commonweal.care.people.models import Person
from commonweal.care.sharing.models import Clause
from commonweal.site.command_line import app

__all__ = ["exampleshire", "published", "published_rows"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R2")]

PASSWORD = "many small streams"
ANN, FINN = "9990000018", "9990000069"
WHOLE = "demographics gp_record hospital community mental_health social_care referrals assessments"
WHOLE += " plan_about_me plan_care plan_crisis plan_end_of_life"
PURPOSES: tuple[Purpose, ...] = ("direct_care", "case_finding")
CATEGORIES: tuple[Category, ...] = get_args(Category)
PART = "demographics social_care community referrals plan_about_me"


def typed(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["sharing", *words])
    return done.exit_code, done.stdout, done.stderr


def explained(viewer: str, person: str, purpose: str = "direct-care", *more: str) -> dict[str, Any]:
    status, out, _ = typed(
        "explain", "--viewer", viewer, "--person", person, "--purpose", purpose, *more, "--json"
    )
    assert status == 0
    return dict(json.loads(out))


@pytest.fixture
def council(published: None) -> None:
    """A social worker of the council, which has a part in two people's care; one of them objects to it."""
    open_account(
        by=None, name="council", password=PASSWORD, role="social-worker", area="exampleshire",
        organisation="ZZ2",
    )  # fmt: skip
    people = {person.given: person for person in Person.objects.all()}
    for given in ("Cleo", "Nat", "Ann"):
        Involvement.objects.create(person=people[given], kind="referral", organisation="ZZ2", reason="asked")
    Objection.objects.create(person=people["Cleo"], organisation="ZZ2", category="community")
    Restriction.objects.create(person=people["Ann"])


@pytest.mark.parametrize(
    ("viewer", "person", "more", "answer"),
    [
        (
            "nurse",
            FINN,
            (),
            {
                "allowed": True,
                "because": "this person is registered with a practice that Hillside covers",
                "clause": "sharing/care.yaml#teams",
            },
        ),
        (
            "nurse",
            "999 000 0018",
            (),
            {
                "allowed": False,
                "because": "this person is registered with no practice of Hillside,"
                " and you have no part in their care",
                "clause": None,
            },
        ),
        (
            "council",
            "9990000034",
            ("--category", "social-care"),
            {
                "allowed": True,
                "because": "this person has been referred to your team",
                "clause": "sharing/care.yaml#social-workers",
            },
        ),
        (
            "council",
            "9990000034",
            ("--category", "community"),
            {"allowed": False, "because": "this person has objected to it", "clause": None},
        ),
        (
            "council",
            ANN,
            (),
            {"allowed": False, "because": "this record is kept specially private", "clause": None},
        ),
        (
            "council",
            FINN,
            (),
            {
                "allowed": False,
                "because": "you have no part in this person's care,"
                " as a referral or an episode with your team would give",
                "clause": None,
            },
        ),
        (
            "council",
            "nowhere",
            ("--category", "gp-record"),
            {
                "allowed": False,
                "because": "no agreement gives the role Social worker of ZZ2 sight of gp record"
                " for direct care",
                "clause": None,
            },
        ),
    ],
)
def test_a_decision_is_explained_with_its_clause_or_what_is_missing(
    council: None, viewer: str, person: str, more: tuple[str, ...], answer: dict[str, Any]
) -> None:
    assert explained(viewer, person, "direct-care", *more) == answer


def test_for_planning_nobody_is_shown_by_name(published: None) -> None:
    assert explained("analyst", FINN, "planning", "--category", "gp-record") == {
        "allowed": False,
        "because": "for planning nobody is shown by name",
        "clause": None,
    }


def test_whoever_is_meant_may_be_named_by_id_key_or_nhs_number(published: None) -> None:
    finn = Person.objects.get(nhs_number=FINN)
    assert explained("nurse", str(finn.pk)) == explained("nurse", finn.key) == explained("nurse", FINN)


def test_without_a_category_every_one_is_decided_in_words(council: None) -> None:
    status, out, _ = typed(
        "explain", "--viewer", "council", "--person", "9990000034", "--purpose", "direct-care"
    )
    lines = out.splitlines()
    assert (status, len(lines)) == (0, 14)
    assert lines[0] == (
        "demographics       yes  this person has been referred to your team"
        " (sharing/care.yaml#social-workers)"
    )
    assert lines[3] == "community          no   this person has objected to it"


def test_an_explanation_is_accounted_for(published: None) -> None:
    explained("nurse", FINN)
    row = Entry.objects.get(deed="sharing.explained")
    assert (row.about.nhs_number, row.purpose, row.detail["viewer"]) == (FINN, "direct_care", "nurse")


def test_somebody_with_several_posts_says_which(published: None) -> None:
    further = open_account(by=None, name="nurse", password=PASSWORD, role="nurse", area="Z99001")
    words = ("explain", "--viewer", "nurse", "--person", ANN, "--purpose", "direct-care")
    status, out, err = typed(*words)
    assert (status, out) == (1, "")
    assert f"--post {further.pk}: Visiting nurse, Abbey Surgery" in err
    assert explained("nurse", ANN, "direct-care", "--post", str(further.pk))["allowed"] is True


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"--viewer": "nobody"}, "no account 'nobody'"),
        ({"--person": "9999999999"}, "no person '9999999999'"),
        ({"--purpose": "curiosity"}, "no purpose 'curiosity'; there are direct-care, case-finding,"),
        ({"--category": "diary"}, "no category 'diary'; there are demographics, gp-record,"),
        ({"--viewer": "gone"}, "'gone' holds no post"),
    ],
)
def test_what_cannot_be_explained_is_said_in_a_line(
    published: None, changed: dict[str, str], says: str
) -> None:
    User.objects.create(username="gone")
    words = {"--viewer": "nurse", "--person": ANN, "--purpose": "direct-care", **changed}
    status, out, err = typed("explain", *(word for pair in words.items() for word in pair))
    assert (status, out) == (1, "")
    assert says in err


def what_if(file: str) -> list[dict[str, Any]]:
    status, out, _ = typed("what-if", "--without", file, "--json")
    said = json.loads(out)
    assert (status, said["without"]) == (0, f"sharing/{Path(file).stem}.yaml")
    return list(said["lost"])


def test_without_the_agreement_on_care_teams_and_the_council_lose_sight(council: None) -> None:
    """Ten people are registered here; the council works with two whom it may see, and one restricted."""
    nurse = {"role": "nurse", "organisation": "ZZ1", "accounts": ["nurse"], "people": 5}
    abbey = {"role": "team-lead", "organisation": "Z99001", "accounts": ["abbey"], "people": 5}
    leads = {"role": "team-lead", "organisation": "ZZ1", "accounts": ["lead", "riverside"], "people": 10}
    found = "demographics gp_record hospital"
    assert what_if("care.yaml") == [
        {**nurse, "purpose": "direct_care", "categories": dict.fromkeys(WHOLE.split(), 5)},
        {**nurse, "purpose": "case_finding", "categories": dict.fromkeys(found.split(), 5)},
        {
            "role": "social-worker",
            "organisation": "ZZ2",
            "purpose": "direct_care",
            "accounts": ["council"],
            "people": 2,
            "categories": {**dict.fromkeys(PART.split(), 2), "community": 1},
        },
        {**abbey, "purpose": "direct_care", "categories": dict.fromkeys(WHOLE.split(), 5)},
        {**abbey, "purpose": "case_finding", "categories": dict.fromkeys(found.split(), 5)},
        {**leads, "purpose": "direct_care", "categories": dict.fromkeys(WHOLE.split(), 10)},
        {**leads, "purpose": "case_finding", "categories": dict.fromkeys(found.split(), 10)},
    ]


def test_without_the_agreement_on_numbers_nobody_by_name_is_lost(council: None) -> None:
    lost = what_if("sharing/numbers.yaml")
    assert {(one["role"], one["purpose"]) for one in lost} == {
        ("analyst", "oversight"),
        ("analyst", "planning"),
        ("data-manager", "oversight"),
        ("scheduler", "planning"),
        ("team-lead", "planning"),
    }
    assert {one["people"] for one in lost} == {None}
    assert next(one for one in lost if one["role"] == "data-manager")["categories"] == {"loads": None}


@pytest.mark.parametrize("file", ["sharing/care.yaml", "sharing/numbers.yaml"])
def test_what_is_foretold_is_what_the_rule_decides_without_the_agreement(council: None, file: str) -> None:
    """One by one, of every account and person; and asking has changed nothing."""
    nurse = accounts.posts(User.objects.get(username="nurse"))[0]
    Opening.objects.create(
        post_id=nurse.post, person=Person.objects.get(nhs_number=ANN), reason="found on the floor",
        until=timezone.now() + timedelta(minutes=30),
    )  # fmt: skip
    foretold = {
        (one["role"], one["purpose"], category): number
        for one in what_if(file)
        for category, number in one["categories"].items()
        if number is not None
    }
    now = facts.terms()
    before, after = seen(now), seen(term for term in now if not term.name.startswith(f"{file}#"))
    lost = {key: len(people - after[key]) for key, people in before.items() if people - after[key]}
    assert lost == foretold
    assert facts.terms() == now


def seen(terms: Iterable[Term]) -> dict[tuple[str, str, str], set[str]]:
    """By role, purpose and category: the people whom anybody in it may see, decided one by one."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    known = tuple(terms)
    held = [viewer for user in User.objects.all() for viewer in accounts.posts(user)]
    for viewer, person in product(held, Person.objects.all()):
        about = facts.about(viewer, person)
        for purpose, category in product(PURPOSES, CATEGORIES):
            if rules.named(viewer, category, purpose, about, known, facts.today()).allowed:
                found[viewer.role.id, purpose, category].add(person.key)
    return found


def test_in_words(council: None) -> None:
    status, out, _ = typed("what-if", "--without", "care")
    lines = out.splitlines()
    assert (status, lines[:2]) == (
        0,
        [
            "nurse of ZZ1, for direct care: 5 people, by 1 account (nurse)",
            f"    5 people: {WHOLE.replace(' ', ', ').replace('_', ' ')}",
        ],
    )
    assert "    1 person: community" in lines
    assert typed("what-if", "--without", "numbers")[1].splitlines()[:2] == [
        "analyst of ZZ1, for planning: nobody by name, by 1 account (analyst)",
        "    nobody by name: gp record, hospital, community, social care, referrals",
    ]


def test_one_that_has_ended_gives_nobody_sight_to_lose(published: None) -> None:
    Clause.objects.filter(name__startswith="sharing/care.yaml#").update(until="2026-01-31")
    assert typed("what-if", "--without", "care") == (
        0,
        "without sharing/care.yaml: nobody would lose sight of anything today\n",
        "",
    )
    assert explained("nurse", FINN)["because"] == (
        "the agreement that allowed demographics for direct care ended on 2026-01-31"
        " (sharing/care.yaml#teams)"
    )


def test_an_agreement_that_is_not_there_is_said(published: None) -> None:
    status, out, err = typed("what-if", "--without", "cure.yaml")
    assert (status, out) == (1, "")
    assert (
        "no agreement 'cure.yaml' has been applied; there are sharing/care.yaml, sharing/numbers.yaml" in err
    )


def test_agreements_are_applied_from_the_folder(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.BLUEPRINT = str(write(tmp_path))
    status, out, _ = typed("apply")
    assert (status, out.splitlines()) == (
        0,
        ["sharing/care.yaml: in force, from 2026-04-01 until 2035-12-31, 2 clauses"],
    )
    assert sorted(Clause.objects.values_list("name", flat=True)) == [
        "sharing/care.yaml#counts",
        "sharing/care.yaml#teams",
    ]
