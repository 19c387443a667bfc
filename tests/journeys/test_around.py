"""Somebody around a person is named, a coordinator handed over, and what is refused read at night."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.care.around import at, coordinated
from tests.journeys.hub import SignIn

from commonweal.care.coordination.models import CoordinationOffer, Coordinator

pytestmark = [pytest.mark.browser, pytest.mark.requirement("T4", "T8", "T11")]
Accessible = Callable[[Page], None]


def test_from_a_daughter_named_to_a_decision_read_at_night(
    transactional_exampleshire: None,
    new_page: Callable[..., Page],
    enter: SignIn,
    accessible: Accessible,
) -> None:
    person = coordinated("cora").person_id
    for name in ("ann", "cyd"):
        at(name)
    own = new_page(width=390, height=844)
    enter(own, "ann")
    own.goto("/own/around")
    expect(own.get_by_text("cora, Riverside team, coordinates your care.")).to_be_visible()
    own.get_by_role("link", name="Add somebody").click()
    own.get_by_label("Name").fill("Beth Adair")
    own.get_by_label("Who are they to you?").fill("daughter")
    own.get_by_label("How do they belong to you?").select_option("family")
    own.get_by_label("Whom to call in an emergency").fill("1")
    own.get_by_label("They look after you, unpaid: a carer").check()
    own.get_by_role("button", name="Save").click()
    expect(own.get_by_role("alert")).to_contain_text("Give a telephone number")
    accessible(own)
    own.get_by_label("Telephone").fill("01632 960 111")
    own.get_by_role("button", name="Save").click()
    expect(own.get_by_text("Call first in an emergency")).to_be_visible()
    accessible(own)
    accessible(own)

    desk = new_page(width=1280, height=900)
    enter(desk, "cora")
    desk.goto(f"/people/{person}/around")
    expect(desk.get_by_text("In an emergency, call Beth Adair first (daughter)")).to_be_visible()
    accessible(desk)
    desk.get_by_role("link", name="Offer it to somebody else").click()
    desk.get_by_label("Whom?").select_option(str(at("cyd").post))
    desk.get_by_label("Why, and what do they need to know?").fill("She moves to the hill")
    desk.get_by_role("button", name="Offer it").click()
    expect(desk.get_by_text("It is offered to cyd.")).to_be_visible()
    desk.goto(f"/people/{person}/end-of-life/prefer/resuscitation")
    desk.get_by_label("Refuse").check()
    desk.get_by_label("Who decided?").select_option("person")
    desk.get_by_label("How was the person’s capacity").select_option("has")
    desk.get_by_label("On which day?").fill("3 May 2026")
    desk.get_by_label("Which signed form was seen?").fill("Escalation plan")
    desk.get_by_label("Where is it kept?").fill("Green folder by the telephone")
    accessible(desk)
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Recorded on 3 May 2026: no resuscitation.")).to_be_visible()

    night = new_page(width=390, height=844)
    enter(night, "cyd")
    night.goto(f"/coordination/{CoordinationOffer.objects.get().pk}")
    accessible(night)
    night.get_by_role("button", name="Accept").click()
    expect(night.get_by_text("cyd, Hillside team, coordinates this person’s care.")).to_be_visible()
    night.get_by_role("link", name="Care at the end of life").click()
    expect(night.get_by_text("Green folder by the telephone")).to_be_visible()
    accessible(night)
    accessible(night)
    night.goto("/caseload/end-of-life")
    accessible(night)
    night.goto("/caseload/without-coordinator")
    expect(night.get_by_text("Everybody whom teams look after")).to_be_visible()
    assert Coordinator.objects.get(ended=None).name == "cyd"
