"""What a board asks besides its rows: how many there are, how frail people are, whether anything changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.published.models import PersonFrailty
from commonweal.care.referrals import reads
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.reads import COLUMNS, PAGE_SIZE, SOON, Chosen, Line

COUNTED_AT_MOST = 200  # of those that are late: beyond it nobody needs to know how many
EXPORTED_AT_A_TIME = 1000
Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Urgent:
    """How many open referrals of a team are late, and will be soon; at most COUNTED_AT_MOST in all."""

    late: int
    soon: int

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.late + self.soon == COUNTED_AT_MOST


@access.for_purpose("direct_care")
def urgent(viewer: Viewer | None) -> Urgent:
    """How many of those sent to the viewer's team are late or will be soon."""
    viewer, _ = reads.at_work(viewer)
    now = moments.now()
    rows = Referral.objects.filter(reads.sent_to(viewer), ended=None, sorts__lt=now + SOON)
    first = rows.order_by("sorts").values("sorts")[:COUNTED_AT_MOST]
    found = first.aggregate(late=Count("sorts", filter=Q(sorts__lt=now)), all=Count("sorts"))
    return Urgent(found["late"], found["all"] - found["late"])


@access.for_purpose("direct_care")
def counts(viewer: Viewer | None) -> Counts:
    """How many open referrals the viewer's team has, by pathway and stage; kept by the writer for a hub."""
    viewer, _ = reads.at_work(viewer)
    if reads.is_hub(viewer.team) and not reads.is_given(viewer.team):
        return reads.counts(viewer)
    rows = Referral.objects.filter(reads.sent_to(viewer), ended=None).order_by()
    counted = rows.values_list("pathway", "stage").annotate(n=Count("pk"))
    return {(pathway, stage): n for pathway, stage, n in counted}


@access.for_purpose("direct_care")
def frailty(viewer: Viewer | None, people: Iterable[UUID]) -> dict[UUID, str]:
    """The band of each of these people whose GP record the viewer sees."""
    asked = list(people)
    if not asked:
        return {}
    return dict(PersonFrailty.objects.filter(person__in=asked).values_list("person_id", "band"))


@access.for_purpose("direct_care")
def version_now(viewer: Viewer | None, chosen: Chosen, *, after: str = "") -> str:
    """What `version` would say of the page now; it shows nobody anything, so no look is recorded."""
    viewer, _ = reads.at_work(viewer)
    rows = reads.page_rows(viewer, chosen, moments.now(), after)
    return _digest(list(rows.values_list("reference", "steps")[: PAGE_SIZE + 1])[:PAGE_SIZE], counts(viewer))


def version(lines: Iterable[Line], counted: Counts) -> str:
    """What changes as soon as a row comes, goes or takes a step, or a count changes."""
    return _digest([(line.reference, line.steps) for line in lines], counted)


def exported(viewer: Viewer | None, chosen: Chosen) -> Iterator[Line]:
    """Every row of a board, a few at a time; that it left as a file is recorded."""
    with access.acting(viewer, "direct_care"):
        viewer, decision = reads.at_work(viewer)
        detail = {key: value for key, value in asdict(chosen).items() if value}
        clause, because = decision.clause, decision.because
        audit.record("referrals.exported", by=viewer, clause=clause, because=because, detail=detail)
        rows = reads.page_rows(viewer, chosen, moments.now(), "").values_list(*COLUMNS)
    return _lines(viewer, rows)


def _lines(viewer: Viewer, rows: QuerySet[Referral, tuple[Any, ...]]) -> Iterator[Line]:
    with access.acting(viewer, "direct_care"):
        for row in rows.iterator(chunk_size=EXPORTED_AT_A_TIME):
            yield Line(*row)


def _digest(steps: list[tuple[str, int]], counted: Counts) -> str:
    said = repr((steps, sorted(counted.items())))
    return blake2b(said.encode(), digest_size=12).hexdigest()
