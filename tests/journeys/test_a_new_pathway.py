"""A pathway's file is all it takes: dropped into the blueprint, it is worked to its end without any code."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.blueprint.hamlet import ANSWERED
from tests.care.conftest import BLUEPRINT
from tests.care.referred import ANN, asked, holding

from commonweal.care import moments
from commonweal.care.referrals import actions
from commonweal.care.referrals.models import ClockRun, Referral

pytestmark = [pytest.mark.browser, pytest.mark.requirement("F1", "F4", "F7")]

WOUNDS = (
    ANSWERED
    + """\
id: wound-clinic
title: Wound clinic
sources: [invented]
invented: true
hub: front-door
team: {kind: neighbourhood, skills: [assessment]}
may_refer: {roles: [social-worker], organisations: [practice], others: [person]}
questions:
  - {id: open, ask: Is the wound open?, wanted: true, otherwise: Book a nurse at the practice.}
stages:
  - {id: come, title: Come in, says: We have it.}
  - {id: asked-back, title: Photograph awaited, says: We asked for a photograph.}
  - {id: booked, title: Booked, says: You have an appointment.}
  - {id: healed, title: Finished, says: The clinic has finished., ends: true}
moves:
  - id: photograph
    title: Ask for a photograph
    from: [come]
    to: asked-back
    by: [team-lead]
    reasons: [none-sent, blurred]
  - {id: got-it, title: Photograph has come, from: [asked-back], to: come, by: [team-lead]}
  - {id: book, title: Book, from: [come], to: booked, team: given, by: [team-lead]}
  - id: finish
    title: Finish
    from: [booked]
    to: healed
    by: [nurse]
    instruments: [wound-size]
    outcomes: [closed, hospital]
clocks:
  - id: ten-days
    title: Booked within ten days
    starts: [{enters: come}]
    stops: [{enters: booked}]
    versions:
      - id: first
        from: 2020-01-01
        within: {hours: 240}
        hours: always
        target: 90
        pauses: [{stage: asked-back, because: The photograph is awaited.}]
        source: invented
    tells:
      - {at: 100, roles: [team-lead], says: Nobody has booked it.}
reasons:
  - {id: none-sent, title: None was sent}
  - {id: blurred, title: It cannot be read}
instruments:
  - {id: wound-size, title: Size of the wound}
outcomes:
  - {id: closed, title: The wound has closed, told: Your wound has closed.}
  - {id: hospital, title: Vascular clinic, told: A clinic outside goes on., next_owner: true}
"""
)


@pytest.fixture
def wound_clinic(front_door: dict[str, str], settings, tmp_path: Path) -> str:
    """The reference of a referral on a pathway of which only the file is new."""
    folder = tmp_path / "exampleshire"
    shutil.copytree(BLUEPRINT, folder)
    (folder / "pathways" / "wound-clinic.yaml").write_text(WOUNDS, encoding="utf-8")
    settings.BLUEPRINT = str(folder)
    given = asked(ANN, pathway="wound-clinic", reason="Leg ulcer, open for weeks", answers={"open": True})
    with moments.at(timezone.now() - timedelta(hours=2)):
        return actions.receive(holding("council"), given).referral.reference


def test_a_new_file_is_worked_end_to_end(new_page, wound_clinic, enter, accessible):
    hub, nurse = new_page(1280, 900), new_page(390, 844)
    enter(hub, "hub")
    hub.goto("/referrals/")
    hub.get_by_role("navigation", name="By pathway").get_by_role("link", name="Wound clinic 1").click()
    expect(hub.get_by_role("navigation", name="By stage")).to_contain_text("Come in 1")
    hub.get_by_role("link", name="ADAIR, Ann").click()
    beside = hub.get_by_role("region", name="The referral that is open")
    expect(beside).to_contain_text(re.compile(r"Is the wound open\?\s*Yes"))
    expect(beside.get_by_role("list", name="Clocks")).to_contain_text(
        re.compile("Booked within ten days 9 d 22 h left")
    )

    moved(beside, "Ask for a photograph", "Why?", "It cannot be read")
    expect(beside.get_by_role("list", name="Clocks")).to_contain_text(
        "The photograph is awaited. Then 9 d 22 h left."
    )
    moved(beside, "Photograph has come")
    moved(beside, "Book", "To which team?", "Riverside team")
    expect(beside.get_by_role("list", name="Clocks")).to_contain_text("in time")

    enter(nurse, "river")
    nurse.goto("/referrals/")
    nurse.get_by_role("link", name="ADAIR, Ann").click()
    nurse.locator("summary", has_text="Finish").click()
    accessible(nurse)
    nurse.get_by_label("How did it end?").select_option("Vascular clinic")
    nurse.get_by_role("button", name="Finish").click()
    expect(nurse.locator(".nhsuk-error-summary")).to_contain_text("Size of the wound")
    nurse.get_by_label("Size of the wound").check()
    nurse.get_by_label("Or somebody outside the partnership").fill("Vascular clinic at Otherham")
    nurse.get_by_role("button", name="Finish").click()
    expect(nurse).to_have_url(re.compile("/referrals/"))

    ended = Referral.objects.get(reference=wound_clinic)
    assert (ended.stage, ended.outcome) == ("healed", "hospital")
    assert ended.next_owner == "outside: Vascular clinic at Otherham"
    run = ClockRun.objects.get(referral=ended)
    assert (run.clock, run.state) == ("ten-days", "stopped")
    assert run.used_seconds < 3 * 60 * 60


def moved(beside: Page, move: str, question: str = "", answer: str = "") -> None:
    """Makes a move through its form and waits until it stands among the steps."""
    beside.locator("summary", has_text=re.compile(f"^{move} ")).click()
    if question:
        beside.get_by_label(question, exact=True).select_option(answer)
    beside.get_by_role("button", name=move, exact=True).click()
    expect(beside.locator(".cw-so-far li").first).to_contain_text(move)
