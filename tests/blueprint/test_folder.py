"""A folder becomes a partnership."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.blueprint.hamlet import reworded, write

from commonweal.blueprint import Blueprint, load


@pytest.fixture
def hamlet(tmp_path: Path) -> Blueprint:
    return load(write(tmp_path))


def test_everything_declared_is_there(hamlet: Blueprint) -> None:
    assert hamlet.partnership.title == "Hamlet Partnership"
    assert [practice.people for practice in hamlet.practices] == [100, 120, 80]
    assert [(small.code, small.decile, small.row) for small in hamlet.small_areas] == [
        ("E01990001", 1, 0),
        ("E01990002", 5, 0),
        ("E01990003", 10, 1),
    ]
    assert [team.id for team in hamlet.teams] == ["visiting"]
    assert [role.sees_people for role in hamlet.roles] == [True, False]
    assert [source.id for source in hamlet.sources] == ["visits"]


def test_all_and_ranges_are_spelt_out(hamlet: Blueprint) -> None:
    assert hamlet.area("hamlet").practices == ("Z00001", "Z00002", "Z00003")
    assert hamlet.area("hamlet").small_areas == ("E01990001", "E01990002", "E01990003")
    assert hamlet.area("mill").practices == ("Z00001", "Z00002")


def test_practices_are_organisations_too(hamlet: Blueprint) -> None:
    assert [(each.ods, each.kind) for each in hamlet.organisations] == [
        ("RX1", "hospital"),
        ("ZC1", "council"),
        ("Z00001", "practice"),
        ("Z00002", "practice"),
        ("Z00003", "practice"),
    ]


def test_look_up_by_name(hamlet: Blueprint) -> None:
    assert hamlet.practice("Z00002").title == "The Green"
    assert hamlet.source("visits").columns["start"].column == "ARRIVED"
    for look_up in (hamlet.area, hamlet.practice, hamlet.source):
        with pytest.raises(KeyError):
            look_up("nowhere")


def test_a_review_that_is_due_warns_and_does_not_stop(tmp_path: Path) -> None:
    folder = write(tmp_path, teams=reworded("teams.yaml", "2027-03-31", "2026-01-31"))
    blueprint = load(folder)
    assert list(map(str, blueprint.overdue(date(2026, 1, 31)))) == []
    assert list(map(str, blueprint.overdue(date(2026, 2, 1)))) == [
        f"{folder}/teams.yaml:4: review_by: was to be read again by 2026-01-31; ask A. Writer or B. Reader,"
        " and set a new date. It matters because: Somebody has to."
    ]


def test_a_partnership_may_have_no_data_sources_yet(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "sources" / "visits.yaml").unlink()
    assert load(folder).sources == ()
