"""A referral comes in: about whom, from whom, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from commonweal.blueprint import Blueprint, Pathway
from commonweal.care.access import Viewer
from commonweal.care.people.models import Person
from commonweal.care.referrals import actions
from commonweal.care.referrals.lines import hub
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import SOURCES, Given, Sender
from commonweal.site.played.choosing import Choosing
from commonweal.site.played.coming import Arrival
from commonweal.site.played.posts import Posts
from commonweal.site.played.usual import Usual

CHANNEL = "played"


@dataclass(frozen=True)
class Referring:
    """Those who refer."""

    declared: Blueprint
    usual: Usual
    posts: Posts
    choosing: Choosing

    def refer(self, arrival: Arrival, key: str) -> Referral:
        """The referral, received; Refused or NotPossible as its action says."""
        person, dice = Person.objects.get(key=key), arrival.chance.of("referring")
        about = self.choosing.about(person, dice)
        by, sender = self._referrer(arrival.pathway, person, dice)
        given = Given(
            pathway=arrival.pathway.id,
            about=about,
            sender=sender,
            reason=dice.choice(arrival.rates.words or self.usual.words),
            answers={question.id: question.wanted for question in arrival.pathway.questions},
            channel=CHANNEL,
        )
        return actions.receive(by, given).referral

    def _referrer(self, pathway: Pathway, person: Person, dice: Random) -> tuple[Viewer | None, Sender]:
        """Who writes it down, and who it comes from; a system where nobody here does."""
        source, name = self.choosing.source(pathway, dice), dice.choice(self.usual.referrers)
        if source in self.usual.telephone:
            contact = f"01632 960{dice.randrange(1000):03}"  # numbers that are nobody's
            return self._reader(pathway), Sender(source, name=name, contact=contact)
        sending = [viewer for role in pathway.may_refer.roles if (viewer := self.posts.sending(role))]
        if sending and (not source or dice.random() < self.usual.shares.through_a_post):
            by = dice.choice(sending)
            return by, Sender(self._kind(by) or source or "community")
        organisation = self.choosing.organisation(source, person, dice)
        return None, Sender(source or "practice", organisation, name)

    def _reader(self, pathway: Pathway) -> Viewer | None:
        """Somebody who reads what comes in on this pathway."""
        roles = [role for move in pathway.moves if pathway.first.id in move.starts for role in move.by]
        found = (self.posts.of(role, hub(pathway)) for role in dict.fromkeys(roles))
        return next(filter(None, found), None)

    def _kind(self, by: Viewer) -> str:
        kinds = {one.ods: one.kind for one in self.declared.organisations}
        kind = kinds.get(by.organisation, "")
        return kind if kind in SOURCES else ""
