"""What a plan shows from where it is recorded: whom to call first, and what is wanted and refused."""

from datetime import date

import pytest
from tests.care import planned
from tests.care.planned import ann
from tests.care.referred import holding

from commonweal.care import moments
from commonweal.care.coordination.models import Coordinator, PersonAround
from commonweal.care.end_of_life.models import AdvanceDecision, AnticipatoryMedicine, PlaceWish, Preference
from commonweal.care.plans import reads

pytestmark = pytest.mark.requirement("T2")


@pytest.fixture
def recorded(published: None) -> None:
    """Rows as the pages about those around a person, and about the end of life, leave them."""
    planned.open_posts()
    river = holding("river")
    by = {
        "person": ann(),
        "at": moments.now(),
        "by_id": river.user,
        "by_name": river.name,
        "by_role": river.role.id,
    }
    seen = {"attorney_registered": "yes", "attorney_seen_by": "Dr A", "attorney_seen_on": date(2026, 10, 1)}
    kim = {"name": "Kim", "relation": "daughter", "phone": "01632 960 789", "kind": "family"}
    PersonAround.objects.create(**by, **kim, may_share="all", emergency_order=1, attorney="health", **seen)
    PersonAround.objects.create(**by, name="Joyce", relation="friend", kind="friend", may_share="nothing")
    Coordinator.objects.create(
        person=ann(),
        post_id=river.post,
        name="river",
        role="nurse",
        reach="01632 960 302, weekdays",
        since=moments.now(),
        reason="Asked",
    )
    for number, answer in ((1, "permit"), (2, "refuse")):
        Preference.objects.create(
            **by,
            subject="resuscitation",
            answer=answer,
            number=number,
            decided_by="clinician",
            decided_on=date(2026, 10, 25),
            form_kept="in the drawer by the bed",
        )
    Preference.objects.create(**by, subject="antibiotics", answer="permit", number=1)
    AdvanceDecision.objects.create(**by, number=1, made="yes", refuses="Ventilation", kept="with Kim")
    PlaceWish.objects.create(**by, number=1, death_first="home", on=date(2026, 10, 25))
    AnticipatoryMedicine.objects.create(
        **by,
        medicine="Morphine",
        dose="2.5 mg",
        prescribed_by="Dr A",
        prescribed_on=date(2026, 10, 1),
        kept="Kitchen",
    )


def crisis(who: str) -> dict[str, list[dict[str, str]]]:
    return {one.section.id: one.items for one in reads.crisis(holding(who), ann().pk).shown}


@pytest.mark.usefixtures("recorded")
def test_in_a_crisis_decisions_stand_as_they_are_recorded_now() -> None:
    found = crisis("river")
    assert found["treatment-decisions"] == [
        {
            "about": "Resuscitation (CPR)",
            "decision": "Refuse",
            "form": "kept: in the drawer by the bed",
            "decided": "The responsible clinician, for medical reasons",
            "on": "2026-10-25",
        },
        {"about": "Antibiotics", "decision": "Permit"},
        {
            "about": "Advance decision to refuse treatment",
            "decision": "Made",
            "more": "Ventilation",
            "form": "NOBODY HAS SEEN THE PAPER, kept: with Kim",
        },
        {"about": "Preferred place of death", "decision": "Their own home"},
    ]
    assert found["medicines-kept-ready"] == [{"name": "Morphine", "how": "2.5 mg", "kept": "Kitchen"}]
    assert found["first-to-call"] == [
        {
            "name": "Kim",
            "who": "daughter",
            "phone": "01632 960 789",
            "more": "attorney for health and welfare",
        },
        {"name": "river", "who": "coordinates the care", "phone": "01632 960 302", "more": "weekdays"},
    ]


@pytest.mark.usefixtures("recorded")
def test_what_is_recorded_of_the_end_of_life_stays_with_those_whose_clause_opens_it() -> None:
    assert "treatment-decisions" not in crisis("kim")
    assert [one["name"] for one in crisis("kim")["first-to-call"]] == ["Kim", "river"]
