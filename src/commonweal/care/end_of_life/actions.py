"""The only writer of what a person prefers at the end of life, and of what is in their home for it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model

from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.coordination.reads import today
from commonweal.care.coordination.writing import may_write, record, written
from commonweal.care.end_of_life import rules
from commonweal.care.end_of_life.models import (
    AdvanceDecision,
    AnticipatoryMedicine,
    PlaceWish,
    Preference,
    Version,
)
from commonweal.care.end_of_life.register import CATEGORY, REFUSED
from commonweal.care.end_of_life.rules import Advance, Decided, Medicine, Overtaken, Places
from commonweal.care.possible import NotPossible

Row = TypeVar("Row", bound=Version)


def decide(*, by: Viewer, person: UUID, subject: str, seen: int, said: Decided) -> Preference:
    """What holds about one subject from now on; `seen` is the number of what the writer had before them."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, CATEGORY, REFUSED)
        said = rules.check_decided(subject, said, today())
        made = add(Preference, by, person, seen, {"subject": subject, **asdict(said)}, subject=subject)
        record("preference.noted", by, person, decision, {"subject": subject, "number": made.number})
    return made


def wish_places(*, by: Viewer, person: UUID, seen: int, said: Places) -> PlaceWish:
    """Where the person prefers to be, from now on."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, CATEGORY, REFUSED)
        said = rules.check_places(said, today())
        made = add(PlaceWish, by, person, seen, asdict(said))
        record("places.noted", by, person, decision, {"number": made.number})
    return made


def note_advance(*, by: Viewer, person: UUID, seen: int, said: Advance) -> AdvanceDecision:
    """Whether there is an advance decision to refuse treatment, from now on."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, CATEGORY, REFUSED)
        said = rules.check_advance(said, today())
        made = add(AdvanceDecision, by, person, seen, asdict(said))
        record("advance_decision.noted", by, person, decision, {"number": made.number})
    return made


def put_in_home(*, by: Viewer, person: UUID, said: Medicine) -> AnticipatoryMedicine:
    """A medicine is in the home in case it is needed."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, CATEGORY, REFUSED)
        said = rules.check_medicine(said, today())
        try:
            with transaction.atomic():
                made = AnticipatoryMedicine.objects.create(**written(by, person), **asdict(said))
        except IntegrityError:
            raise NotPossible("medicine", "This medicine is noted already, in this dose") from None
        record("medicine.noted", by, person, decision, {"medicine": made.pk})
    return made


def take_from_home(*, by: Viewer, person: UUID, medicine: int, because: str) -> None:
    """It is there no longer, or not to be used."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, CATEGORY, REFUSED)
        said = rules.check_words("because", because, "Say what became of it")
        live = AnticipatoryMedicine.objects.filter(pk=medicine, person=person, ended=None)
        if not live.update(ended=moments.now(), ended_because=said):
            raise Overtaken("Somebody has taken it off the list already")
        record("medicine.ended", by, person, decision, {"medicine": medicine})


def add(table: type[Row], by: Viewer, person: UUID, seen: int, said: dict[str, object], **of: str) -> Row:
    """The next row; Overtaken where it is not the one after `seen`. The same sent twice is taken once."""
    newest = table._default_manager.filter(person=person, **of).order_by("-number").first()
    number = newest.number if newest else 0
    if newest and number == seen + 1 and newest.by_id == by.user and _says(newest, said):
        return newest
    if number != seen:
        raise Overtaken(f"{newest.by_name} changed it first" if newest else "It is not there any more")
    try:
        with transaction.atomic():
            return table._default_manager.create(**written(by, person), **said, number=number + 1)
    except IntegrityError:
        raise Overtaken("Somebody else changed it in this moment") from None


def _says(row: Model, said: dict[str, object]) -> bool:
    return all(getattr(row, name) == value for name, value in said.items())
