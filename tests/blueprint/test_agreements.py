"""Agreements as files: how long they hold, what they rest on, and what is worth a warning."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.blueprint.hamlet import HAMLET, reworded, write
from tests.blueprint.test_faults import faults

from commonweal.blueprint import Agreement, Blueprint, agreement_warnings, load

pytestmark = pytest.mark.requirement("R2")
CARE = "sharing/care.yaml"


def care(folder: Path, **changed: str) -> Agreement:
    """The hamlet's only agreement."""
    (agreement,) = load(write(folder, **changed)).agreements
    return agreement


def warned(blueprint: Blueprint) -> list[str]:
    """What is doubtful in the agreements, without the name of the folder."""
    doubts = agreement_warnings.warnings(blueprint)
    return [str(doubt).removeprefix(f"{blueprint.path}/") for doubt in doubts]


def test_an_agreement_is_read_with_everyone_who_signed(tmp_path: Path) -> None:
    agreement = care(tmp_path)
    assert agreement.name == CARE
    assert [party.members for party in agreement.parties] == [("Z00001", "Z00002", "Z00003"), ("RX1", "ZC1")]
    assert agreement.members == {"Z00001", "Z00002", "Z00003", "RX1", "ZC1"}
    assert [clause.id for clause in agreement.clauses] == ["teams", "counts"]


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 3, 31), "not_yet"),
        (date(2026, 4, 1), "in_force"),
        (date(2035, 11, 1), "in_force"),
        (date(2035, 11, 2), "ends_soon"),
        (date(2035, 12, 31), "ends_soon"),
        (date(2036, 1, 1), "ended"),
    ],
)
def test_it_holds_from_its_first_day_to_its_last_and_warns_sixty_days_before(
    tmp_path: Path, on: date, state: str
) -> None:
    agreement = care(tmp_path)
    assert agreement.state(on) == state
    assert agreement.in_force(on) == (state in {"in_force", "ends_soon"})


def test_a_clause_rests_on_what_the_agreement_rests_on_unless_it_says_otherwise(tmp_path: Path) -> None:
    other = "legal_basis: {article_6: 6(1)(c), article_9: 9(2)(h), confidence: none owed}"
    counts = reworded(CARE, "    roles: [analyst]\n", f"    roles: [analyst]\n    {other}\n")
    agreement = care(tmp_path, care=counts)
    assert [agreement.basis(clause).article_6 for clause in agreement.clauses] == ["6(1)(e)", "6(1)(c)"]


def test_one_that_ends_is_warned_of_before_and_after(tmp_path: Path) -> None:
    hamlet = load(write(tmp_path))
    assert list(hamlet.ending(date(2035, 11, 1))) == []
    assert [str(said).removeprefix(f"{tmp_path}/") for said in hamlet.ending(date(2035, 11, 2))] == [
        "sharing/care.yaml:9: until: ends on 2035-12-31: what it shares will be shut; sign it anew, or take"
        " the file away"
    ]
    assert [str(said).removeprefix(f"{tmp_path}/") for said in hamlet.ending(date(2036, 1, 1))] == [
        "sharing/care.yaml:9: until: ended on 2035-12-31: what it shares is shut; sign it anew, or take the"
        " file away"
    ]


def test_a_role_that_no_agreement_names_is_warned_of(tmp_path: Path) -> None:
    clerk = "  - {id: clerk, title: Clerk, purpose: oversight, sees_people: false, pages: [loads]}\n"
    hamlet = load(write(tmp_path, roles=HAMLET["roles.yaml"] + clerk))
    assert [str(said).removeprefix(f"{tmp_path}/") for said in hamlet.unshared()] == [
        "roles.yaml:8: roles[3].id: no agreement in sharing/ lets 'clerk' see anything; add it to a clause"
    ]


def test_what_no_party_holds_is_warned_of_once(tmp_path: Path) -> None:
    """Here nobody records mental health, and without the council nobody records social care."""
    shared = reworded(CARE, "gp_record, hospital]", "social_care, mental_health]").replace(", ZC1]", "]")
    shared = shared.replace("[gp_record]", "[gp_record, social_care]")
    assert warned(load(write(tmp_path, care=shared))) == [
        "sharing/care.yaml:17: clauses[1].categories[2]: no party is of the kind council, which records"
        " 'social_care'; let one sign, or take it out",
        "sharing/care.yaml:17: clauses[1].categories[3]: no party is of the kind mental_health, which records"
        " 'mental_health'; let one sign, or take it out",
    ]


def test_a_role_whose_employer_has_not_signed_is_warned_of(tmp_path: Path) -> None:
    roles = reworded("roles.yaml", "pages: [people]", "pages: [people], organisation: ZC1")
    unsigned = reworded(CARE, "[RX1, ZC1]", "[RX1]")
    assert warned(load(write(tmp_path, roles=roles, care=unsigned))) == [
        "sharing/care.yaml:18: clauses[1].roles[1]: 'ZC1', which employs 'nurse', has not signed; let it"
        " sign, or take the role out",
    ]


def test_a_partnership_may_have_no_agreements_yet(tmp_path: Path) -> None:
    """Then nobody sees anything, and every role is warned of."""
    folder = write(tmp_path)
    (folder / CARE).unlink()
    hamlet = load(folder)
    assert hamlet.agreements == ()
    assert len(list(hamlet.unshared())) == len(hamlet.roles)


@pytest.mark.requirement("T1")
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "roles: [nurse]\n",
            "roles: [nurse]\n    trusted: [news2]\n",
            f"{CARE}:19: clauses[1].trusted[1]: instruments/ does not declare 'news2';"
            " add its file, or take it out",
        ),
        (
            "roles: [analyst]\n",
            "roles: [analyst]\n    trusted: [news2]\n",
            f"{CARE}:20: clauses[2]: people are assessed for direct_care alone; take trusted out",
        ),
    ],
)
def test_whose_assessments_are_trusted_is_checked(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert faults(write(tmp_path, care=reworded(CARE, old, new))) == [said]
