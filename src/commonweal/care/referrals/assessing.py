"""The instruments that a move asks for: their answers are kept with the step, or one made before is taken."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint import Instrument
from commonweal.care.access import Viewer
from commonweal.care.assessments import actions as assessments
from commonweal.care.assessments import reads, wordings
from commonweal.care.assessments.actions import Beside
from commonweal.care.assessments.rules import FilledIn
from commonweal.care.audit import actions as audit
from commonweal.care.possible import NotPossible
from commonweal.care.referrals.models import Referral, Step
from commonweal.care.referrals.rules import Made

GONE = "The assessment that you chose may not be relied on any more; choose another, or answer the questions"


def asked(referral: Referral, id: str) -> Instrument | None:
    """The instrument, by the pathway's id for it; None where it is only ticked off.

    That is so where it has no file, and while nobody knows whom the referral is about.
    """
    return wordings.declared(id) if referral.person_id else None


def filled_in(referral: Referral, made: Made) -> list[str]:
    """The instruments that count as filled in: those with answers, and those ticked off rightly.

    One that has a file is ticked off only with a note, which says what was used in its place.
    """
    ticked = (id for id in made.instruments if asked(referral, id) is None or made.note.strip())
    return list(dict.fromkeys([*ticked, *made.assessed]))


def record(by: Viewer | None, referral: Referral, step: Step, made: Made) -> None:
    """What was answered is kept with the step; CannotBeScored, and no step, where it has no score."""
    for instrument, given in _given(referral, made):
        if given.taken:
            _take(by, referral, step, instrument, given)
        elif referral.person_id:
            beside = Beside(referral=referral, step=step.number)
            assessments.record(
                by, referral.person_id, instrument.id, given.answers, happened=step.happened, beside=beside
            )


def _given(referral: Referral, made: Made) -> Iterator[tuple[Instrument, FilledIn]]:
    for id, given in made.assessed.items():
        instrument = asked(referral, id)
        if instrument is None:
            raise NotPossible("instruments", f"There are no questions for ‘{id[:60]}’ here")
        yield instrument, given


def _take(by: Viewer | None, referral: Referral, step: Step, instrument: Instrument, given: FilledIn) -> None:
    person = referral.person_id
    known = reads.usable(by, person, instrument, step.happened) if person else []
    if given.taken not in {one.assessment.pk for one in known}:
        raise NotPossible("instruments", GONE)
    detail = {"assessment": str(given.taken), "referral": referral.reference, "number": step.number}
    audit.record("assessment.taken", by=by, about=person, purpose="direct_care", detail=detail)
