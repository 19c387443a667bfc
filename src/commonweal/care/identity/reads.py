"""The only queries of pairs and merges. Each takes a viewer, or serves the operator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.apps import apps
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.bulk import copy_out
from commonweal.care.identity import rules
from commonweal.care.identity.finding import identity, thresholds
from commonweal.care.identity.models import Merge, MovedRow, Pair
from commonweal.care.identity.rules import Identity, Verdict
from commonweal.care.people.models import Person
from commonweal.care.prepared import ask
from commonweal.care.referrals.models import Referral

DEED = "settle_identity"
LISTED_AT_MOST = 100
OFFERED_AT_MOST = 10
ALIASES = pa.schema([("person", pa.string()), ("one", pa.string()), ("one_number", pa.string())])
# Of those merged one after the other each leads to the last: the keys of the linked population follow.
KEYS = """
    SELECT gone.key, one.key, one.nhs_number FROM care_merge merge
    JOIN care_person gone ON gone.id = merge.gone_id
    JOIN care_person one ON one.id = care_one(merge.gone_id)
    WHERE merge.undone IS NULL
"""
WITHOUT_NUMBER = "SELECT key FROM care_person WHERE nhs_number IS NULL"


@dataclass(frozen=True)
class Row:
    """A row of a table, by its primary key."""

    table: str
    row: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.table}:{','.join(str(value) for value in self.row.values())}"


@dataclass(frozen=True)
class Elsewhere:
    """Pairs of which the viewer sees one record alone; those who cover this practice too can decide."""

    practice: str
    pairs: int


@dataclass(frozen=True)
class Queue:
    """Pairs to decide on, the most alike first and those put off last; `more` beyond these."""

    pairs: tuple[Pair, ...]
    more: int
    elsewhere: tuple[Elsewhere, ...]
    merges: tuple[Merge, ...]


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a referral may be about, and why."""

    person: Person
    verdict: Verdict


@dataclass(frozen=True)
class Summary:
    """What a merge did: rows by table; of those that only one may be live of, which were ended or stayed."""

    rows: Mapping[str, int]
    ended: tuple[Row, ...]
    stayed: tuple[Row, ...]


@access.for_purpose("direct_care")
def queue(viewer: Viewer | None) -> Queue:
    """What this viewer can decide on, and what they brought together lately; recorded as a look."""
    audit.look(viewer, DEED, "pairs.listed", {})
    waiting = _waiting()
    found = tuple(waiting.select_related("first", "second")[:LISTED_AT_MOST])
    elsewhere = tuple(Elsewhere(*row) for row in ask("SELECT practice, pairs FROM care_pairs_elsewhere()"))
    merges = tuple(Merge.objects.filter(undone=None).select_related("kept").order_by("-at", "-pk")[:20])
    return Queue(found, max(0, waiting.count() - len(found)), elsewhere, merges)


@access.for_purpose("direct_care")
def pair(viewer: Viewer | None, id: int) -> Pair:
    """One pair with both records; NotSeen where one of them is not theirs to see. Recorded of both."""
    audit.require(viewer, DEED, "pair.read", {"pair": id})
    found = Pair.objects.filter(pk=id).select_related("first", "second").first()
    if found is None:
        audit.refused("pair.refused", by=viewer, because=access.viewer.NOT_SEEN, detail={"pair": id})
        raise access.NotSeen
    for about in (found.first, found.second):
        _look(viewer, "pair.read", about)
    return found


def following(viewer: Viewer | None, id: int) -> Pair | None:
    """The pair to look at after this one."""
    return _waiting().exclude(pk=id).first()


@access.for_purpose("direct_care")
def merge(viewer: Viewer | None, id: int) -> Merge:
    """One that is not undone, by whoever may settle identities and sees the person."""
    audit.require(viewer, DEED, "merge.read", {"merge": id})
    found = Merge.objects.filter(pk=id, undone=None).select_related("kept").first()
    if found is None:
        audit.refused("merge.refused", by=viewer, because=access.viewer.NOT_SEEN, detail={"merge": id})
        raise access.NotSeen
    _look(viewer, "merge.read", found.kept)
    return found


@access.for_purpose("direct_care")
def led_on(viewer: Viewer | None, id: UUID) -> UUID | None:
    """Whose record this one became part of, where the viewer may see them; nothing for all others."""
    [(one,)] = ask("SELECT care_one(%s)", [id])
    if one == id:
        return None
    return one if Person.objects.filter(access.visible(viewer, "demographics"), pk=one).exists() else None


@access.for_purpose("direct_care")
def candidates(viewer: Viewer | None, referral: Referral) -> tuple[Candidate, ...]:
    """Whom of those the viewer may see an unverified referral may be about, the most alike first; a look."""
    if referral.identity == "known":
        return ()
    audit.look(viewer, "search_people", "people.searched", {"referral": referral.reference})
    said = Identity(
        family=referral.family,
        given=referral.given,
        birth_date=referral.birth_date,
        sex=referral.sex,
        nhs_number=referral.nhs_number or None,
        address=referral.address,
        postcode=referral.postcode,
    )
    people = Person.objects.filter(access.visible(viewer, "demographics"), _in_common(said))
    found = [
        Candidate(one, rules.compare(said, identity(one), thresholds())) for one in people[:LISTED_AT_MOST]
    ]
    alike = [one for one in found if one.verdict.kind != "different"]
    alike.sort(key=lambda one: (-one.verdict.score, str(one.person.pk)))
    return tuple(alike[:OFFERED_AT_MOST])


@access.for_purpose("direct_care")
def are_one(viewer: Viewer | None, kept: UUID | None, gone: UUID | None) -> bool:
    """Whether these two were brought together already, as this viewer sees it."""
    return Merge.objects.filter(kept=kept, gone=gone, undone=None).exists()


def since(made: Merge) -> tuple[Row, ...]:
    """The rows that came to a merged person since: of which of the two, only somebody can say."""
    return tuple(Row(*row) for row in ask('SELECT "table", "row" FROM care_merge_since(%s)', [made.pk]))


def summary(made: Merge) -> Summary:
    """What a merge did, by the words for our tables."""
    rows = list(MovedRow.objects.filter(merge=made).order_by("pk"))
    counted = Counter(row.table for row in rows if row.table != "care_person")
    ended = tuple(Row(row.table, row.row) for row in rows if "ended" in row.new or "state" in row.new)
    stayed = tuple(Row(*row) for row in ask('SELECT "table", "row" FROM care_merge_stayed(%s)', [made.pk]))
    return Summary(dict(sorted(counted.items())), ended, stayed)


def title(table: str) -> str:
    """What the rows of a table are called."""
    models = (model for model in apps.get_app_config("care").get_models() if model._meta.db_table == table)
    return str(next(models)._meta.verbose_name_plural)


def aliases() -> pa.Table:
    """Keys of the linked population whose records are of somebody with another key, and of whom."""
    return copy_out(KEYS, ALIASES)


def without_number() -> pa.Table:
    """The keys of those who are known by a source's own id alone."""
    return copy_out(WITHOUT_NUMBER, pa.schema([("key", pa.string())]))


def _look(viewer: Viewer | None, deed: str, about: Person) -> None:
    decision = access.may(viewer, DEED, about)
    if not decision.allowed:
        audit.refused("pair.refused", by=viewer, about=about.pk, because=decision.because)
        raise access.NotSeen
    audit.record(deed, by=viewer, about=about.pk, clause=decision.clause, because=decision.because)


def _waiting() -> QuerySet[Pair]:
    last = Case(When(decision="later", then=Value(1)), default=Value(0), output_field=IntegerField())
    waiting = Pair.objects.filter(decision__in=["", "later"]).exclude(verdict="different")
    return waiting.order_by(last, "-score", "pk")


def _in_common(said: Identity) -> Q:
    """By an index: the number, the day of birth, or the beginning of the family name with the postcode."""
    found = Q(nhs_number=said.nhs_number) if said.nhs_number else Q(pk__in=[])
    if said.birth_date:
        found |= Q(birth_date=said.birth_date)
        if turned := rules.transposed(said.birth_date):
            found |= Q(birth_date=turned)
    if said.family and said.postcode:
        found |= Q(family_order=said.family.upper(), postcode=said.postcode)
    return found
