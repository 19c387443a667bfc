"""A step is made: by somebody of the team or the hub, with all that its move asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from commonweal.blueprint import Blueprint
from commonweal.blueprint.pathways import Move
from commonweal.care.access import Viewer
from commonweal.care.assessments import answering
from commonweal.care.assessments.rules import FilledIn
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions, assessing
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.reads import Standing
from commonweal.care.referrals.rules import Made
from commonweal.site.played.answering import answers
from commonweal.site.played.choosing import Choosing
from commonweal.site.played.posts import Posts
from commonweal.site.played.usual import Usual

NOT_FOR_THEM = "Seen and talked to."


class NobodyMay(Exception):
    """No agreement lets anybody in the roles of a move work on it here."""


@dataclass(frozen=True)
class Moving:
    """Those who work on referrals."""

    declared: Blueprint
    usual: Usual
    posts: Posts
    choosing: Choosing

    def made(self, standing: Standing, move: Move, happens: datetime, dice: Random) -> Made:
        """Everything that the move asks for; what happens after it is recorded is recorded as it happens."""
        outcome = self.choosing.outcome(move, dice)
        referral, pathway = standing.referral, standing.pathway
        made = Made(
            move=move.id,
            seen=referral.steps,
            happened=happens,
            reason=self.choosing.reason(move, dice),
            instruments=move.instruments,
            outcome=outcome,
            next_owner=self.choosing.next_owner(pathway, outcome, referral, dice),
            team=self.choosing.team(pathway, referral, dice) if move.team == "given" else "",
            note=dice.choice(self.usual.notes),
        )
        return self._filled_in(referral, made, happens, dice)

    def _filled_in(self, referral: Referral, made: Made, happens: datetime, dice: Random) -> Made:
        """With answers to each instrument that has a file; one that is not for this person is ticked off."""
        assessed, note = {}, made.note
        for id in made.instruments:
            instrument = assessing.asked(referral, id)
            if instrument is None:
                continue
            version = answering.held(instrument, happens)
            known = answering.from_record(version, referral.birth_date, happens)
            drawn = answers(version, known, dice)
            if drawn is None:
                note = note or NOT_FOR_THEM
            else:
                assessed[id] = FilledIn(drawn)
        ticked = tuple(id for id in made.instruments if id not in assessed)
        return replace(made, instruments=ticked, assessed=assessed, note=note)

    def mover(self, referral: Referral, move: Move) -> Viewer:
        """Who makes it; those who visit are in the team that has it, those who read referrals in the hub."""
        found = (
            viewer
            for role in move.by
            for team in self._sides(referral, role)
            if team and (viewer := self.posts.of(role, team))
        )
        viewer = next(found, None)
        if viewer is None:
            raise NobodyMay(f"nobody here may ‘{move.title}’")
        return viewer

    def find(self, referral: Referral, by: Viewer, key: str) -> bool:
        """Whether the person turned out to be somebody whom those who work on it can see."""
        try:
            actions.identify(by, referral.reference, Person.objects.get(key=key).pk)
        except NotPossible:
            return False
        return True

    def mend(self, referral: Referral, by: Viewer, made: Made, earliest: datetime, dice: Random) -> Referral:
        """The step just made happened some minutes earlier than was written."""
        assert made.happened
        earlier = made.happened - timedelta(minutes=self.usual.minutes.mended * dice.random())
        right = Made(**(vars(made) | {"happened": max(earlier, earliest)}))
        return actions.correct(by, referral.reference, referral.steps, right, seen=referral.steps)

    def following(self, referral: Referral) -> Referral | None:
        """The leg that goes on from one that has just ended, if a pathway does."""
        journey = referral.journey or referral.pk
        return Referral.objects.filter(journey=journey, follows=referral).order_by("-pk").first()

    def _sides(self, referral: Referral, role: str) -> Iterator[str]:
        pages = next((one.pages for one in self.declared.roles if one.id == role), ())
        sides = (referral.hub, referral.team)
        yield from sides if "referrals" in pages and "visits" not in pages else reversed(sides)
