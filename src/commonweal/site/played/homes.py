"""Care homes in use: who came when, what was noticed and measured, a round, a call, free beds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from commonweal.blueprint import Blueprint
from commonweal.blueprint.homes import Home
from commonweal.care import access, moments
from commonweal.care.access import Refused, Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import Post
from commonweal.care.assessments import actions as assessments
from commonweal.care.homes import actions, calling, reads, residents, rounds, saying
from commonweal.care.homes.actions import Coming, Named
from commonweal.care.homes.calling import Said
from commonweal.care.homes.models import Stay
from commonweal.care.homes.residents import Resident
from commonweal.care.homes.rounds import TakenDown
from commonweal.care.homes.saying import Bedcount, Notice
from commonweal.care.pathways.working_time import HERE
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.site.played.chance import Chance

ROLE = "care-home-manager"
RESIDENTS, SCORED, ON_THE_ROUND = 14, 6, 4  # of each home
NOT_SAID = 2  # residents of whom the home has not said since when
ROUND_AGO = 7  # days since the last round
RECENT, DONE = 15, 0.85  # days since somebody came; share of what is owed that was done
SCORES = 4  # of each resident who is watched
CALM = {
    "respiration_rate": 16,
    "spo2_scale": "1",
    "air_or_oxygen": "air",
    "spo2": 97,
    "systolic_bp": 128,
    "pulse": 74,
    "consciousness": "a",
    "temperature_c": 36.6,
}
ILL = {**CALM, "respiration_rate": 23, "spo2": 93, "systolic_bp": 104, "pulse": 114, "temperature_c": 38.2}
NOTICED = (
    Notice("fall", "Slid from the bed, up again with two of us", ("moves-less",)),
    Notice("see", "Could the doctor look at the left leg? It is red and warm."),
    Notice("signs", "Did not want breakfast, which is not like her", ("sleepier", "eats-less")),
    Notice("unwell", "Coughs since Sunday", ("breathes",)),
)
DECIDED = (
    "Nothing changes; the family was rung.",
    "Water tablet halved; weigh her twice a week.",
    "Chest clear. Look again if the cough stays.",
    "Walks again with the frame; a therapist comes.",
)


def furnish(declared: Blueprint, seed: int) -> int:
    """Each declared home says who lives there and how they are; how many stays began. Once for each home."""
    return sum(
        _furnish(home, seed) for home in declared.homes if not Stay.objects.filter(home=home.ods).exists()
    )


def _furnish(home: Home, seed: int) -> int:
    manager = _manager(home)
    people = list(Person.objects.filter(care_home=home.ods, death_date=None).order_by("key")[:RESIDENTS])
    if manager is None or not people:
        return 0
    dice = Chance(f"{seed} {home.ods}").of("home")
    moved_in = people[:-NOT_SAID] if len(people) > NOT_SAID else people
    for place, person in enumerate(moved_in):
        _come(manager, home, person, place, dice)
    _beds(manager, home, dice)
    living = residents.of_home(manager, home.ods).residents
    _notice(manager, home, living, dice)
    _observe(manager, living[:SCORED])
    _round(manager, home, living)
    _call(manager, living)
    _propose(manager, home)
    return len(moved_in)


def _manager(home: Home) -> Viewer | None:
    """Whoever manages it in the demo; else an account without a password."""
    post = Post.objects.filter(role=ROLE, organisation=home.ods, ended=None).first()
    if post is None:
        name = f"{ROLE}, {reads.titles()[home.ods]}"
        post = open_account(
            by=None, name=name, password=None, role=ROLE, area=home.network, organisation=home.ods
        )
    found = next((one for one in accounts.posts(post.user) if one.post == post.pk), None)
    return found if access.teamwork(found, reads.PAGE).allowed else None


def _come(manager: Viewer, home: Home, person: Person, place: int, dice: Random) -> None:
    """The first three lately, so that something is due; one of them was in hospital before."""
    days = (3, 6, 15)[place] if place < 3 else dice.randrange(60, 900)
    started = moments.today() - timedelta(days=days)
    room, pays = str(place + 1), dice.choice(("", "self", "council"))
    if place == 1:
        first = Coming(started - timedelta(days=400), room, pays)
        stay = actions.begin_stay(manager, home.ods, person.pk, first)
        actions.end_stay(manager, stay.pk, "hospital", started - timedelta(days=8))
    actions.begin_stay(manager, home.ods, person.pk, Coming(started, room, pays))
    if days > RECENT:
        _done(manager, home, person, started, dice)


def _done(manager: Viewer, home: Home, person: Person, started: date, dice: Random) -> None:
    """Of most who came long ago, what was owed was done in time."""
    terms = reads.terms()
    for element in terms.elements if terms else ():
        if dice.random() < DONE:
            day = (
                started + timedelta(days=6) if element.working_days else moments.today() - timedelta(days=90)
            )
            saying.done(manager, home.ods, person.pk, element.id, max(day, started))


def _beds(manager: Viewer, home: Home, dice: Random) -> None:
    """Some types were said three days ago, and one so long ago that it does not count."""
    counts = [(kind, Bedcount(beds, dice.randrange(0, 3))) for kind, beds in home.beds.items() if beds > 2]
    for place, (kind, said) in enumerate(counts):
        with moments.at(moments.now() - timedelta(days=12 if place == 1 else 3, hours=2)):
            saying.say_beds(manager, {kind: said})


def _notice(manager: Viewer, home: Home, living: tuple[Resident, ...], dice: Random) -> None:
    for one, noticed in zip(living, NOTICED, strict=False):
        with moments.at(moments.now() - timedelta(hours=dice.randrange(8, 60))):
            saying.notice(manager, home.ods, one.person.pk, noticed)


def _observe(manager: Viewer, living: tuple[Resident, ...]) -> None:
    """Calm ones over four days; the first one gets worse today."""
    terms = reads.terms()
    if terms is None or terms.observations is None:
        return
    for place, one in enumerate(living):
        for number in range(SCORES):
            worse = place == 0 and number == SCORES - 1
            happened = moments.now() - timedelta(hours=3 + 24 * (SCORES - 1 - number))
            answers = {**(ILL if worse else CALM), "pulse": 114 if worse else 74 + 4 * place + number}
            with moments.at(happened):
                try:
                    assessments.record(manager, one.person.pk, terms.observations, answers)
                except (NotPossible, Refused):  # somebody too young for it
                    break


def _round(manager: Viewer, home: Home, living: tuple[Resident, ...]) -> None:
    """A round a week ago, at ten in the morning."""
    day = moments.today() - timedelta(days=ROUND_AGO)
    with moments.at(datetime.combine(day, time(10), HERE)):
        held = rounds.begin(manager, home.ods)
        for one, decided in zip(_at_home_then(living, day.toordinal()), DECIDED, strict=False):
            done = TakenDown(0, "seen", decided, ("medicines", "falls"))
            rounds.take_down(manager, held.pk, one.person.pk, done)
        present = f"{home.clinical_lead}; the home’s manager"
        after = rounds.next_day(home, None, day + timedelta(days=ROUND_AGO + 1))
        rounds.close(manager, held.pk, present=present, note="", next_day=after)


def _at_home_then(living: tuple[Resident, ...], day: int) -> Iterator[Resident]:
    return (one for one in living if one.stay and one.stay.started.toordinal() < day)


def _call(manager: Viewer, living: tuple[Resident, ...]) -> None:
    """For the one who gets worse."""
    pathway = calling.pathway()
    if pathway is None or not living:
        return
    answers = {question.id: question.wanted for question in pathway.questions}
    said = Said(
        "Breathing fast and hot since this morning, drinks little",
        "Lives here; normally up and about by nine",
        "Early warning score much higher than yesterday",
        "Please come within two hours; we have fluids and can sit with them",
        answers,
    )
    with moments.at(moments.now() - timedelta(minutes=12)):
        calling.call(manager, living[0].person.pk, said)


def _propose(manager: Viewer, home: Home) -> None:
    """Somebody of the aligned practice whom the record has elsewhere."""
    found = Person.objects.filter(practice=home.aligned_practice, care_home="", death_date=None)
    person = found.exclude(nhs_number=None).filter(birth_date__lt="1945-01-01").order_by("key").first()
    if person:
        named = Named(person.nhs_number or "", person.birth_date, f"{person.given} {person.family}")
        actions.propose(manager, named, Coming(moments.today() - timedelta(days=4)))
