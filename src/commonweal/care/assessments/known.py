"""An assessment with what became of it, as pages show it and rules ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.core.exceptions import ObjectDoesNotExist

from commonweal.blueprint import Category, Instrument
from commonweal.blueprint.instruments import Version
from commonweal.care.access import Viewer
from commonweal.care.assessments import rules, wordings
from commonweal.care.assessments.models import Assessment, Receipt, SentAssessment, StruckOut
from commonweal.care.assessments.rules import Passed, Receiver
from commonweal.care.instruments.scoring import Scored, score
from commonweal.care.people.models import Person


@dataclass(frozen=True)
class Known:
    """An assessment with what became of it, as it stands at a moment."""

    assessment: Assessment
    now: datetime

    @cached_property
    def instrument(self) -> Instrument:
        """In the wording it was made with."""
        return wordings.worded(self.assessment.wording_id)

    @cached_property
    def version(self) -> Version:
        """Of the instrument, as it stood on that day."""
        return next(one for one in self.instrument.versions if one.id == self.assessment.version)

    @cached_property
    def scored(self) -> Scored:
        """What the answers score by the wording that they were given to."""
        found = score(self.version, self.assessment.answers)
        assert isinstance(found, Scored)  # it was scored when it was recorded, and neither has changed
        return found

    @property
    def struck_out(self) -> StruckOut | None:
        """That it was wrong, where it was."""
        try:
            return self.assessment.struck_out
        except ObjectDoesNotExist:
            return None

    @property
    def overdue(self) -> bool:
        """Whether the person was to be assessed again by now."""
        return rules.is_overdue(self.assessment.again, self.now)

    @property
    def maker(self) -> Receiver:
        """Whose it is."""
        return Receiver(self.assessment.organisation, self.assessment.team)

    @cached_property
    def sent(self) -> tuple[SentAssessment, ...]:
        """Everybody whom it was sent to, the first first."""
        return tuple(sorted(self.assessment.sent.all(), key=lambda one: one.pk))

    @cached_property
    def relying(self) -> frozenset[Receiver]:
        """Who may rely on it now."""
        passed = [as_passed(one) for one in self.sent]
        gone, again = self.struck_out is not None, self.assessment.again
        return rules.relying(self.maker, passed, self.now, struck_out=gone, again=again)

    def relied_on_by(self, viewer: Viewer) -> bool:
        """Whether the viewer's team, or organisation, may rely on it."""
        return any(is_of(viewer, one) for one in self.relying)


@dataclass(frozen=True)
class Kind:
    """All of a person's assessments with one instrument, the newest first."""

    instrument: Instrument
    found: tuple[Known, ...]

    @property
    def latest(self) -> Known | None:
        """The newest that is not struck out."""
        return next((one for one in self.found if one.struck_out is None), None)

    @property
    def overdue(self) -> bool:
        """Whether the person was to be assessed again by now, and has not been."""
        return self.latest is not None and self.latest.overdue


@dataclass(frozen=True)
class Listed:
    """What was assessed of a person; `withheld` says of what the viewer may not see, why not."""

    person: Person
    kinds: tuple[Kind, ...]
    withheld: Mapping[Category, str]


@dataclass(frozen=True)
class Trend:
    """How an instrument's scores went, the earliest first, without what was struck out."""

    instrument: Instrument
    found: tuple[Known, ...]


def is_of(viewer: Viewer, receiver: Receiver) -> bool:
    """Whether the viewer works in this team, or in the organisation where no team is named."""
    if viewer.person is not None:
        return False
    if receiver.team:
        return receiver.team == viewer.team
    return bool(receiver.organisation) and receiver.organisation == viewer.organisation


def receipt(sent: SentAssessment) -> Receipt | None:
    """What they did with it; None while they have not."""
    try:
        return sent.receipt
    except ObjectDoesNotExist:
        return None


def as_passed(sent: SentAssessment) -> Passed:
    """What was sent, as the rules read it."""
    answer = receipt(sent)
    return Passed(Receiver(sent.to_organisation, sent.to_team), sent.until, answer.act if answer else None)
