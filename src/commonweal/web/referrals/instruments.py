"""The instruments that a move asks for, as parts of its form: answered, or made before and taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonweal.blueprint import Instrument
from commonweal.care.access import Viewer
from commonweal.care.assessments import answering, reads
from commonweal.care.assessments.rules import CannotBeScored, FilledIn
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import assessing
from commonweal.care.referrals.models import Referral
from commonweal.web import words
from commonweal.web.assessments import asked, wording
from commonweal.web.assessments.asked import Field

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """The questions of one instrument; `id` is the pathway's for it, `made` are those that can be taken."""

    id: str
    instrument: Instrument
    prefix: str
    fields: list[Field]
    made: Choices
    ruled_out: list[str]

    @property
    def take(self) -> str:
        """The name of the field that says which one is taken."""
        return asked.named(self.prefix, "take")


def parts(
    viewer: Viewer,
    referral: Referral,
    form: str,
    wanted: Iterable[str],
    said: Mapping[str, str],
    fault: Mapping[str, str],
    now: datetime,
) -> list[Part]:
    """One for each instrument that has a file, in a form of this name, as it was filled in."""
    return [
        _part(viewer, referral, form, id, instrument, said, fault, now)
        for id, instrument in _asked(referral, wanted)
    ]


def given(
    referral: Referral, form: str, wanted: Iterable[str], said: Mapping[str, str], now: datetime
) -> dict[str, FilledIn]:
    """What was answered or taken, by the pathway's id of the instrument; none of those left empty."""
    found: dict[str, FilledIn] = {}
    for id, instrument in _asked(referral, wanted):
        prefix = asked.named(form, instrument.id)
        taken = _taken(said.get(asked.named(prefix, "take"), ""))
        answers = asked.typed(answering.held(instrument, now), prefix, said)
        if taken or answers:
            found[id] = FilledIn({}, taken) if taken else FilledIn(answers)
    return found


def faults(form: str, wrong: NotPossible, referral: Referral, now: datetime) -> dict[str, str]:
    """Each thing wrong with an instrument's answers, by the field it is about; none for any other fault."""
    if not isinstance(wrong, CannotBeScored):
        return {}
    instrument = assessing.asked(referral, wrong.instrument)
    if instrument is None:
        return {}
    prefix = asked.named(form, instrument.id)
    found = asked.faults(answering.held(instrument, now), prefix, wrong)
    return {prefix if name == "answers" else name: words for name, words in found.items()}


def _asked(referral: Referral, wanted: Iterable[str]) -> Iterator[tuple[str, Instrument]]:
    for id in wanted:
        instrument = assessing.asked(referral, id)
        if instrument:
            yield id, instrument


def _part(
    viewer: Viewer,
    referral: Referral,
    form: str,
    id: str,
    instrument: Instrument,
    said: Mapping[str, str],
    fault: Mapping[str, str],
    now: datetime,
) -> Part:
    prefix, version = asked.named(form, instrument.id), answering.held(instrument, now)
    known = answering.from_record(version, referral.birth_date, now)
    fields = asked.fields(version, prefix, said, known, fault)
    person = referral.person_id
    usable = reads.usable(viewer, person, instrument, now) if person else []
    made = [
        (
            str(one.assessment.pk),
            f"{words.moment(one.assessment.happened, now)}: {wording.came_to(one)}",
        )
        for one in usable
    ]
    return Part(id, instrument, prefix, fields, made, asked.ruled_out(version, known))


def _taken(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
