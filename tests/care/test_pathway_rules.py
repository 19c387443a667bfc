"""Where a referral stands, who may do what next, and what may be recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.care.errands import NEEDED, at, begun, pathway, run, step

from commonweal.blueprint import Pathway
from commonweal.care.pathways import rules

__all__ = ["pathway"]
pytestmark = pytest.mark.requirement("F1", "F2")
HOUR = timedelta(hours=1)


# ---- Where it stands


def test_a_referral_stands_where_its_last_move_led(pathway: Pathway) -> None:
    steps = run(pathway, ("", "2025-06-02 10:00"), ("rest", "2025-06-02 11:00"), ("wake", "2025-06-02 12:00"))
    stood = [
        rules.read(pathway, steps, at(f"2025-06-02 {hour}:00")).stage for hour in ("09", "10", "11", "12")
    ]
    assert [stage and stage.id for stage in stood] == [None, "asked", "resting", "asked"]
    journey = rules.read(pathway, steps, at("2025-06-03 09:00"))
    assert (journey.since, journey.ended) == (at("2025-06-02 12:00"), False)


def test_a_move_that_stays_in_its_stage_does_not_begin_it_again(pathway: Pathway) -> None:
    steps = run(pathway, ("", "2025-06-02 10:00"), ("go", "2025-06-02 11:00"), ("note", "2025-06-02 11:30"))
    assert rules.read(pathway, steps, at("2025-06-02 12:00")).since == at("2025-06-02 11:00")


def test_steps_that_do_not_fit_are_kept_and_named(pathway: Pathway) -> None:
    """Finished before anybody went; a move that is not declared; begun twice; in the future."""
    steps = [
        *run(pathway, ("", "2025-06-02 10:00"), ("go", "2025-06-02 12:00")),
        step(pathway, "finish", at("2025-06-02 11:00"), 7),
        replace(step(pathway, "go", at("2025-06-02 12:30"), 8), move="fly"),
        replace(begun(pathway, at("2025-06-02 13:00")), id="9"),
        step(pathway, "back", at("2025-06-05 09:00"), 10),
    ]
    journey = rules.read(pathway, steps, at("2025-06-02 14:00"))
    assert journey.stage is not None
    assert journey.stage.id == "going"
    assert [(apart.step.id, apart.because) for apart in journey.out_of_place] == [
        ("7", "the referral stood in 'asked' then"),
        ("8", "the pathway has no move 'fly' from 'asked' to 'going'"),
        ("9", "the referral had begun already, or begins elsewhere"),
        ("10", "it has not happened yet"),
    ]


def test_two_moves_of_the_same_moment_are_taken_in_the_order_that_fits(pathway: Pathway) -> None:
    steps = run(pathway, ("", "2025-06-02 10:00"), ("rest", "2025-06-02 11:00"), ("wake", "2025-06-02 11:00"))
    swapped = [steps[0], replace(steps[1], id="2"), replace(steps[2], id="1")]
    for told in (steps, swapped):
        journey = rules.read(pathway, told, at("2025-06-02 12:00"))
        assert [one.move for one in journey.taken] == ["", "rest", "wake"]


def test_what_never_happened_is_taken_back(pathway: Pathway) -> None:
    steps = run(pathway, ("", "2025-06-02 10:00"), ("go", "2025-06-02 11:00"))
    gone = replace(steps[1], id="9", corrects="1", never_happened=True, recorded=at("2025-06-02 12:00"))
    stage = rules.read(pathway, [*steps, gone], at("2025-06-02 13:00")).stage
    assert stage is not None
    assert stage.id == "asked"


def test_the_newest_correction_counts_also_of_a_correction(pathway: Pathway) -> None:
    steps = run(pathway, ("", "2025-06-02 10:00"), ("go", "2025-06-02 11:00"))
    once = replace(
        steps[1], id="9", corrects="1", happened=at("2025-06-02 10:30"), recorded=steps[1].recorded
    )
    twice = replace(
        once, id="8", corrects="9", happened=at("2025-06-02 10:45"), recorded=once.recorded + HOUR
    )
    journey = rules.read(pathway, [*steps, twice, once], at("2025-06-02 13:00"))
    assert journey.since == at("2025-06-02 10:45")


# ---- Who may do what


def test_each_move_is_allowed_or_says_why_not(pathway: Pathway) -> None:
    asked, done = pathway.stage("asked"), pathway.stage("done")
    answers = {one.move.id: one.because for one in rules.moves(pathway, asked, "nurse")}
    assert answers == {
        "go": "",
        "rest": "",
        "wake": "it is not made from 'Asked'",
        "note": "it is not made from 'Asked'",
        "back": "it is not made from 'Asked'",
        "finish": "it is not made from 'Asked'",
        "drop": "",
    }
    assert {one.because for one in rules.moves(pathway, asked, "analyst") if "asked" in one.move.starts} == {
        "it is for nurse, not for analyst"
    }
    assert {one.because for one in rules.moves(pathway, done, "nurse")} == {"the referral has ended"}
    assert {one.because for one in rules.moves(pathway, None, "nurse")} == {"the referral has not begun"}


@pytest.mark.parametrize(
    ("brings", "against"),
    [
        (NEEDED, ()),
        ({**NEEDED, "instruments": ()}, ("'End' needs list",)),
        ({**NEEDED, "outcome": ""}, ("'End' needs an outcome: well, on",)),
        ({**NEEDED, "outcome": "none"}, ("'End' needs an outcome: well, on",)),
        ({**NEEDED, "outcome": "on"}, ("'Goes on' needs whoever goes on to be named",)),
        ({**NEEDED, "outcome": "on", "next_owner": "the baker"}, ()),
    ],
)
def test_an_end_needs_its_outcome_and_whoever_goes_on(
    pathway: Pathway, brings: dict[str, object], against: tuple[str, ...]
) -> None:
    steps = run(pathway, ("", "2025-06-02 10:00"), ("go", "2025-06-02 11:00"))
    new = replace(step(pathway, "finish", at("2025-06-02 12:00"), 2), **brings)
    assert rules.faults(pathway, steps, new, "nurse") == against


def test_a_move_needs_its_reason(pathway: Pathway) -> None:
    steps = run(pathway, ("", "2025-06-02 10:00"))
    new = step(pathway, "rest", at("2025-06-02 11:00"))
    assert rules.faults(pathway, steps, new, "nurse") == ("'Rest' needs a reason: wish",)
    assert rules.faults(pathway, steps, replace(new, reason="wish"), "nurse") == ()


def test_nothing_is_recorded_before_it_happens_nor_twice_begun(pathway: Pathway) -> None:
    steps = run(pathway, ("", "2025-06-02 10:00"))
    early = replace(step(pathway, "go", at("2025-06-02 11:00")), recorded=at("2025-06-02 10:59"))
    assert rules.faults(pathway, steps, early, "nurse") == ("it cannot be recorded before it has happened",)
    assert rules.faults(pathway, [], steps[0], "nurse") == ()
    assert rules.faults(pathway, steps, replace(steps[0], id="5"), "nurse") == (
        "the referral had begun already, or begins elsewhere",
    )


def test_what_is_recorded_late_may_not_push_out_what_came_after(pathway: Pathway) -> None:
    """Somebody went at eleven; a rest at half past ten, recorded at noon, would leave that hanging."""
    steps = run(pathway, ("", "2025-06-02 10:00"), ("go", "2025-06-02 11:00"))
    late = step(pathway, "rest", at("2025-06-02 10:30"), 2)
    late = replace(late, reason="wish", recorded=at("2025-06-02 12:00"))
    assert rules.faults(pathway, steps, late, "nurse") == (
        "'go', recorded already, would not fit: the referral stood in 'resting' then",
    )


def test_a_correction_is_held_to_the_same_rules(pathway: Pathway) -> None:
    steps = run(pathway, ("", "2025-06-02 10:00"), ("go", "2025-06-02 11:00"), ("note", "2025-06-02 12:00"))
    right = replace(
        steps[1], id="9", corrects="1", happened=at("2025-06-02 10:40"), recorded=at("2025-06-03 09:00")
    )
    assert rules.faults(pathway, steps, right, "nurse") == ()
    gone = replace(right, never_happened=True)
    assert rules.faults(pathway, steps, gone, "nurse") == (
        "'note', recorded already, would not fit: the referral stood in 'asked' then",
    )
