"""The only writer of merges, and of what somebody decided about a pair. Every merge can be undone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Q

from commonweal.care import access, moments
from commonweal.care.access import Decision, Viewer
from commonweal.care.accounts.models import Post
from commonweal.care.audit import actions as audit
from commonweal.care.identity import reads, rules
from commonweal.care.identity.finding import identity, thresholds
from commonweal.care.identity.models import DECISIONS, Merge, Pair
from commonweal.care.identity.reads import Row
from commonweal.care.identity.rules import Overtaken
from commonweal.care.involvements.rules import check_words
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

BUSY = "Somebody changed one of the two records at this moment; nothing was done, so look again and try again"
OWNERS = "somebody signs in to each of them as their own record, and would see the other’s"


@dataclass(frozen=True)
class Undone:
    """`changed` rows were not as the merge had left them; `since` came later and stayed with who was kept."""

    merge: Merge
    changed: tuple[Row, ...]
    since: tuple[Row, ...]


def merge(*, by: Viewer | None, kept: UUID, gone: UUID, because: str, confirmed: bool = False) -> Merge:
    """`gone` becomes part of `kept`: all that is recorded of either is recorded of `kept` from now on.

    NotPossible says what stands against it, about `confirm` where whoever asks may confirm that they saw it.
    """
    with _as(by):
        mine, theirs = (_person(by, id) for id in (kept, gone))
        decision = _may(by, mine, theirs)
        _check_two(mine, theirs)
        said = check_words("because", because, "Say why they are one person, in a few words")
        _check_confirmed(mine, theirs, confirmed)
        _decided(by, mine.pk, theirs.pk, "same", said)  # first: whoever is gone is seen no more
        found = _call("SELECT care_merge_people(%s, %s, %s, %s)", kept, gone, said, by.name if by else "")
        if found is None:
            raise Overtaken(BUSY)
        made = Merge.objects.get(pk=found)
        _record("person.merged", by, made, decision, said)
        return made


def unmerge(*, by: Viewer | None, kept: UUID, gone: UUID, because: str, given: Sequence[Row] = ()) -> Undone:
    """Two people again, with what each had; rows that came since stay with `kept`, but for those `given`."""
    with _as(by):
        made = Merge.objects.filter(kept=kept, gone=gone, undone=None).first()
        if made is None:
            raise NotPossible("gone", "These two are not brought together, so there is nothing to undo")
        decision = _may(by, _person(by, kept))
        _check_last(made)
        said = check_words("because", because, "Say why they are two people, in a few words")
        since = reads.since(made)
        rows = [{"table": row.table, "row": row.row} for row in given if row in since]
        try:
            with transaction.atomic():
                lost = _call("SELECT care_unmerge_people(%s, %s, %s::jsonb)", made.pk, said, json.dumps(rows))
        except IntegrityError:
            raise NotPossible("give", "They have such a row already, and only one may be") from None
        if lost is None:
            raise Overtaken(BUSY)
        made.refresh_from_db()
        _decided(by, kept, gone, "different", said)
        _record("person.unmerged", by, made, decision, said)
        changed = tuple(Row(row["table"], row["row"]) for row in json.loads(lost))
        return Undone(made, changed, tuple(row for row in since if row not in given))


def decide(*, by: Viewer, pair: int, decision: str, note: str, seen: str | None = None) -> Pair:
    """What the viewer makes of a pair: two people, not asked again until something changes; or not sure yet.

    That they are one person is said by merging them. Overtaken where somebody decided since it was `seen`:
    the moment of the decision that the viewer saw, empty where there was none.
    """
    with access.acting(by, "direct_care"):
        found = reads.pair(by, pair)
        if decision not in ("different", "later"):
            raise NotPossible("decision", "Choose what you have found")
        said = check_words("note", note, "Say what you looked at, in a few words")
        held = Pair.objects.select_for_update().get(pk=found.pk)
        if seen is not None and seen != (held.decided.isoformat() if held.decided else ""):
            raise Overtaken(f"{held.by_name} decided meanwhile: {DECISIONS[held.decision]}. {held.note}")
        _write(by, Q(pk=found.pk), decision, said)
        detail = {"pair": found.pk, "decision": decision}
        for about in (found.first, found.second):
            allowed = access.may(by, reads.DEED, about)
            audit.record(
                "pair.decided", by=by, about=about.pk, clause=allowed.clause, because=said, detail=detail
            )
        found.decision, found.note = decision, said
        return found


@contextmanager
def _as(by: Viewer | None) -> Iterator[None]:
    """One change, or none where it would have to wait for somebody who waits for us."""
    try:
        with access.acting(by, "direct_care") if by else transaction.atomic():
            yield
    except OperationalError as fault:
        raise Overtaken(BUSY) from fault


def _person(by: Viewer | None, id: UUID) -> Person:
    found = Person.objects.filter(pk=id).first()
    if found is None:
        audit.refused("person.refused", by=by, because=access.viewer.NOT_SEEN, detail={"person": str(id)})
        raise access.NotSeen
    return found


def _may(by: Viewer | None, *people: Person) -> Decision:
    """NotSeen where one of them is not theirs to see; Refused where identities are not theirs to settle."""
    if by is None:
        return Decision(True, "")
    audit.require(by, reads.DEED, "person.merged", {})
    decisions = [access.may(by, reads.DEED, person) for person in people]
    for person, decision in zip(people, decisions, strict=True):
        if not decision.allowed:
            audit.refused("person.refused", by=by, about=person.pk, because=decision.because)
            raise access.NotSeen
    return decisions[0]


def _check_two(kept: Person, gone: Person) -> None:
    if kept.pk == gone.pk:
        raise NotPossible("gone", "They are one and the same record; give two")
    for field, person in (("kept", kept), ("gone", gone)):
        part = Merge.objects.filter(gone=person, undone=None).first()
        if part:
            raise NotPossible(field, f"{person.pk} is part of {part.kept_id} already; give that one instead")


def _check_confirmed(kept: Person, gone: Person, confirmed: bool) -> None:
    against = [*rules.to_confirm(identity(kept), identity(gone), thresholds())]
    holders = [
        set(Post.objects.filter(person=one, ended=None).values_list("user", flat=True))
        for one in (kept, gone)
    ]
    if all(holders) and not holders[0] & holders[1]:
        against.append(OWNERS)
    if against and not confirmed:
        raise NotPossible("confirm", f"Look again: {'; '.join(against)}")


def _check_last(made: Merge) -> None:
    """What was done last is undone first, so that every row finds the way by which it came."""
    above = Merge.objects.filter(gone=made.kept_id, undone=None).first()
    if above:
        raise NotPossible("kept", f"{made.kept_id} is part of {above.kept_id} itself; undo that first")
    later = Merge.objects.filter(kept=made.kept_id, undone=None, pk__gt=made.pk).order_by("-pk").first()
    if later:
        raise NotPossible("gone", f"{later.gone_id} became part of {made.kept_id} since; undo that first")


def _decided(by: Viewer | None, one: UUID, other: UUID, decision: str, said: str) -> None:
    two = Q(first=one, second=other) | Q(first=other, second=one)
    _write(by, two, decision, said)


def _write(by: Viewer | None, which: Q, decision: str, said: str) -> None:
    Pair.objects.filter(which).update(
        decision=decision,
        decided=moments.now(),
        by_id=by.user if by else None,
        by_name=by.name if by else "",
        note=said,
    )


def _record(deed: str, by: Viewer | None, made: Merge, decision: Decision, said: str) -> None:
    """In the audit of both."""
    detail = {"merge": made.pk, "kept": str(made.kept_id), "gone": str(made.gone_id)}
    for about in (made.kept_id, made.gone_id):
        audit.record(deed, by=by, about=about, clause=decision.clause, because=said, detail=detail)


def _call(statement: str, *values: str | int | UUID) -> Any:
    """What one of the functions of migrations/_merge_in_sql.py answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]
