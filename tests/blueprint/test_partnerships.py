"""The partnerships that come with the project say what their papers say."""

from __future__ import annotations

import math
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from commonweal.blueprint import Blueprint, SmallArea, agreement_warnings, load

PARTNERSHIPS = ("exeter", "derbyshire")


@pytest.fixture(scope="module", params=PARTNERSHIPS)
def partnership(request: pytest.FixtureRequest, repository: Path) -> Blueprint:
    return load(repository / "blueprints" / request.param)


@pytest.fixture(scope="module")
def exeter(repository: Path) -> Blueprint:
    return load(repository / "blueprints" / "exeter")


@pytest.fixture(scope="module")
def derbyshire(repository: Path) -> Blueprint:
    return load(repository / "blueprints" / "derbyshire")


@pytest.mark.requirement("P1")
def test_exeter_is_sixteen_practices_and_150_000_people(exeter: Blueprint) -> None:
    assert len(exeter.practices) == 16
    assert exeter.partnership.people == 150_000
    assert [practice.title for practice in exeter.practices if not practice.invented] == [
        "St Thomas",
        "Foxhayes",
        "Ide Lane",
        "Topsham",
        "Mount Pleasant",
        "Wonford Green",
    ]


def test_derbyshire_is_eight_places_113_practices_and_twelve_visiting_teams(
    derbyshire: Blueprint,
) -> None:
    places = [area for area in derbyshire.areas if area.kind == "place"]
    visiting = [team for team in derbyshire.teams if team.kind == "home_visiting"]
    assert (len(places), len(derbyshire.practices), len(visiting)) == (8, 113, 12)
    assert (derbyshire.partnership.people, derbyshire.partnership.care_homes) == (1_060_000, 325)


def test_the_eight_places_share_out_every_practice_and_small_area(derbyshire: Blueprint) -> None:
    places = [area for area in derbyshire.areas if area.kind == "place"]
    assert sum(len(place.practices) for place in places) == len(derbyshire.practices)
    assert sum(len(place.small_areas) for place in places) == len(derbyshire.small_areas)
    assert not any(set(one.practices) & set(other.practices) for one, other in combinations(places, 2))


def test_areas_overlap_where_a_practice_works_with_others_than_its_neighbours(exeter: Blueprint) -> None:
    west, outer = exeter.area("exeter-west"), exeter.area("outer-network")
    assert set(west.practices) & set(outer.practices) == {"Z83003"}
    assert not set(outer.practices) <= set(west.practices)


def test_registered_and_resident_people_add_up_to_the_population(partnership: Blueprint) -> None:
    people = partnership.partnership.people
    assert sum(practice.people for practice in partnership.practices) == people
    assert sum(small.people for small in partnership.small_areas) == people


def test_small_areas_are_of_a_small_areas_size_and_deprived_unequally(partnership: Blueprint) -> None:
    assert all(1_000 <= small.people <= 3_000 for small in partnership.small_areas)
    assert {small.decile for small in partnership.small_areas} == set(range(1, 11))


def centre(small: SmallArea) -> tuple[float, float]:
    """The middle of its hexagon: odd rows stand half a hexagon to the right."""
    return small.column + (small.row % 2) / 2, small.row * math.sqrt(3) / 2


def test_the_hexagons_of_the_map_hang_together(partnership: Blueprint) -> None:
    waiting = {centre(small) for small in partnership.small_areas}
    assert len(waiting) == len(partnership.small_areas)
    reached = [waiting.pop()]
    for here in reached:
        beside = {there for there in waiting if math.dist(here, there) < 1.1}
        waiting -= beside
        reached += beside
    assert not waiting


def test_whatever_is_invented_says_so(partnership: Blueprint) -> None:
    assert all(small.invented for small in partnership.small_areas)
    assert all(role.invented for role in partnership.roles)
    assert all(practice.ods.startswith("Z") for practice in partnership.practices)


def test_every_file_is_answered_for_until_2027(partnership: Blueprint) -> None:
    assert list(partnership.overdue(date(2026, 12, 31))) == []
    assert len(list(partnership.overdue(date(2028, 1, 1)))) == len(partnership.answered)


def test_every_kind_of_work_has_a_role(exeter: Blueprint) -> None:
    roles = {role.id: (role.purpose, role.sees_people) for role in exeter.roles}
    assert roles == {
        "practice-team-lead": ("direct_care", True),
        "hub-clinician": ("direct_care", True),
        "care-coordinator": ("direct_care", True),
        "visiting-nurse": ("direct_care", True),
        "social-worker": ("direct_care", True),
        "community-connector": ("direct_care", True),
        "analyst": ("planning", False),
        "commissioner": ("planning", False),
        "board-member": ("planning", False),
        "data-manager": ("oversight", False),
        "information-governance-lead": ("oversight", False),
        "person": ("direct_care", True),
        "referring-system": ("direct_care", True),
        "care-home-manager": ("direct_care", True),
        "carer": ("direct_care", True),
        "records-officer": ("direct_care", True),
    }


@pytest.mark.requirement("R2")
def test_every_role_has_its_clauses(partnership: Blueprint) -> None:
    """By the work it is for; those who answer calls for help see more once somebody is referred."""
    clauses = [clause for agreement in partnership.agreements for clause in agreement.clauses]
    by_role = {
        role.id: [clause.id for clause in clauses if role.id in clause.roles] for role in partnership.roles
    }
    assert by_role == {
        "practice-team-lead": [
            "practice-lists",
            "practice-teams",
            "referrals",
            "trusted-assessors",
            "care-counts",
        ],
        "hub-clinician": [
            "urgent-lists",
            "ready-to-help",
            "helping-you",
            "referrals",
            "trusted-assessors",
            "emergency",
            "restricted",
            "care-counts",
        ],
        "care-coordinator": [
            "practice-lists",
            "practice-teams",
            "referrals",
            "trusted-assessors",
            "restricted",
            "care-counts",
        ],
        "visiting-nurse": [
            "urgent-lists",
            "ready-to-help",
            "helping-you",
            "referrals",
            "trusted-assessors",
            "emergency",
        ],
        "social-worker": ["referrals", "trusted-assessors", "social-workers"],
        "community-connector": ["referrals", "connectors"],
        "analyst": ["what-came-in", "counts", "costs"],
        "commissioner": ["counts", "costs"],
        "board-member": ["counts", "costs"],
        "data-manager": ["what-came-in"],
        "information-governance-lead": ["who-looked", "what-came-in"],
        "person": ["own-record"],
        "referring-system": ["referrals"],
        "care-home-manager": ["care-homes"],
        "carer": ["named-carers"],
        "records-officer": ["one-record"],
    }


@pytest.mark.requirement("R2")
def test_those_who_plan_and_pay_sign_for_no_care(partnership: Blueprint) -> None:
    planners = {one.ods for one in partnership.organisations if one.kind == "commissioner"}
    signed = {agreement.id: planners & agreement.members for agreement in partnership.agreements}
    assert [id for id, members in signed.items() if members] == ["oversight", "planning"]


@pytest.mark.requirement("R2")
def test_nothing_in_the_agreements_is_doubtful_until_they_end(partnership: Blueprint) -> None:
    assert list(agreement_warnings.warnings(partnership)) == []
    assert list(partnership.unshared()) == []
    assert list(partnership.ending(date(2028, 1, 31))) == []
    assert len(list(partnership.ending(date(2028, 2, 1)))) == 4
