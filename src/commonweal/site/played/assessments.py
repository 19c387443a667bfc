"""Assessments of invented people: repeated over months, sent on and answered, through the real actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from random import Random

from commonweal.blueprint import Blueprint, Instrument
from commonweal.care import access, moments
from commonweal.care.access import Refused, Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import Post
from commonweal.care.assessments import actions, answering, ledger
from commonweal.care.assessments.ledger import Changed
from commonweal.care.assessments.models import Assessment, SentAssessment
from commonweal.care.assessments.rules import REPEATED_BECAUSE, Overtaken, Receiver
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.published.models import PersonFrailty
from commonweal.site.played.answering import answers
from commonweal.site.played.chance import Chance, weighed

PEOPLE = 16
OVER_TIME = {  # instrument → days ago, and how likely high scores were then: 1 for all alike
    "phq-9": ((120, 0.75), (90, 0.6), (60, 0.5), (10, 0.3)),
    "ons4": ((100, 0.5), (8, 0.5)),
    "clinical-frailty-scale": ((200, 1.3), (20, 1.5)),
    "barthel-20": ((40, 0.5),),
}
SENT_ON = ("clinical-frailty-scale", "barthel-20")
RECEIVERS = 3  # at most, of each that is sent
ANSWERED = {"accepted": 5.0, "changed": 2.0, "repeated": 2.0, "": 2.0}  # how often, and not yet


def assess(declared: Blueprint, seed: int) -> int:
    """Some of the frailest are assessed by those who look after them; how many assessments there are.

    Whoever has been assessed already is left as they are.
    """
    at_work = list(_at_work(declared))
    instruments = {one.id: one for one in declared.instruments}
    made = 0
    for person in _frailest():
        if not Assessment.objects.filter(person=person, referral=None).exists():
            chance = Chance(f"assessed {seed} {person.key}")
            made += sum(
                _over_time(at_work, person, instruments[id], chance.of(id))
                for id in OVER_TIME
                if id in instruments
            )
    return made


def _frailest() -> list[Person]:
    """Those whose own record somebody has an account for come first: they are whom a demo shows."""
    shown = list(Person.objects.filter(pk__in=Post.objects.exclude(person=None).values("person")))
    found = (
        PersonFrailty.objects.filter(band="severe").select_related("person").order_by("-deficits", "person")
    )
    return list(dict.fromkeys([*shown, *(one.person for one in found[:PEOPLE])]))[:PEOPLE]


def _at_work(declared: Blueprint) -> Iterator[Viewer]:
    """Everybody in a post that looks after people."""
    roles = [role.id for role in declared.roles if "people" in role.pages]
    for post in Post.objects.filter(role__in=roles, ended=None, person=None).order_by("pk"):
        yield from (viewer for viewer in accounts.posts(post.user) if viewer.post == post.pk)


def _over_time(at_work: list[Viewer], person: Person, instrument: Instrument, dice: Random) -> int:
    """Each time one of them assesses the person; the last is sent to another of them."""
    able = [one for one in at_work if access.decide(one, instrument.category, person).allowed]
    made = [
        assessment
        for ago, ill in OVER_TIME[instrument.id]
        if able and (assessment := _assessed(able[0], person, instrument, ago + dice.randrange(5), ill, dice))
    ]
    others = [one for one in able if (one.organisation, one.team) != (able[0].organisation, able[0].team)]
    if made and others and instrument.id in SENT_ON:
        for to in dice.sample(others, min(RECEIVERS, len(others))):
            _sent_on(made[-1], able[0], to, dice)
    return len(made)


def _assessed(
    by: Viewer, person: Person, instrument: Instrument, ago: int, ill: float, dice: Random
) -> Assessment | None:
    """None where the instrument is not for this person."""
    happened = moments.now() - timedelta(days=ago, minutes=dice.randrange(400))
    version = answering.held(instrument, happened)
    known = answering.from_record(version, person.birth_date, happened)
    given = answers(version, known, dice, ill)
    if given is None:
        return None
    with moments.at(happened):
        return actions.record(by, person.pk, instrument.id, given)


def _sent_on(assessment: Assessment, by: Viewer, to: Viewer, dice: Random) -> None:
    """To somebody who sees it; what is refused is left out."""
    receiver = Receiver(to.organisation, to.team)
    try:
        with moments.at(assessment.happened + timedelta(hours=2)):
            sent = ledger.send(by, assessment.pk, receiver)
        with moments.at(assessment.happened + timedelta(hours=4 + dice.randrange(40))):
            _answered(sent, to, assessment, dice)
    except (NotPossible, Refused, Overtaken):
        return


def _answered(sent: SentAssessment, by: Viewer, assessment: Assessment, dice: Random) -> None:
    deeds: dict[str, Callable[[], object]] = {
        "accepted": partial(ledger.accept, by, sent.pk),
        "changed": partial(ledger.accept_changed, by, sent.pk, _changed(assessment, dice)),
        "repeated": partial(ledger.repeat, by, sent.pk, dice.choice(list(REPEATED_BECAUSE))),
    }
    if (act := weighed(dice, ANSWERED)) in deeds:
        deeds[act]()


def _changed(assessment: Assessment, dice: Random) -> Changed:
    """One level more or less than was sent."""
    level = next((id for id in ("level", "total", "score") if id in assessment.answers), "")
    before = assessment.answers.get(level)
    after = str(int(before) + dice.choice((-1, 1))) if isinstance(before, str) else before
    return Changed({**assessment.answers, **({level: after} if level else {})}, "Seen at home: a level apart")
