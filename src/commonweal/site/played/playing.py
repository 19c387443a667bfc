"""Days are played: what comes in, what becomes of it, each at its moment, through the real actions."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from typing import Any

from django.db.models import Max

from commonweal.blueprint import Blueprint
from commonweal.blueprint.pathways import Move
from commonweal.care import moments
from commonweal.care.access import Refused
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions, reads
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.reads import Standing
from commonweal.care.referrals.rules import FOLLOWS, Made, Overtaken
from commonweal.site.played.account import Account
from commonweal.site.played.chance import Chance
from commonweal.site.played.choosing import Choosing
from commonweal.site.played.coming import Arrival, Window, arrivals, rates
from commonweal.site.played.crowd import Crowd
from commonweal.site.played.moving import Moving, NobodyMay
from commonweal.site.played.pace import Pace
from commonweal.site.played.posts import Posts
from commonweal.site.played.referring import CHANNEL, Referring
from commonweal.site.played.usual import Usual
from commonweal.site.played.walking import Intended, intended

LEGS_AT_MOST = 6  # of one person's way: a play has to end
Told = Callable[[datetime, Account], None]


@dataclass(frozen=True)
class Course:
    """A referral under way: its chance, and the key of whom it is about, where that is known to the play."""

    chance: Chance
    key: str = ""
    leg: int = 1


@dataclass(frozen=True)
class Asked:
    """What is asked of a play."""

    window: Window
    seed: int
    at_most: int | None = None


class Waiting:
    """What is going to be done, the earliest first; what lies beyond the window is left to another play."""

    def __init__(self, until: datetime) -> None:
        self._until, self._order = until, count()
        self._heap: list[tuple[datetime, int, Callable[[], None]]] = []

    def add(self, moment: datetime, deed: Callable[[], None]) -> None:
        if moment < self._until:
            heapq.heappush(self._heap, (moment, next(self._order), deed))

    def __iter__(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        while self._heap:
            moment, _, deed = heapq.heappop(self._heap)
            yield moment, deed


@dataclass(frozen=True)
class Play:
    """Everybody in it, what waits to be done, and the account of what was."""

    usual: Usual
    waiting: Waiting
    account: Account
    referring: Referring
    moving: Moving

    def come(self, arrival: Arrival, key: str) -> None:
        """Somebody is referred."""
        if (referral := self._tried(partial(self.referring.refer, arrival, key))) is not None:
            self.account.received[referral.pathway] += 1
            self.go_on(referral, Course(arrival.chance, key))

    def go_on(self, referral: Referral, course: Course) -> None:
        """What happens next is settled, and when it is written down."""
        standing = reads.standing(referral, None)
        taken = len(standing.journey.taken)
        planned = intended(standing.pathway, standing.journey, standing.now, course.chance, self.usual)
        if planned is None:
            self.account.ended += 1
            return
        recorded, dice = planned.happens, course.chance.of("recorded", taken)
        if dice.random() < self.usual.shares.written_up_later:
            recorded += timedelta(minutes=dice.expovariate(1 / self.usual.minutes.written_up))
        self.waiting.add(recorded, partial(self.step, course, standing, planned))

    def step(self, course: Course, standing: Standing, planned: Intended) -> None:
        """The move that was settled is made, unless somebody else was faster; then what follows from it."""
        dice = course.chance.of("step", len(standing.journey.taken))
        made = self.moving.made(standing, planned.move, planned.happens, dice)
        try:
            moved = self._tried(partial(self._moved, course, standing, planned.move, made, dice))
        except Overtaken:
            self.go_on(Referral.objects.get(pk=standing.referral.pk), course)
            return
        if moved is None:
            return
        self.account.moved[made.move] += 1
        self.go_on(moved, course)
        if made.next_owner.startswith(FOLLOWS) and (leg := self.moving.following(moved)):
            self.account.received[leg.pathway] += 1
            if course.leg < LEGS_AT_MOST:
                onward = Chance(f"{course.chance.subject} {leg.pathway}")
                self.go_on(leg, Course(onward, course.key, course.leg + 1))

    def _moved(self, course: Course, standing: Standing, move: Move, made: Made, dice: Random) -> Referral:
        """The step, with what may go before it and after it."""
        referral = standing.referral
        by, shares = self.moving.mover(referral, move), self.usual.shares
        if referral.identity == "unverified" and course.key and dice.random() < shares.found_later:
            self.account.identified += self.moving.find(referral, by, course.key)
        moved = actions.move(by, referral.reference, made)
        if dice.random() < shares.mended:
            moved = self.moving.mend(moved, by, made, standing.steps[-1].happened, dice)
            self.account.corrected += 1
        return moved

    def _tried(self, deed: Callable[[], Referral]) -> Referral | None:
        """What was refused is counted, and the play goes on without."""
        try:
            return deed()
        except (NotPossible, Refused, NobodyMay) as fault:
            self.account.refused[str(fault)] += 1
            return None


def play(declared: Blueprint, usual: Usual, asked: Asked, pace: Pace, told: Told) -> Account:
    """The whole play on one screen: what comes in, what is open from before, and then each in its turn."""
    acting = _acting(declared, usual, asked)
    for at, come in _coming(acting, declared, asked):
        acting.waiting.add(at, come)
    for referral in _left_open(asked.window):
        if pace.stop.is_set():
            break
        acting.account.carried_on += 1
        with moments.at(max(asked.window.start, referral.last)):
            acting.go_on(referral, Course(Chance(f"{asked.seed} {referral.reference}")))
    for moment, deed in acting.waiting:
        if not pace.reached(moment):
            acting.account.until = moment
            break
        with moments.at(moment):
            deed()
        told(moment, acting.account)
    return acting.account


def _left_open(window: Window) -> Iterable[Any]:
    """What an earlier play left open, with the moment of its last step."""
    left = Referral.objects.filter(channel=CHANNEL, ended=None).annotate(last=Max("recorded_steps__recorded"))
    return left.filter(last__lt=window.until).order_by("pk")


def _acting(declared: Blueprint, usual: Usual, asked: Asked) -> Play:
    posts, choosing = Posts(declared), Choosing(declared, usual)
    return Play(
        usual=usual,
        waiting=Waiting(asked.window.until),
        account=Account(asked.window.start, asked.window.until),
        referring=Referring(declared, usual, posts, choosing),
        moving=Moving(declared, usual, posts, choosing),
    )


def _coming(acting: Play, declared: Blueprint, asked: Asked) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Each arrival, and whom it is about: somebody new, or somebody who was referred in the days before."""
    usual, crowd, before = acting.usual, Crowd(acting.usual.frailty), list[str]()
    if not len(crowd):
        return
    for arrival in arrivals(
        rates(declared, usual), usual, asked.window, seed=asked.seed, at_most=asked.at_most
    ):
        dice = arrival.chance.of("whom")
        again = before and dice.random() < usual.shares.again
        on = arrival.moment.date()
        key = dice.choice(before) if again else crowd.somebody(dice, arrival.rates.youngest, on)
        before.append(key)
        yield arrival.moment, partial(acting.come, arrival, key)
        if dice.random() < usual.shares.twice:
            later = arrival.moment + timedelta(minutes=usual.minutes.twice * dice.random())
            second = replace(arrival, chance=Chance(f"{arrival.chance.subject} twice"))
            yield later, partial(acting.come, second, key)
