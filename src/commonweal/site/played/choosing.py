"""What somebody says when they refer or make a move: reasons, outcomes, the team that goes, who is next."""

from __future__ import annotations

from random import Random

from commonweal.blueprint import Blueprint, Pathway, Team
from commonweal.blueprint.pathways import Move
from commonweal.care.extents import extents_of
from commonweal.care.people.models import Person
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import FOLLOWS, OUTSIDE, About
from commonweal.site.played.chance import weighed
from commonweal.site.played.usual import Usual


class Choosing:
    """Choices among what a blueprint declares."""

    def __init__(self, declared: Blueprint, usual: Usual) -> None:
        self._declared, self._usual = declared, usual
        self._extents = extents_of(declared)

    def about(self, person: Person, dice: Random) -> About:
        """Whom it is about, as the sender knows them: mostly all, sometimes without number or name."""
        shares, drawn = self._usual.shares, dice.random()
        if drawn < shares.without_name:
            return About(address="Found in the street", sex=person.sex)
        number = person.nhs_number or ""
        return About(
            given=person.given,
            family=person.family,
            birth_date=person.birth_date,
            sex=person.sex,
            nhs_number="" if drawn < shares.without_name + shares.without_number else number,
            address=person.address,
            postcode=person.postcode,
        )

    def source(self, pathway: Pathway, dice: Random) -> str:
        """Who refers, of those from whom the pathway takes it; empty where only roles may."""
        wanted = (*pathway.may_refer.organisations, *pathway.may_refer.others)
        weights = {source: self._usual.sources.get(source, 1.0) for source in wanted}
        return weighed(dice, weights) if weights else ""

    def organisation(self, kind: str, person: Person, dice: Random) -> str:
        """The ODS code of one of this kind, the person's own practice; empty where there is none."""
        if kind == "practice":
            return person.practice
        there = [one.ods for one in self._declared.organisations if one.kind == kind]
        return dice.choice(there) if there else ""

    def reason(self, move: Move, dice: Random) -> str:
        """One of those the move asks for, the first named most often."""
        return weighed(dice, {id: 1 / (place + 1) for place, id in enumerate(move.reasons)} or {"": 1})

    def outcome(self, move: Move, dice: Random) -> str:
        """One of those the move asks for, the first named most often."""
        first = self._usual.shares.first_outcome
        others = (1 - first) / max(1, len(move.outcomes) - 1)
        weights = {id: first if place == 0 else others for place, id in enumerate(move.outcomes)}
        return weighed(dice, weights or {"": 1})

    def team(self, pathway: Pathway, referral: Referral, dice: Random) -> str:
        """One of the pathway's kind near the person, else of its kind, else any but the hub."""
        teams = [team for team in self._declared.teams if team.id != referral.hub]
        of_kind = [team for team in teams if team.kind == pathway.team.kind]
        near = [team for team in of_kind if self._covers(team, referral)]
        return dice.choice(near or of_kind or teams or list(self._declared.teams)).id

    def next_owner(self, pathway: Pathway, outcome: str, referral: Referral, dice: Random) -> str:
        """Whoever goes on: by the words of the outcome, a pathway that may follow, a team, or outside."""
        declared = next((one for one in pathway.outcomes if one.id == outcome), None)
        if declared is None or not declared.next_owner:
            return ""
        for word, kind in self._usual.goes_to.items():
            there = [one.ods for one in self._declared.organisations if one.kind == kind]
            if word in outcome.split("-") and there:
                return dice.choice(there)
        if pathway.may_follow and dice.random() < self._usual.shares.onward_pathway:
            return FOLLOWS + dice.choice(pathway.may_follow).pathway
        others = [team.id for team in self._declared.teams if team.id not in (referral.hub, referral.team)]
        outside = f"{OUTSIDE} {dice.choice(self._usual.outside)}"
        return dice.choice([*others, outside])

    def _covers(self, team: Team, referral: Referral) -> bool:
        area = self._extents[team.area]
        return referral.practice in area.practices or referral.lsoa in area.small_areas
