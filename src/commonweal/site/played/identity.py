"""Invented people of whom a second source tells, so that somebody has to say whether they are one."""

from __future__ import annotations

from collections.abc import Callable
from uuid import NAMESPACE_OID, uuid5

from commonweal.care.identity import actions, finding, rules
from commonweal.care.people import actions as people
from commonweal.care.people.models import Person
from commonweal.care.published.models import PersonFrailty

SOURCE = "council"
BECAUSE = "Both letters came from the same house."
Otherwise = Callable[[Person], dict[str, object]]
OTHERWISE: tuple[Otherwise, ...] = (  # what the second source says otherwise of each, in turn
    lambda one: {"family": one.family.upper()},
    lambda one: {"given": one.given[:1]},
    lambda one: {"birth_date": rules.transposed(one.birth_date) or one.birth_date},
    lambda one: {"family": f"{one.family}-Moore"},
    lambda one: {"address": "", "postcode": "", "care_home": ""},
    lambda one: {"given": one.family, "family": one.given},
)
TWICE = 12


def tell_twice(seed: int) -> int:
    """So many more records of people who are here, with a pair each for somebody to decide on; how many."""
    found = PersonFrailty.objects.exclude(practice="").exclude(person__nhs_number=None)
    chosen = [one.person for one in found.select_related("person").order_by("person__key")[:TWICE]]
    told = 0
    for turn, person in enumerate(chosen):
        if second := people.tell_of(_second(person, OTHERWISE[turn % len(OTHERWISE)], seed)):
            finding.ask(finding.identity(person), finding.identity(second))
            told += 1
            if turn == 0:
                actions.merge(by=None, kept=person.pk, gone=second.pk, because=BECAUSE)
    return told


def _second(person: Person, otherwise: Otherwise, seed: int) -> Person:
    key = f"{SOURCE}-{seed}-{person.key}"
    copied = {
        field.attname: getattr(person, field.attname)
        for field in Person._meta.concrete_fields
        if not field.generated
    }
    own = {
        "id": uuid5(NAMESPACE_OID, key),
        "key": key,
        "source_id": key,
        "nhs_number": None,
        "practice_since": None,
    }
    return Person(**{**copied, **own, **otherwise(person)})
