"""A care home's own page and what others see of it: residents, beds, rounds, observations, calls."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.attacks.test_hostile_words import HOSTILE
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.control import person_of
from tests.care.homely import FERRY, WEIR, came, holder, live_in
from tests.web.reading import links, text

from commonweal.care.accounts.models import User
from commonweal.care.homes.models import Call, Concern, HomeRound, ProposedResident, RoundEntry, Stay
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import Made

__all__ = ["exampleshire", "published", "published_rows"]
pytestmark = pytest.mark.requirement("T7")
SignIn = Callable[[str], Client]
MAY = date(2026, 5, 4)
OBSERVED = {
    "news2-respiration_rate": "22",
    "news2-spo2_scale": "1",
    "news2-air_or_oxygen": "air",
    "news2-spo2": "93",
    "news2-systolic_bp": "105",
    "news2-pulse": "115",
    "news2-consciousness": "a",
    "news2-temperature_c": "37.0",
}  # 2 + 0 + 2 + 1 + 2 + 0 + 0 = 7
SBARD = {
    "situation": "Breathing fast since this morning",
    "background": "Lives here",
    "assessed": "Score 7",
    "recommendation": "Please come within the hour",
    "ask-housebound": "yes",
}


@pytest.fixture
def work(published: None) -> SignIn:
    """A browser, without a window, of whoever holds this post; Ann and Ben live in Weir House."""
    live_in(WEIR, "Ann", "Ben")

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=holder(name).user))
        return client

    return sign_in


def at(given: str, deed: str = "", ods: str = WEIR) -> str:
    return f"/homes/{ods}/residents/{person_of(given)}{f'/{deed}' if deed else ''}"


def test_a_home_opens_its_own_page(work: SignIn) -> None:
    """Who lives there, and what is to be settled; of another home there is no page for it."""
    weir = work("weir")
    assert (weir.get("/").url, weir.get("/homes/").url) == ("/our-home/", "/our-home/")
    page = text(weir.get("/our-home/"))
    assert "2 people live here." in page
    assert "ADAIR, Ann" in page
    assert "The record says that they live here; say since when" in page
    assert "Dr A. Example, Abbey Surgery" in page
    assert "Riverside team" in page
    for address in (f"/homes/{FERRY}", f"/homes/{FERRY}/round", at("Ann", "", FERRY), "/homes/ZZ1"):
        assert weir.get(address).status_code == 404, address
    assert work("ferry").get(f"/homes/{WEIR}").status_code == 404
    assert "Nobody is recorded as living here." in text(work("ferry").get("/our-home/"))
    assert work("door").get("/our-home/").status_code == 403


def test_since_when_and_until_when(work: SignIn) -> None:
    """The home says it; what is typed wrongly is asked again and kept; it ends once."""
    weir, begin = work("weir"), at("Ann", "begin")
    wrong = weir.post(begin, {"started": "3 5 1930x", "room": "12"})
    assert (wrong.status_code, "Give a day such as" in text(wrong)) == (400, True)
    assert 'value="12"' in wrong.content.decode()
    assert weir.post(begin, {"started": "4 May 2026", "room": "12", "funding": "self"}).url == at("Ann")
    page = text(weir.get(at("Ann")))
    assert "Lives here since 4 May 2026; paid by themselves" in page
    assert "Assessed by the team ▲ overdue" in page
    again = weir.post(begin, {"started": "5 May 2026"}, follow=True)
    assert "They are down as living here since 4 May 2026 already." in text(again)
    end = at("Ann", "end")
    assert "Choose why they live here no more" in text(weir.post(end, {}))
    left = weir.post(end, {"outcome": "hospital", "ended": "1 June 2026"}, follow=True)
    assert "Went into hospital" not in text(weir.get(at("Ann")))
    assert "ADAIR, Ann: went into hospital, 1 June 2026 They are back" in text(left)
    assert weir.get(at("Ann")).status_code == 404
    assert weir.get(end).status_code == 404
    assert Stay.objects.get().room == "12"


def test_the_practice_settles_whom_a_home_proposes(work: SignIn) -> None:
    weir, lead = work("weir"), work("abbey-lead")
    said = {
        "nhs_number": "999 000 0034",
        "birth_date": "1/5/1950",
        "called": "Cleo Carr",
        "started": "4/5/2026",
    }
    assert "Give their NHS number" in text(weir.post("/our-home/residents", said | {"nhs_number": "1"}))
    assert "it stands below" in text(weir.post("/our-home/residents", said, follow=True))
    settle = f"/homes/proposed/{ProposedResident.objects.get().pk}"
    assert "Cleo Carr , born 1 May 1950" in text(lead.get(f"/homes/{WEIR}")).replace("Carr,", "Carr ,")
    assert "CARR, Cleo" in text(lead.get(settle))
    assert "CARR, Cleo" not in text(weir.get(settle))
    assert work("ferry").get(settle).status_code == 404
    assert work("castle-lead").get(settle).status_code == 404
    assert "Say whether they live there" in text(lead.post(settle, {}))
    assert lead.post(settle, {"lives": "yes"}).url == f"/homes/{WEIR}"
    assert "CARR, Cleo" in text(weir.get("/our-home/"))
    assert "It was settled before" in text(lead.post(settle, {"lives": "no"}, follow=True))


def test_free_beds_are_said_and_found(work: SignIn) -> None:
    """With when it was said; more free than there are is refused, and nothing of it is kept."""
    weir, door = work("weir"), work("door")
    said = {"free-residential": "2", "beds-residential": "10", "free-nursing": "5", "beds-nursing": "4"}
    assert "More beds cannot be free than there are" in text(weir.post("/our-home/beds", said))
    assert "nothing said yet" in text(weir.get("/our-home/"))
    weir.post("/our-home/beds", said | {"free-nursing": "0", "note-residential": "ground floor"})
    page = text(door.get("/homes/"))
    assert "2 beds are said to be free in 2 homes." in page
    assert "Residential: 2 of 10, said today" in page
    assert "1 home, residential" not in page
    only = text(door.get("/homes/?type=nursing&free=only"))
    assert "No home has said of a free bed like that." in only
    assert door.get("/homes/?type=castle").status_code == 400
    lines = b"".join(door.get("/homes.csv?type=residential").streaming_content).decode().splitlines()
    assert lines[1].startswith("ZZ3,Weir House,Residential,10,2,")
    assert ",ground floor,Abbey Surgery,Riverside" in lines[1]
    assert door.post("/our-home/beds", said).status_code == 403


def test_observations_a_call_and_the_hubs_answer(work: SignIn) -> None:
    """The score says what to do; the call is a referral; what the hub decides stands with the resident."""
    weir = work("weir")
    came("Ann", MAY)
    observe, call = at("Ann", "observations"), f"/our-home/residents/{person_of('Ann')}/call"
    missing = weir.post(observe, OBSERVED | {"news2-pulse": ""})
    assert (missing.status_code, "an answer that is not there is never taken as normal" in text(missing)) == (
        400,
        True,
    )
    assert 'value="105"' in missing.content.decode()
    weir.post(observe, OBSERVED)
    page = text(weir.get(at("Ann")))
    assert "7 of 20, High clinical risk" in page
    assert "from home, ring 999" in page
    form = weir.get(call).content.decode()
    assert "Lives here since 4 May 2026" in form
    assert "7 of 20, High clinical risk" in form
    assert weir.post(call, SBARD | {"ask-housebound": ""}).status_code == 400
    key = form.split('name="assessment" value="')[1].split('"')[0]
    for _ in range(2):
        assert weir.post(call, SBARD | {"assessment": key}).url == f"{at('Ann')}#calls"
    referral, made = Referral.objects.get(), Call.objects.get()
    assert (referral.person_id, referral.sender, referral.source) == (person_of("Ann"), WEIR, "care_home")
    assert str(made.assessment_id) == key
    assert "Situation: Breathing fast since this morning" in referral.reason
    assert "Not decided to the end: Asked for. We know that you need a visit." in text(weir.get(at("Ann")))
    assert "Called for help, not answered to the end" in text(weir.get("/our-home/"))

    referrals.move(
        holder("door"), referral.reference, Made("decline", seen=1, reason="declined", outcome="unseen")
    )
    assert "Decision Nobody came; you may ask again." in text(weir.get(at("Ann")))
    assert "Nobody came; you may ask again." in text(weir.get("/our-home/"))
    assert work("ferry").get(call).status_code == 404
    assert work("door").get(call).status_code == 403


def test_a_round_from_its_list_to_its_end(work: SignIn) -> None:
    """In the order of what presses, with the reason; two at once keep both; closed, it stays."""
    weir, lead = work("weir"), work("abbey-lead")
    came("Ann", MAY)
    assert "Say what you noticed" in text(weir.post(at("Ben", "notice"), {"kind": "see"}))
    weir.post(at("Ben", "notice"), {"kind": "fall", "words": "in the hall", "signs": "sleepier"})
    listed = text(lead.get(f"/homes/{WEIR}/round"))
    assert listed.index("BAKER, Ben") < listed.index("ADAIR, Ann")
    assert "Fell: Sleepier than usual; in the hall" in listed
    assert "Plan made, was due on 13 May" in listed
    here = lead.post(f"/homes/{WEIR}/round").url
    assert weir.post(f"/homes/{WEIR}/round").url == here
    entry = f"{here}/{person_of('Ben')}"
    assert "Say whether they were seen" in text(lead.post(entry, {"number": "0"}))
    seen = {
        "number": "0",
        "seen": "seen",
        "decided": "No injury",
        "points": "medicines",
        "follow_up": "Look at her stick",
    }
    assert "Choose who does it" in text(lead.post(entry, seen))
    seen |= {"owner": "riverside-team", "due": "tomorrow"}
    assert lead.post(entry, seen).url == f"{here}#p-{person_of('Ben')}"
    both = weir.post(entry, {"number": "0", "seen": "seen", "decided": "Asleep"})
    assert (both.status_code, "No injury" in text(both), "Asleep" in text(both)) == (409, True, True)
    assert "nobody has taken it yet" in text(lead.get(here))
    ann = {"number": "0", "seen": "seen", "decided": "Plan made", "elements": "plan"}
    lead.post(f"{here}/{person_of('Ann')}", ann)
    assert "Plan made ✓ done" in text(weir.get(at("Ann")))
    assert "Give the day of the next round" in text(lead.post(f"{here}/close", {"next_day": ""}))
    lead.post(f"{here}/close", {"next_day": "tomorrow", "present": "Dr Example"})
    assert "This round is closed" in text(lead.post(f"{here}/close", {"next_day": "tomorrow"}, follow=True))
    assert "Task : Look at her stick, Riverside team" in text(weir.get(at("Ben")))
    assert (HomeRound.objects.count(), RoundEntry.objects.count(), Concern.objects.count()) == (1, 2, 1)
    assert work("ferry").get(here).status_code == 404
    assert f"/homes/{WEIR}" in links(lead.get("/homes/"))


def test_no_field_breaks_a_form(work: SignIn) -> None:
    """Each field of each form while all the others are as they should be."""
    weir, lead, ann = work("weir"), work("abbey-lead"), person_of("Ann")
    came("Ben", MAY)
    said = {
        "nhs_number": "9990000034",
        "birth_date": "1/5/1950",
        "called": "Cleo Carr",
        "started": "4/5/2026",
    }
    weir.post("/our-home/residents", said)
    here = lead.post(f"/homes/{WEIR}/round").url
    forms = {
        "/our-home/beds": {"free-nursing": "1", "beds-nursing": "4", "note-nursing": "now"},
        "/our-home/residents": said,
        f"/our-home/residents/{ann}/call": SBARD | {"assessment": "1", "contact": "1"},
        at("Ann", "notice"): {"kind": "fall", "words": "x", "signs": "sleepier", "happened": "10:00"},
        at("Ann", "done"): {"element": "plan", "done": "today"},
        at("Ann", "observations"): OBSERVED | {"key": "1", "happened": "now", "note": "x"},
        at("Ann", "begin"): {"started": "4/5/2026", "room": "1", "funding": "self"},
        at("Ben", "end"): {"outcome": "home", "ended": "today"},
        f"{here}/{ann}": {
            "number": "0",
            "seen": "seen",
            "decided": "x",
            "owner": "front-door",
            "due": "today",
        },
        f"{here}/close": {"next_day": "tomorrow", "present": "x", "note": "x"},
        f"/homes/proposed/{ProposedResident.objects.get().pk}": {"lives": "no", "because": "x"},
    }
    for words in ("a year before all years", "a script"):
        for address, fields in forms.items():
            for field in fields:
                who = lead if address.startswith("/homes/proposed") else weir
                page = who.post(address, {**fields, field: HOSTILE[words]})
                assert page.status_code < 500, (address, field, words)
                assert "<script>alert" not in page.content.decode(), (address, field)
    assert weir.get("/our-home/").status_code == 200
