"""The only queries of what was measured of pathways, each for a viewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from commonweal.blueprint import Pathway
from commonweal.care import access
from commonweal.care.access import Audience, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.measures.models import NOW, MeasureCell, Measured
from commonweal.care.referrals.lines import hub

CURRENT = Measured.objects.filter(current=True).values("pk")[:1]  # a value, so that the index is used
COLUMNS = ("part", "count", "among", "number", "low", "high")
BESIDE = ("received", "completed", "open", "decided", "in_time")  # what is told of each area, source, team


@dataclass(frozen=True)
class Cell:
    """One number as it is shown; `count` is None where it is suppressed, or where it is a length."""

    part: str
    count: int | None
    among: int | None = None
    number: float | None = None
    low: float | None = None
    high: float | None = None


NOTHING = Cell("", 0, 0)


@dataclass(frozen=True)
class Asked:
    """Which referrals, over how many weeks and by which clock; `split` empty is all of them."""

    pathway: str
    clock: str
    weeks: str
    split: str = ""
    value: str = ""


@dataclass(frozen=True)
class Measures:
    """Every measure that was asked for; `exact` where nothing is rounded or suppressed."""

    moment: datetime | None
    exact: bool
    cells: Mapping[str, tuple[Cell, ...]]
    beside: Mapping[str, Mapping[str, Mapping[str, Cell]]]  # split → value → measure

    def one(self, measure: str) -> Cell:
        """The measure as a whole; nothing where it has no cell."""
        return next((cell for cell in self.parts(measure) if not cell.part), NOTHING)

    def parts(self, measure: str) -> tuple[Cell, ...]:
        """The cells of a measure, in the order of their parts."""
        return self.cells.get(measure, ())


@access.for_purpose(None)
def measures(viewer: Viewer | None, pathway: Pathway, asked: Asked) -> Measures:
    """For the hub that reads these referrals exactly, for everybody else as planning may see them."""
    detail = {"pathway": asked.pathway, "clock": asked.clock, "split": asked.split, "value": asked.value}
    ours = is_of_hub(viewer, pathway)
    if viewer and ours:
        decision = access.addressed(viewer)
        audit.record(
            "measures.read", by=viewer, clause=decision.clause, because=decision.because, detail=detail
        )
        shown = {"audience": Audience.CARE, "hub": viewer.team}
    else:
        audit.look(viewer, "see_measures", "measures.read", detail)
        shown = {"audience": Audience.PLANNING, "hub": ""}
    rows = MeasureCell.objects.filter(measured=CURRENT, pathway=asked.pathway, **shown)
    moment = Measured.objects.filter(current=True).values_list("moment", flat=True).first()
    return Measures(moment, ours, _cells(rows, asked), _beside(rows, asked))


def is_of_hub(viewer: Viewer | None, pathway: Pathway) -> bool:
    """Whether the viewer's team reads what comes in on this pathway: nothing of it is news to them."""
    if viewer is None or "referrals" not in viewer.role.pages:
        return False
    return viewer.team == hub(pathway) and access.addressed(viewer).allowed


def may_see(viewer: Viewer, pathway: Pathway) -> bool:
    """Whether there is a page of measures for this viewer."""
    return is_of_hub(viewer, pathway) or access.may(viewer, "see_measures").allowed


def _cells(rows: QuerySet[MeasureCell], asked: Asked) -> dict[str, tuple[Cell, ...]]:
    wanted = rows.filter(
        Q(period=NOW) | Q(period=asked.weeks),
        split=asked.split,
        value=asked.value,
        clock__in=("", asked.clock),
    )
    found: dict[str, list[Cell]] = {}
    for measure, *cell in wanted.order_by("measure", "part").values_list("measure", *COLUMNS):
        found.setdefault(measure, []).append(Cell(*cell))
    return {measure: tuple(cells) for measure, cells in found.items()}


def _beside(rows: QuerySet[MeasureCell], asked: Asked) -> dict[str, dict[str, dict[str, Cell]]]:
    """The same numbers for each area, source, team and sender, side by side."""
    wanted = rows.exclude(split="").filter(
        period=asked.weeks, clock__in=("", asked.clock), measure__in=BESIDE, part=""
    )
    found: dict[str, dict[str, dict[str, Cell]]] = {}
    for split, value, measure, *cell in wanted.values_list("split", "value", "measure", *COLUMNS):
        found.setdefault(split, {}).setdefault(value, {})[measure] = Cell(*cell)
    return found
