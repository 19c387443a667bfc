"""The only writer of the end-of-life register: put on, looked at again, taken off."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from commonweal.blueprint import Category
from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.coordination.reads import today
from commonweal.care.coordination.writing import may_write, record, written
from commonweal.care.end_of_life import rules
from commonweal.care.end_of_life.models import RegisterEntry, RegisterReview
from commonweal.care.end_of_life.rules import Overtaken, Review
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

CATEGORY: Category = "plan_end_of_life"
REFUSED = "end_of_life.refused"


def put_on(*, by: Viewer, person: UUID, reason: str, words: str, review: Review) -> RegisterEntry:
    """The person is on the register from the day of this first review."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, CATEGORY, REFUSED)
        rules.check_one("reason", reason, rules.REASONS, "Choose a reason")
        said = rules.check_review(review, today())
        try:
            with transaction.atomic():
                entry = RegisterEntry.objects.create(
                    **written(by, person),
                    since=said.on,
                    reason=reason,
                    words=rules.plain(words),
                    practice=Person.objects.get(pk=person).practice,
                )
        except IntegrityError:
            raise NotPossible("reason", "They are on the register already") from None
        _reviewed(by, entry, said)
        record("register.put_on", by, person, decision, {"entry": entry.pk, "reason": reason})
    return entry


def review(*, by: Viewer, person: UUID, said: Review) -> RegisterReview:
    """How they are now, and when they are looked at again."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, CATEGORY, REFUSED)
        said = rules.check_review(said, today())
        entry = _live(person)
        newest = entry.reviews.order_by("-pk").first()
        if newest and _same(newest, said) and newest.by_id == by.user:
            return newest
        made = _reviewed(by, entry, said)
        record("register.reviewed", by, person, decision, {"entry": entry.pk, "stage": said.stage})
    return made


def take_off(*, by: Viewer, person: UUID, reason: str, words: str) -> None:
    """They are on the register no more; that they were stays."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, CATEGORY, REFUSED)
        rules.check_one("reason", reason, rules.TAKEN_OFF, "Choose why")
        entry = _live(person)
        ended = {"ended": moments.now(), "ended_reason": reason, "ended_words": rules.plain(words)}
        RegisterEntry.objects.filter(pk=entry.pk).update(**ended)
        record("register.taken_off", by, person, decision, {"entry": entry.pk, "reason": reason})


def _live(person: UUID) -> RegisterEntry:
    """Their time on the register, held for us; Overtaken where they are not on it."""
    entry = RegisterEntry.objects.select_for_update().filter(person=person, ended=None).first()
    if entry is None:
        raise Overtaken("They are not on the register; somebody may have taken them off")
    return entry


def _reviewed(by: Viewer, entry: RegisterEntry, said: Review) -> RegisterReview:
    return RegisterReview.objects.create(
        **written(by, entry.person_id),
        entry=entry,
        on=said.on,
        stage=said.stage,
        estimate=said.estimate,
        words=said.words,
        next_review=said.next_review,
    )


def _same(row: RegisterReview, said: Review) -> bool:
    kept: tuple[date | str, ...] = (row.on, row.stage, row.estimate, row.words, row.next_review)
    return kept == (said.on, said.stage, said.estimate, said.words, said.next_review)
