"""Coordinators, people around somebody, and a small end-of-life register, made through the real actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from commonweal.blueprint import Blueprint, Category
from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import Post
from commonweal.care.coordination import actions, around, reads
from commonweal.care.coordination.models import Coordinator, PersonAround
from commonweal.care.coordination.rules import Overtaken, Somebody, is_themselves
from commonweal.care.end_of_life import actions as preferences
from commonweal.care.end_of_life import afterwards, register
from commonweal.care.end_of_life.models import Death, RegisterEntry
from commonweal.care.end_of_life.rules import Decided, Medicine, Places, Review
from commonweal.care.involvements import actions as involvements
from commonweal.care.involvements.rules import Receiver
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.published.models import PersonFrailty
from commonweal.site.played.chance import Chance

AT_WORK = 12  # posts, at most
CATEGORIES: tuple[Category, ...] = ("demographics", "plan_about_me", "plan_end_of_life")
COORDINATED, ON_REGISTER, DIED = 18, 6, 4  # people, at most
WITHOUT, DECLINED = 0.25, 0.1  # shares: who have no coordinator yet, and whose carer wants no assessment
A_DAY = timedelta(days=1)
FIRST = ("Beth", "Cal", "Dot", "Emrys", "Farida", "Gwil", "Hana", "Idris", "Joan", "Kofi")
FAMILY = (("daughter", True), ("son", True), ("sister", False), ("grandson", True))
OTHERS = (("neighbour", "next door"), ("friend", "friend from the choir"), ("friend", "walks the dog"))
REASONS = ("knows the family", "sees them every week", "was asked for by the person", "leads their round")
PLACES = (("home", "hospice"), ("home", "family"), ("care_home", "hospice"), ("hospice", "home"))
DECISIONS = (("resuscitation", "refuse"), ("hospital", "at_the_time"), ("antibiotics", "permit"))
INVENTED = UUID("5b7d0c0e-0d3c-4f0a-9b61-6a3f2a54c9d1")  # people around are named after whom they surround


@dataclass(frozen=True)
class Sight:
    """Those at work, and whom of some people each of them sees: asked once for all."""

    workers: tuple[Viewer, ...]
    seen: Mapping[tuple[int, Category], frozenset[UUID]]

    def of(self, person: Person, category: Category, dice: Random) -> Viewer | None:
        """One of those who see this of the person's record."""
        able = [one for one in self.workers if person.pk in self.seen[one.post, category]]
        return dice.choice(able) if able else None


def surround(declared: Blueprint, seed: int) -> int:
    """How many people got a coordinator or a place on the register; whoever has one keeps it as it is."""
    living = _frailest()
    sight = _sight(declared, living)
    done = 0
    for person in living:
        dice = Chance(f"around {seed} {person.key}").of("around")
        done += _coordinate(sight, person, dice)
        _name_people(sight, person, dice)
    for person in living[:ON_REGISTER]:
        done += _put_on(sight, person, Chance(f"register {seed} {person.key}").of("register"))
    for person in Person.objects.filter(death_date__isnull=False).order_by("-death_date", "pk")[:DIED]:
        done += _look_back(sight, person, Chance(f"death {seed} {person.key}").of("death"))
    return done


def _sight(declared: Blueprint, people: list[Person]) -> Sight:
    roles = [role.id for role in declared.roles if {"people", "caseload"} <= set(role.pages)]
    posts = Post.objects.filter(role__in=roles, ended=None, person=None).order_by("pk")[:AT_WORK]
    workers = tuple(one for post in posts for one in accounts.posts(post.user) if one.post == post.pk)
    among = Person.objects.filter(pk__in=[person.pk for person in people])
    seen = {
        (one.post, category): frozenset(
            among.filter(access.visible(one, category)).values_list("pk", flat=True)
        )
        for one in workers
        for category in CATEGORIES
    }
    return Sight(workers, seen)


def _frailest() -> list[Person]:
    """Those whose own record somebody has an account for come first: they are whom a demo shows."""
    shown = Person.objects.filter(pk__in=Post.objects.exclude(person=None).values("person"))
    found = PersonFrailty.objects.select_related("person").order_by("-deficits", "person__key")
    return list(dict.fromkeys([*shown, *(one.person for one in found[:COORDINATED])]))[:COORDINATED]


def _coordinate(sight: Sight, person: Person, dice: Random) -> int:
    """Most have somebody; for some it is only said who looks after them."""
    worker = sight.of(person, "demographics", dice)
    if worker is None or Coordinator.objects.filter(person=person).exists():
        return 0
    if dice.random() < WITHOUT and not is_shown(person):
        with suppress(NotPossible):  # they work with them already
            receiver = Receiver(worker.organisation, worker.team)
            reason = "Invented for the demo: three falls in a month"
            involvements.begin(
                by=worker, person=person.pk, kind="care_team", receiver=receiver, reason=reason
            )
        return 0
    reach = f"01632 960 {dice.randrange(100, 999)}, weekdays until five"
    with suppress(Overtaken):
        actions.take(by=worker, person=person.pk, reason=dice.choice(REASONS), reach=reach)
    return 1


def is_shown(person: Person) -> bool:
    """Whether somebody has an account for this person's own record."""
    return Post.objects.filter(person=person, ended=None).exists()


def _name_people(sight: Sight, person: Person, dice: Random) -> None:
    """One or two of the family, and sometimes somebody else; by the person, where they have an account."""
    writer = _themselves(person) or sight.of(person, "plan_about_me", dice)
    if writer is None or PersonAround.objects.filter(person=person).exists():
        return
    for place, said in enumerate(_people(person, dice)):
        who = uuid5(INVENTED, f"{person.key} {place}")
        around.note(by=writer, person=person.pk, who=who, seen=around.NEW, said=said)
        worker = sight.of(person, "plan_about_me", dice)
        if said.carer and worker:
            state, today = "declined" if dice.random() < DECLINED else "done", reads.today()
            around.assess_carer(
                by=worker,
                person=person.pk,
                who=who,
                state=state,
                on=today - 200 * A_DAY,
                again=today + 100 * A_DAY,
            )


def _themselves(person: Person) -> Viewer | None:
    for post in Post.objects.filter(person=person, ended=None):
        for viewer in accounts.posts(post.user):
            if viewer.post == post.pk and is_themselves(viewer, person.pk):
                return viewer
    return None


def _people(person: Person, dice: Random) -> Iterator[Somebody]:
    relation, carer = dice.choice(FAMILY)
    yield Somebody(
        name=f"{dice.choice(FIRST)} {person.family}",
        relation=relation,
        phone=f"01632 960 {dice.randrange(100, 999)}",
        lives_with=dice.random() < 0.3,
        next_of_kin=True,
        carer=carer,
        emergency_order=1,
        bereavement=True,
        may_share="all",
        sees_plan=carer,
        attorney="health" if dice.random() < 0.4 else "",
        attorney_registered="yes",
    )
    if dice.random() < 0.7:
        kind, other = dice.choice(OTHERS)
        phone = f"01632 960 {dice.randrange(100, 999)}"
        name = f"{dice.choice(FIRST)} Quay"
        yield Somebody(
            name, other, kind, phone, emergency_order=2, may_share="that_help_came", note="Has a key"
        )


def _put_on(sight: Sight, person: Person, dice: Random) -> int:
    worker = sight.of(person, "plan_end_of_life", dice)
    if worker is None or RegisterEntry.objects.filter(person=person).exists():
        return 0
    ago = dice.randrange(5, 40)
    with moments.at(moments.now() - ago * A_DAY):
        on = reads.today()
        review = Review(
            on, dice.choice(("stable", "changing", "deteriorating")), on + dice.choice((14, 28, 100)) * A_DAY
        )
        register.put_on(
            by=worker, person=person.pk, reason="frailty", words="Weaker since the winter", review=review
        )
        _prefer(worker, person, dice)
    if dice.random() < 0.6:
        made = reads.today() - 300 * A_DAY
        said = Medicine(
            "Morphine 10 mg/ml", "2.5 mg under the skin when needed", "Dr Hale", made, "Locked tin, kitchen"
        )
        preferences.put_in_home(by=worker, person=person.pk, said=said)
    return 1


def _prefer(worker: Viewer, person: Person, dice: Random) -> None:
    """Where they would be, and what they permit and refuse: of some, not all of it is known."""
    on, (first, second) = reads.today(), dice.choice(PLACES)
    if dice.random() < 0.8:
        places = Places(on, first, "", first, second, "In my own bed, with the window open")
        preferences.wish_places(by=worker, person=person.pk, seen=0, said=places)
    for subject, answer in DECISIONS:
        if dice.random() < 0.7:
            said = Decided(
                answer,
                "",
                "person",
                "Dr Hale",
                "has",
                "the family",
                on,
                on + 180 * A_DAY,
                "Escalation plan",
                "Green folder",
            )
            preferences.decide(by=worker, person=person.pk, subject=subject, seen=0, said=said)


def _look_back(sight: Sight, person: Person, dice: Random) -> int:
    """Somebody who died: what they had preferred, where it was, and what was learnt."""
    worker, died = dice.choice(sight.workers) if sight.workers else None, person.death_date
    if worker is None or died is None or Death.objects.filter(person=person).exists():
        return 0
    receiver = Receiver(worker.organisation, worker.team)
    reason = "Invented for the demo: looked after until the end"
    involvements.begin(by=None, person=person.pk, kind="care_team", receiver=receiver, reason=reason)
    if not access.decide(worker, "plan_end_of_life", person).allowed:
        return 0
    before = moments.now() + (
        datetime.combine(died, datetime.min.time()) - datetime.combine(reads.today(), datetime.min.time())
    )
    with moments.at(before - 20 * A_DAY):
        _prefer(worker, person, dice)
    place = dice.choice(("home", "home", "hospice", "hospital"))
    afterwards.note_death(by=worker, person=person.pk, seen=0, on=died, place=place)
    contact = uuid5(INVENTED, f"{person.key} bereavement")
    afterwards.plan_contact(
        by=worker, person=person.pk, contact=contact, name=f"{dice.choice(FIRST)} {person.family}",
        reach="01632 960 400", by_whom="the district nurse", due=died + 28 * A_DAY,
    )  # fmt: skip
    return 1
