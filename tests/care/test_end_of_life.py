"""The end-of-life register, what people on it permit and refuse, and what came of it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.care.around import BETH, at, coordinated, looked_after
from tests.care.control import person_of

from commonweal.care import access
from commonweal.care.access import acting
from commonweal.care.accounts.actions import close_account
from commonweal.care.audit.models import Entry
from commonweal.care.coordination import around
from commonweal.care.coordination.reads import today
from commonweal.care.end_of_life import actions, afterwards, listed, reads, register, rules
from commonweal.care.end_of_life.models import Preference, RegisterEntry
from commonweal.care.end_of_life.rules import Advance, Decided, Medicine, Overtaken, Places, Review
from commonweal.care.objections.models import Objection
from commonweal.care.people.models import Person
from commonweal.care.plans import recorded
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("T8", "T11")
DAY = timedelta(days=1)
ON = date(2026, 5, 1)
REFUSED = Decided(
    answer="refuse",
    words="Let me go in peace",
    decided_by="person",
    capacity="has",
    discussed_with="her daughter Beth, Dr Hale",
    decided_on=ON,
    form="Treatment escalation plan, signed",
    form_kept="Green folder by the telephone",
)
AT_HOME = Places(on=ON, care_first="home", death_first="home", death_second="hospice")
MORPHINE = Medicine(
    medicine="Morphine 10 mg/ml", dose="2.5 to 5 mg under the skin, when needed, at most hourly",
    prescribed_by="Dr Hale", prescribed_on=ON, kept="Kitchen, locked tin", given_for="pain",
)  # fmt: skip


def looked_at(days: int = 28, ago: int = 0, stage: str = "deteriorating") -> Review:
    on = today() - ago * DAY
    return Review(on=on, stage=stage, next_review=on + days * DAY)


def put_on(given: str = "Ann", review: Review | None = None) -> RegisterEntry:
    said = review or looked_at()
    return register.put_on(by=at("cora"), person=person_of(given), reason="frailty", words="", review=said)


def test_on_the_register_and_off_it(published: None) -> None:
    """Once at a time, with a reason for each; that they were on it stays."""
    lead, entry = at("cora"), put_on()
    with pytest.raises(NotPossible, match="already"):
        put_on()
    register.review(by=lead, person=entry.person_id, said=looked_at(7, stage="last_days"))
    known = reads.known(lead, entry.person_id)
    assert known.review
    assert [one.stage for one in known.reviews] == ["last_days", "deteriorating"]
    with pytest.raises(NotPossible, match="Choose why"):
        register.take_off(by=lead, person=entry.person_id, reason="", words="")
    register.take_off(by=lead, person=entry.person_id, reason="better", words="eats again")
    known = reads.known(lead, entry.person_id)
    assert (known.entry, known.review, [one.ended_reason for one in known.before]) == (None, None, ["better"])
    with pytest.raises(Overtaken):
        register.review(by=lead, person=entry.person_id, said=looked_at())
    put_on()


def test_overdue_is_found_when_somebody_looks(published: None) -> None:
    """The longest overdue first; by practice, and by whom a team works with."""
    put_on("Ann", looked_at(days=7, ago=9))
    put_on("Ben", looked_at(days=7, ago=7))
    put_on("Finn", looked_at(days=7, ago=30))
    found = listed.register(at("cora"))
    assert [(one.person.given, one.days_late) for one in found.lines] == [
        ("Finn", 23),
        ("Ann", 2),
        ("Ben", 0),
    ]
    assert (found.total, found.overdue, found.practices) == (3, 2, ("Z99001", "Z99002"))
    assert [one.person.given for one in listed.register(at("cora"), practice="Z99002").lines] == ["Finn"]
    assert listed.register(at("cora"), team="hillside-team").lines == ()
    with pytest.raises(access.Refused, match="caseload"):
        listed.register(at("council"))


def test_what_is_refused_is_read_with_who_decided_and_where_the_form_is(published: None) -> None:
    """Each change is a version; the second of two is told."""
    lead, ann = at("cora"), person_of("Ann")
    told = {"by": lead, "person": ann, "subject": "resuscitation"}
    first = actions.decide(**told, seen=0, said=REFUSED)
    assert actions.decide(**told, seen=0, said=REFUSED).pk == first.pk
    changed = replace(REFUSED, answer="at_the_time", words="Ask me again")
    with pytest.raises(Overtaken, match="cora changed it first"):
        actions.decide(by=at("cyd"), person=ann, subject="resuscitation", seen=0, said=changed)
    actions.decide(by=at("cyd"), person=ann, subject="resuscitation", seen=1, said=changed)
    known = reads.known(lead, ann)
    assert known.preferences["resuscitation"].answer == "at_the_time"
    versions = reads.versions(lead, ann, "resuscitation")
    assert [(one.number, one.answer, one.by_name) for one in versions] == [
        (2, "at_the_time", "cyd"),
        (1, "refuse", "cora"),
    ]
    with acting(lead), pytest.raises(Exception, match="permission denied"):
        Preference.objects.filter(pk=first.pk).update(answer="permit")


@pytest.mark.parametrize(
    ("changed", "about"),
    [
        ({"answer": "perhaps"}, "answer"),
        ({"decided_by": ""}, "decided_by"),
        ({"decided_on": None}, "decided_on"),
        ({"decided_on": ON + DAY}, "decided_on"),
        ({"capacity": ""}, "capacity"),
        ({"decided_by": "attorney"}, "capacity"),
        ({"decided_by": "best_interests", "capacity": "not_considered"}, "capacity"),
        ({"review_on": ON}, "review_on"),
        ({"form_kept": " "}, "form_kept"),
    ],
)
def test_a_decision_without_what_it_rests_on_is_not_taken(changed: dict[str, object], about: str) -> None:
    with pytest.raises(NotPossible) as missing:
        rules.check_decided("resuscitation", replace(REFUSED, **changed), ON)  # type: ignore[arg-type]
    assert missing.value.about == about


def test_not_discussed_needs_nothing_more() -> None:
    assert rules.check_decided("antibiotics", Decided("not_discussed"), ON) == Decided("not_discussed")
    with pytest.raises(NotPossible):
        rules.check_decided("anything", Decided("not_discussed"), ON)


@pytest.mark.parametrize(
    ("place", "first", "second", "met"),
    [
        ("home", "home", "hospice", "first"),
        ("hospice", "home", "hospice", "second"),
        ("hospital", "home", "hospice", "no"),
        ("hospital", "home", "", "no"),
        ("hospital", "", "", "unknown"),
    ],
)
def test_whether_somebody_died_where_they_preferred(place: str, first: str, second: str, met: str) -> None:
    assert rules.met(place, first, second) == met


@pytest.mark.parametrize(
    ("said", "about"),
    [
        (replace(AT_HOME, care_first="moon"), "care_first"),
        (replace(AT_HOME, care_second="home"), "care_second"),
        (replace(AT_HOME, death_first=""), "death_second"),
        (replace(AT_HOME, on=ON + DAY), "on"),
    ],
)
def test_places_that_cannot_be_so(said: Places, about: str) -> None:
    with pytest.raises(NotPossible) as missing:
        rules.check_places(said, ON)
    assert missing.value.about == about


@pytest.mark.parametrize(
    ("said", "about"),
    [
        (Advance("maybe"), "made"),
        (Advance("yes", kept="safe"), "refuses"),
        (Advance("yes", refuses="all tubes"), "kept"),
        (Advance("yes", refuses="all tubes", kept="safe", seen_by="Dr Hale"), "seen_on"),
        (Advance("yes", refuses="all tubes", kept="safe", seen_by="Dr Hale", seen_on=ON + DAY), "seen_on"),
    ],
)
def test_an_advance_decision_is_somewhere(said: Advance, about: str) -> None:
    with pytest.raises(NotPossible) as missing:
        rules.check_advance(said, ON)
    assert missing.value.about == about


@pytest.mark.parametrize(
    ("changed", "about"),
    [
        ({"medicine": ""}, "medicine"),
        ({"dose": ""}, "dose"),
        ({"prescribed_by": ""}, "prescribed_by"),
        ({"kept": ""}, "kept"),
        ({"prescribed_on": ON + DAY}, "prescribed_on"),
        ({"expires": ON}, "expires"),
    ],
)
def test_a_medicine_says_dose_place_and_prescriber(changed: dict[str, object], about: str) -> None:
    with pytest.raises(NotPossible) as missing:
        rules.check_medicine(replace(MORPHINE, **changed), ON)  # type: ignore[arg-type]
    assert missing.value.about == about


def test_medicines_in_the_home(published: None) -> None:
    """One that has expired says so; one that is gone stays in the history."""
    lead, ann = at("cora"), person_of("Ann")
    old = replace(MORPHINE, prescribed_on=today() - 400 * DAY, expires=today() - DAY)
    made = actions.put_in_home(by=lead, person=ann, said=old)
    with pytest.raises(NotPossible, match="already"):
        actions.put_in_home(by=lead, person=ann, said=old)
    known = reads.known(lead, ann)
    assert known.has_expired(known.medicines[0])
    actions.take_from_home(by=lead, person=ann, medicine=made.pk, because="returned to the pharmacy")
    with pytest.raises(Overtaken):
        actions.take_from_home(by=lead, person=ann, medicine=made.pk, because="returned to the pharmacy")
    known = reads.known(lead, ann)
    assert (known.medicines, [one.ended_because for one in known.used]) == ((), ["returned to the pharmacy"])


def test_where_somebody_died_and_what_is_learnt(published: None) -> None:
    """Against what they preferred on that day; counted for those who cared for them."""
    lead, ann = at("cora"), person_of("Ann")
    actions.wish_places(by=lead, person=ann, seen=0, said=replace(AT_HOME, on=today() - 30 * DAY))
    actions.note_advance(by=lead, person=ann, seen=0, said=Advance("no"))
    died = afterwards.note_death(by=lead, person=ann, seen=0, on=today() - DAY, place="hospital")
    assert died.met == "no"
    afterwards.note_death(by=lead, person=ann, seen=1, on=today() - DAY, place="hospice")
    afterwards.note_death(by=lead, person=person_of("Ben"), seen=0, on=today() - DAY, place="home")
    found = listed.outcomes(lead)
    assert (found.died, found.known, dict(found.met)) == (2, 1, {"second": 1, "unknown": 1})
    assert found.by_practice == {"Z99001": {"second": 1, "unknown": 1}}

    contact = {"person": ann, "contact": uuid4(), "name": "Beth Adair", "reach": "", "due": today()}
    made = afterwards.plan_contact(by=lead, **contact, by_whom="the district nurse")
    with pytest.raises(Overtaken, match="already"):
        afterwards.plan_contact(by=lead, **contact, by_whom="the district nurse")
    done = {"person": ann, "bereavement": made.pk, "on": today(), "name": "Nurse Hale"}
    afterwards.contacted(by=lead, **done, outcome="thankful that she was not alone")
    with pytest.raises(Overtaken, match="already"):
        afterwards.contacted(by=lead, **done, outcome="thankful")
    back = {"by": lead, "person": ann, "well": "", "wrong": "the syringe driver came late"}
    with pytest.raises(NotPossible, match="who does it"):
        afterwards.look_back(**back, seen=0, action="keep one at the base", action_by="")
    afterwards.look_back(**back, seen=0, action="keep one at the base", action_by="the team lead")
    known = reads.known(lead, ann)
    assert known.looked_back
    assert (known.bereavements[0].done_name, known.looked_back.action_by) == ("Nurse Hale", "the team lead")


def test_a_death_counts_where_the_person_was_registered(published: None) -> None:
    """A load takes the registration away once somebody has died; their team sees them still."""
    lead, ann = at("cora"), looked_after("Ann")
    put_on("Ann")
    Person.objects.filter(pk=ann).update(practice="")
    afterwards.note_death(by=lead, person=ann, seen=0, on=today(), place="home")
    assert listed.outcomes(lead).by_practice == {"Z99001": {"unknown": 1}}


def test_nobody_reads_it_who_has_no_clause_for_it(published: None) -> None:
    """Not the council, which sees who the person is; not a carer; the person themselves does."""
    put_on("Ann")
    ann, council = person_of("Ann"), at("council")
    for name in ("council", "daughter"):
        with pytest.raises(access.NotSeen):
            reads.known(at(name), ann)
        with pytest.raises(access.NotSeen):
            register.review(by=at(name), person=ann, said=looked_at())
    with acting(council):
        assert not RegisterEntry.objects.exists()
    assert reads.known(at("ann"), ann).entry
    with pytest.raises(access.NotSeen):
        register.take_off(by=at("ann"), person=ann, reason="asked", words="")
    assert Entry.objects.filter(deed="end_of_life.refused").count() == 5
    assert Entry.objects.get(deed="end_of_life.read").clause == "sharing/care.yaml#own-record"


def test_somebody_who_objects_is_not_on_the_list(published: None) -> None:
    put_on("Ann")
    Objection.objects.create(person_id=person_of("Ann"), organisation="ZZ1", category="plan_end_of_life")
    assert listed.register(at("cora")).lines == ()
    with pytest.raises(access.NotSeen):
        reads.known(at("cora"), person_of("Ann"))


def test_who_sees_it_by_night_is_said_in_the_words_of_the_agreements(published: None) -> None:
    sights = reads.who_sees(at("cora"), Person.objects.get(given="Ann"))
    told = {sight.clause: (sight.title, sight.roles) for sight in sights}
    assert told["sharing/care.yaml#teams"] == ("Your team sees your record.", ("Visiting nurse", "Team lead"))
    assert told["sharing/care.yaml#emergency"][1] == ("Visiting nurse",)
    assert "sharing/care.yaml#social-workers" not in told


def test_a_plan_shows_what_may_not_be_relied_on(published: None) -> None:
    """In a crisis: a medicine that expired, a paper nobody saw, a coordinator whose post ended."""
    lead, ann = at("cora"), person_of("Ann")
    coordinated("cyd")
    old = replace(MORPHINE, prescribed_on=today() - 400 * DAY, expires=today() - DAY)
    actions.put_in_home(by=lead, person=ann, said=old)
    actions.note_advance(by=lead, person=ann, seen=0, said=Advance("yes", "all tubes", kept="safe"))
    attorney = replace(BETH, attorney="health", attorney_registered="no")
    around.note(by=lead, person=ann, who=uuid4(), seen=0, said=attorney)
    (medicine,) = recorded.items("medicines_kept_ready", ann)
    assert medicine["how"] == f"EXPIRED {today() - DAY}: do not use"
    (decision,) = recorded.items("decisions", ann)
    assert "NOBODY HAS SEEN THE PAPER" in " ".join(decision.values())
    assert [one["name"] for one in recorded.items("first_to_call", ann)] == ["Beth Adair", "cyd"]
    assert "NOT to rely on" in recorded.items("people_around", ann)[0]["more"]
    close_account(by=None, name="cyd")
    assert [one["name"] for one in recorded.items("first_to_call", ann)] == ["Beth Adair"]
