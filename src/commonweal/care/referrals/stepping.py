"""A step as somebody makes it: held against the pathway and against what was recorded before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from commonweal.blueprint.pathways import Move, Stage
from commonweal.care import access
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.involvements.rules import check_words
from commonweal.care.pathways import rules as pathways
from commonweal.care.pathways import versions
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import reads, rules, writing
from commonweal.care.referrals.models import Referral, Step
from commonweal.care.referrals.reads import Standing
from commonweal.care.referrals.rules import Made, Overtaken


def held(by: Viewer | None, reference: str, seen: int) -> tuple[Standing, Decision]:
    """The referral and why it is ours to work on; Overtaken where there are steps that we have not seen.

    Refused, which is recorded, where the viewer sees it for another reason than that it is theirs to work on.
    """
    referral = reads.seen(by, reference)
    decision = access.works_on(by, referral) if by else Decision(True, "")
    if not decision.allowed:
        _refuse(by, referral, decision, {"referral": reference})
    standing = reads.standing(referral, by)
    if {referral.steps, len(standing.steps)} != {seen}:  # one may be recorded between the two readings
        raise Overtaken(writing.FASTER)
    return standing, decision


def step(by: Viewer | None, standing: Standing, made: Made) -> Step:
    """The move as a step from where the referral stood when it happened."""
    move = standing.pathway.move(made.move)
    if move is None:
        raise NotPossible("move", "Choose what to do next")
    happened = made.happened or standing.now
    rules.check_moment("happened", happened, standing.now, standing.referral.birth_date)
    stage = pathways.read(standing.pathway, standing.engine_steps, happened).stage
    _check_its_turn(standing, move, stage)
    given = made.team if move.team == "given" else ""
    if move.team == "given" and not (given or standing.referral.team):
        raise NotPossible("team", "Choose the team that goes")
    if given and not writing.organisation(given):
        raise NotPossible("team", "There is no such team any more; choose another")
    step = Step(
        referral=standing.referral,
        number=standing.referral.steps + 1,
        move=made.move,
        source=stage.id if stage else "",
        to=move.to,
        happened=happened,
        recorded=standing.now,
        reason=made.reason,
        outcome=made.outcome,
        next_owner=" ".join(made.next_owner.split()),
        instruments=list(made.instruments),
        note=made.note.strip(),
        given_team=given,
        version=standing.referral.version_id,
    )
    return writing.by_whom(by, step)


def _check_its_turn(standing: Standing, move: Move, stage: Stage | None) -> None:
    """NotPossible where it fits where the referral stands now, and is said to have been before that."""
    now = standing.journey.stage
    if now and now.id in move.starts and (stage is None or stage.id not in move.starts):
        stood = f"It stood at ‘{stage.title}’ then" if stage else "The referral had not come in then"
        raise NotPossible("happened", f"{stood}; ‘{move.title}’ can only have been after that")


def corrected(by: Viewer | None, standing: Standing, wrong: Step, made: Made | None) -> Step:
    """A step in the place of the wrong one: the same move made otherwise, or none at all."""
    if made:
        right = step(by, standing, made)
        right.source = wrong.source
        right.instruments = list(dict.fromkeys([*wrong.instruments, *right.instruments]))
    else:
        right = writing.by_whom(by, Step(referral=standing.referral, number=standing.referral.steps + 1))
        right.move, right.source, right.to, right.happened = (
            wrong.move,
            wrong.source,
            wrong.to,
            wrong.happened,
        )
        right.recorded, right.never_happened = standing.now, True
    right.corrects, right.version = wrong.number, wrong.version
    return right


def require_role(by: Viewer | None, standing: Standing, step: Step) -> None:
    """Refused, which is recorded, where the pathway gives this move to other roles."""
    move = (standing.wordings.get(step.version) or standing.pathway).move(step.move)
    if by is None or move is None or by.role.id in move.by:
        return
    decision = Decision(False, f"‘{move.title}’ is for {' or '.join(move.by)}, not for {by.role.id}")
    _refuse(by, standing.referral, decision, {"referral": standing.referral.reference, "move": step.move})


def _refuse(
    by: Viewer | None, referral: Referral, decision: Decision, detail: Mapping[str, object]
) -> NoReturn:
    about, because = referral.person_id, decision.because
    audit.refused("referral.refused", by=by, about=about, because=because, detail=detail)
    raise Refused(decision)


def check(standing: Standing, step: Step, by: Viewer | None) -> None:
    """NotPossible with the first thing that stands against recording it."""
    new = rules.as_engine(step, standing.wordings)
    move = standing.pathway.move(step.move)
    role = by.role.id if by else move.by[0] if move else ""
    found = pathways.faults(standing.pathway, standing.engine_steps, new, role)
    if found:
        raise NotPossible(_about(found[0]), found[0][:1].upper() + found[0][1:])


def _about(fault: str) -> str:
    """Which question of the form a fault is about."""
    if "needs a reason" in fault:
        return "reason"
    if "needs an outcome" in fault:
        return "outcome"
    if "goes on to be named" in fault:
        return "next_owner"
    return "happened" if "then" in fault else "instruments" if "needs" in fault else "move"


def check_next_owner(step: Step) -> None:
    """NotPossible where a pathway, team or organisation is named that there is not."""
    owner = step.next_owner
    if not owner:
        return
    declared = blueprint()
    known = {one.id for one in declared.teams} | {one.ods for one in declared.organisations}
    known |= {one.ods for one in declared.practices}
    if owner.startswith(rules.FOLLOWS):
        versions.today(owner.removeprefix(rules.FOLLOWS))
    elif owner.startswith(rules.OUTSIDE):
        check_words(
            "next_owner", owner.removeprefix(rules.OUTSIDE), "Say who goes on, outside the partnership"
        )
    elif owner not in known:
        raise NotPossible("next_owner", "Choose who goes on from here")
