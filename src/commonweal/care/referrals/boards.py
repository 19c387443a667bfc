"""What a board asks besides its rows: how many there are, how frail people are, whether anything changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import blake2b

from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.prepared import Question, answer
from commonweal.care.referrals import reads
from commonweal.care.referrals.lines import SOON, Chosen, Line, is_given, is_hub, lines, sent_to
from commonweal.care.referrals.reads import PAGE_SIZE, Board

COUNTED_AT_MOST = PAGE_SIZE  # of those that are late: beyond it nobody needs to know how many
EXPORTED_AT_A_TIME = 1000
KEPT = "SELECT pathway, stage, sum(count)::int AS n FROM care_stagecount WHERE hub = %s GROUP BY 1, 2"
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
def urgent(viewer: Viewer | None, found: Board | None = None) -> Urgent:
    """How many of those sent to the viewer's team are late or will be soon, by the first page if given."""
    viewer, _ = reads.at_work(viewer)
    now = found.now if found else moments.now()
    first = found.lines if found else lines(viewer, Chosen(), now, "", COUNTED_AT_MOST)
    left = [line.due - now for line in first if line.due]
    late = sum(time < timedelta() for time in left)
    return Urgent(late, sum(time < SOON for time in left) - late)


@access.for_purpose("direct_care")
def counts(viewer: Viewer | None) -> Counts:
    """How many open referrals the viewer's team has, by pathway and stage; kept by the writer for a hub."""
    viewer, _ = reads.at_work(viewer)
    return {(pathway, stage): n for pathway, stage, n in answer(counts_of(viewer)) if n}


def counts_of(viewer: Viewer) -> Question:
    """What `counts` asks."""
    if is_hub(viewer.team) and not is_given(viewer.team):
        return Question(KEPT, (viewer.team,))
    where = sent_to(viewer.team)
    grouped = f"SELECT pathway, stage, count(*) AS n FROM care_referral WHERE {where} GROUP BY 1, 2"
    return Question(grouped, tuple(where.values))


@access.for_purpose("direct_care")
def version_now(viewer: Viewer | None, chosen: Chosen, *, after: str = "") -> str:
    """What `version` would say of the page now; it shows nobody anything, so no look is recorded."""
    viewer, _ = reads.at_work(viewer)
    return version(lines(viewer, chosen, moments.now(), after, PAGE_SIZE), counts(viewer))


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
    return _exported(viewer, chosen)


def _exported(viewer: Viewer, chosen: Chosen) -> Iterator[Line]:
    after = ""
    while True:
        with access.acting(viewer, "direct_care"):
            found = lines(viewer, chosen, moments.now(), after, EXPORTED_AT_A_TIME)
        yield from found
        if len(found) < EXPORTED_AT_A_TIME:
            return
        after = found[-1].reference


def _digest(steps: list[tuple[str, int]], counted: Counts) -> str:
    said = repr((steps, sorted(counted.items())))
    return blake2b(said.encode(), digest_size=12).hexdigest()
