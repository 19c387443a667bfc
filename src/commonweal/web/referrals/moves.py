"""The moves that a pathway's file offers from where a referral stands, as forms, and why the others wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from commonweal.blueprint import Pathway
from commonweal.blueprint.pathways import Move
from commonweal.care.extents import blueprint
from commonweal.care.possible import NotPossible
from commonweal.care.referrals.reads import Standing
from commonweal.care.referrals.rules import FOLLOWS, OUTSIDE, Made
from commonweal.web.referrals.instruments import given
from commonweal.web.typed import moment

LONGEST = 2000
Choices = Sequence[tuple[str, str]]
Groups = Sequence[tuple[str, Choices]]
TEAM, OUTSIDE_CHOICE = "given", "outside"
MISSING = {"reason": "Choose why", "outcome": "Choose how it ended"}


@dataclass(frozen=True)
class Offer:
    """A move that may be made now, and what its form asks."""

    move: Move
    to: str
    reasons: Choices
    instruments: Choices
    outcomes: Choices
    asks_team: bool
    owner_after: tuple[str, ...]  # the outcomes after which somebody has to be named


@dataclass(frozen=True)
class NotNow:
    """A move that may not be made now, and why."""

    title: str
    because: str


def offers(standing: Standing) -> list[Offer]:
    """What the viewer may do now, in the order of the file."""
    return [_offer(standing.pathway, answer.move) for answer in standing.moves if answer.allowed]


def not_now(standing: Standing) -> list[NotNow]:
    """Every other move, and from where or by whom it is made."""
    if standing.journey.ended:
        return []
    waiting = (answer.move for answer in standing.moves if not answer.allowed)
    return [NotNow(move.title, _because(standing, move)) for move in waiting]


def made(move: str, said: Mapping[str, str], instruments: Sequence[str], standing: Standing) -> Made:
    """What was typed into the form of a move; NotPossible where a time is not understood."""
    return Made(
        move=move,
        seen=seen(said),
        happened=moment("happened", said.get("happened", "")[:60], standing.now),
        reason=said.get("reason", "")[:100],
        instruments=tuple(instruments),
        assessed=given(standing.referral, move, _wanted(standing.pathway, move), said, standing.now),
        outcome=said.get("outcome", "")[:100],
        next_owner=_owner(said),
        team=said.get("team", "")[:100],
        note=said.get("note", "")[:LONGEST],
    )


def _wanted(pathway: Pathway, move: str) -> Sequence[str]:
    found = pathway.move(move)
    return found.instruments if found else ()


def missing(offer: Offer | None, fault: NotPossible, filled_in: Sequence[str]) -> str:
    """What is missing, in the words of the form."""
    if offer and fault.about == "instruments" and " needs " in str(fault):
        lacking = (title for id, title in offer.instruments if id not in filled_in)
        return f"Fill in first: {', '.join(lacking) or 'or say in the note what was used instead'}"
    return MISSING.get(fault.about, str(fault))


def seen(said: Mapping[str, str]) -> int:
    """How many steps the page showed; 0, which is never so, where it does not say."""
    value = said.get("seen", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0


def owners(pathway: Pathway) -> Groups:
    """Whoever can go on from here: what may follow first."""
    declared = blueprint()
    follow = [(f"{FOLLOWS}{one.pathway}", one.when) for one in pathway.may_follow]
    titles = {one.id: one.title for one in declared.pathways}
    following = [(id, f"{titles.get(id.removeprefix(FOLLOWS), id)}: {when}") for id, when in follow]
    groups: list[tuple[str, Choices]] = [
        ("Refer on", following),
        ("Teams", [(team.id, team.title) for team in declared.teams]),
        ("Organisations", [(one.ods, one.title) for one in declared.organisations]),
        ("Practices", [(one.ods, one.title) for one in declared.practices]),
        ("Elsewhere", [(OUTSIDE_CHOICE, "Outside the partnership: say who below")]),
    ]
    return [group for group in groups if group[1]]


def typed(offer: Offer, said: Mapping[str, str], pathway: Pathway) -> list[tuple[str, str]]:
    """What somebody had filled in, question by question in words, so that none of it is lost."""
    named = {id: title for _, choices in owners(pathway) for id, title in choices}
    teams = {team.id: team.title for team in blueprint().teams}
    chosen = dict([*offer.reasons, *offer.outcomes])
    filled = [
        ("You chose", offer.move.title),
        ("Reason", chosen.get(said.get("reason", ""), "")),
        ("Team", teams.get(said.get("team", ""), "")),
        ("How it ended", chosen.get(said.get("outcome", ""), "")),
        ("Who goes on", said.get("outside", "") or named.get(said.get("next_owner", ""), "")),
        ("When", said.get("happened", "")),
        ("Your note", said.get("note", "")),
    ]
    return [(about, words) for about, words in filled if words]


def _offer(pathway: Pathway, move: Move) -> Offer:
    outcomes = tuple(one for one in pathway.outcomes if one.id in move.outcomes)
    return Offer(
        move=move,
        to=pathway.stage(move.to).title,
        reasons=[(one.id, one.title) for one in pathway.reasons if one.id in move.reasons],
        instruments=[(one.id, one.title) for one in pathway.instruments if one.id in move.instruments],
        outcomes=[(one.id, one.title) for one in outcomes],
        asks_team=move.team == TEAM,
        owner_after=tuple(one.title for one in outcomes if one.next_owner),
    )


def offer(pathway: Pathway, id: str) -> Offer | None:
    """The form of this move, whether or not it may be made now."""
    move = pathway.move(id)
    return _offer(pathway, move) if move else None


def _because(standing: Standing, move: Move) -> str:
    return ", ".join(_whys(standing, move))


def _whys(standing: Standing, move: Move) -> Iterator[str]:
    stage = standing.journey.stage
    if stage is None or stage.id not in move.starts:
        titles = {one.id: one.title for one in standing.pathway.stages}
        yield f"from {' or '.join(f'‘{titles[id]}’' for id in move.starts)}"
    if standing.role not in move.by:
        roles = {role.id: role.title for role in blueprint().roles}
        yield f"for a {' or '.join(roles.get(id, id).lower() for id in move.by)}"


def _owner(said: Mapping[str, str]) -> str:
    """What was typed beside the choices counts for more than they do."""
    outside, chosen = said.get("outside", "").strip()[:200], said.get("next_owner", "")[:200]
    return f"{OUTSIDE} {outside}" if outside or chosen == OUTSIDE_CHOICE else chosen
