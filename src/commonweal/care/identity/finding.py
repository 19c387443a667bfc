"""Records alike are kept as pairs for somebody to decide on; a number that a source learnt is taken over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from commonweal.care.audit import actions as audit
from commonweal.care.bulk import Batches
from commonweal.care.identity import rules
from commonweal.care.identity.models import Merge, Pair
from commonweal.care.identity.rules import Identity, Reason, Thresholds, Verdict
from commonweal.care.identity.same import all_of
from commonweal.care.people.models import Person

CHANGED = ("verdict", "score", "reasons", "told", "decision")
AT_A_TIME = 2000
Two = tuple[UUID, UUID]
NUMBER_OF_ANOTHER = Reason(0, "the source now gives one of them the number of the other")


def thresholds() -> Thresholds:
    """Those of this site."""
    return Thresholds(settings.IDENTITY_POSSIBLE, settings.IDENTITY_SAME)


def identity(person: Person) -> Identity:
    """What the person index says of who somebody is."""
    return Identity(
        family=person.family,
        given=person.given,
        birth_date=person.birth_date,
        sex=person.sex,
        nhs_number=person.nhs_number,
        address=person.address,
        postcode=person.postcode,
        practice=person.practice,
        source_id=person.source_id,
        died=person.death_date,
        id=person.pk,
    )


@transaction.atomic
def keep_pairs(batches: Batches) -> int:
    """Compares the pairs that have something in common; how many are for somebody to decide on now.

    Each row of a batch has the columns of `Identity` twice, with first_ and second_ before their names.
    """
    known = {(pair.first_id, pair.second_id): pair for pair in Pair.objects.all()}
    met: set[Two] = set()
    new: list[Pair] = []
    for batch in batches:
        for row in batch.to_pylist():
            one, other = (_read(row, which) for which in ("first_", "second_"))
            met.add(_two(one, other))
            _keep(known, new, one, other, rules.compare(one, other, thresholds()))
    Pair.objects.bulk_create(new, batch_size=AT_A_TIME)
    _compare_again([pair for two, pair in known.items() if two not in met])
    return to_decide()


def hold_merges() -> None:
    """Nobody brings records together, or apart, until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE care_merge IN SHARE MODE")


def to_decide() -> int:
    """How many pairs wait for somebody, those whose records were brought together otherwise left out."""
    gone = Merge.objects.filter(undone=None).values("gone")
    waiting = Pair.objects.filter(decision__in=["", "later"]).exclude(verdict="different")
    return waiting.exclude(first__in=gone).exclude(second__in=gone).count()


@transaction.atomic
def take_numbers(said: Iterable[Mapping[str, object]]) -> int:
    """Whoever was known by a source's own id gets the NHS number that this source now gives; how many did.

    Where somebody has that number already the two are a pair, and so the source's word merges nobody. Where
    the record now describes somebody else, nothing is taken over.
    """
    taken = 0
    for row in said:
        person = Person.objects.select_for_update().filter(key=row["source_id"], nhs_number=None).first()
        if person is None:
            continue
        before, now = identity(person), _read(row, "")
        holder = Person.objects.filter(nhs_number=now.nhs_number).first()
        if holder and holder.pk not in all_of(person.pk):
            ask(before, identity(holder), NUMBER_OF_ANOTHER)
        elif holder:
            continue  # somebody decided already that they are one
        elif rules.compare(before, now, thresholds()).kind != "different":
            Person.objects.filter(pk=person.pk).update(key=now.nhs_number, nhs_number=now.nhs_number)
            audit.record("person.number_gained", by=None, about=person.pk, detail={"key": person.key})
            taken += 1
    return taken


def ask(one: Identity, other: Identity, *more: Reason) -> None:
    """A pair to decide on, where the rules say so; whatever they say, where there are `more` reasons."""
    known = {(pair.first_id, pair.second_id): pair for pair in Pair.objects.filter(first=_two(one, other)[0])}
    verdict = rules.compare(one, other, thresholds())
    if more:
        verdict = Verdict("possible", verdict.score, (*verdict.reasons, *more))
    new: list[Pair] = []
    _keep(known, new, one, other, verdict)
    Pair.objects.bulk_create(new)


def _keep(known: dict[Two, Pair], new: list[Pair], one: Identity, other: Identity, verdict: Verdict) -> None:
    """A new pair, or the one there is with what is said now; a decided one is asked again if it changed."""
    two, told = _two(one, other), rules.told(one, other)
    pair = known.get(two)
    if pair is None:
        if verdict.kind != "different":
            known[two] = pair = Pair(first_id=two[0], second_id=two[1])
            _say(pair, verdict, told)
            new.append(pair)
    elif pair.told != told:
        _say(pair, verdict, told)
        if pair.decision == "different":
            pair.decision = ""
        pair.save(update_fields=CHANGED)


def _say(pair: Pair, verdict: Verdict, told: str) -> None:
    pair.verdict, pair.score, pair.told = verdict.kind, verdict.score, told
    pair.reasons = [[reason.points, reason.words] for reason in verdict.reasons]


def _compare_again(pairs: Iterable[Pair]) -> None:
    """Pairs that have nothing in common any more, or of whom the linked population knows one no longer."""
    waiting = {pair.pk: pair for pair in pairs if pair.decision in ("", "later")}
    for found in Pair.objects.filter(pk__in=waiting).select_related("first", "second"):
        one, other = identity(found.first), identity(found.second)
        if found.told != rules.told(one, other):
            _keep({_two(one, other): found}, [], one, other, rules.compare(one, other, thresholds()))


def _two(one: Identity, other: Identity) -> Two:
    assert one.id
    assert other.id
    return (one.id, other.id) if one.id < other.id else (other.id, one.id)


def _read(row: Mapping[str, object], which: str) -> Identity:
    """An identity from the columns that begin so."""
    text = {
        name: str(row.get(which + name) or "")
        for name in ("family", "given", "address", "postcode", "practice", "source_id")
    }
    born, died, id = row[f"{which}birth_date"], row.get(f"{which}death_date"), row.get(f"{which}id")
    return Identity(
        **text,
        birth_date=born if isinstance(born, date) else None,
        died=died if isinstance(died, date) else None,
        sex=str(row[f"{which}sex"]),
        nhs_number=str(row[f"{which}nhs_number"]) if row[f"{which}nhs_number"] else None,
        id=UUID(str(id)) if id else None,
    )
