"""The tables of a page of measures: what went back, who came again, and the same numbers side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from commonweal.blueprint import Pathway
from commonweal.care.extents import blueprint
from commonweal.care.measures.reads import NOTHING, Cell, Measures
from commonweal.web import words
from commonweal.web.pathways.measure_filters import names

KINDS = {
    "returned": "Went back, and goes on",
    "redirected": "Sent elsewhere",
    "withdrawn": "Ended without the work",
}
SIDES = {"area": "Area", "source": "Who referred", "team": "Team", "sender": "Organisation that sent them"}


@dataclass(frozen=True)
class Back:
    """How often a move was made for a reason."""

    kind: str
    move: str
    reason: str
    count: int | None


@dataclass(frozen=True)
class Again:
    """Of those that ended, how many people were referred anew within these days."""

    days: int
    same: Cell
    anything: Cell


@dataclass(frozen=True)
class Side:
    """One area, source, team or sender; `of` is the filter that shows it alone, empty where there is none."""

    title: str
    of: str
    received: Cell
    decided: Cell
    in_time: Cell
    open: Cell

    @property
    def share(self) -> str:
        return words.share(self.in_time.count, self.decided.count)


def went_back(pathway: Pathway, found: Measures) -> list[Back]:
    """By kind, the most frequent first, those withheld last."""
    moves = {move.id: move.title for move in pathway.moves}
    reasons = {reason.id: reason.title for reason in pathway.reasons}
    rows = []
    for kind, title in KINDS.items():
        for cell in found.parts(kind):
            move, _, reason = cell.part.partition(":")
            rows.append(Back(title, moves.get(move, move), reasons.get(reason, reason), cell.count))
    order = list(KINDS.values())
    return sorted(rows, key=lambda row: (order.index(row.kind), -(row.count or 0), row.reason))


def coming_again(found: Measures) -> list[Again]:
    """Within seven days of the end, and within thirty."""
    return [
        Again(days, found.one(f"same_pathway_{days}"), found.one(f"any_pathway_{days}")) for days in (7, 30)
    ]


def beside(found: Measures) -> Iterator[tuple[str, list[Side]]]:
    """A table for each way to split them, by title; the most referrals first."""
    known = names()
    known["sender"] = _organisations()
    for split, title in SIDES.items():
        rows = [
            Side(
                known[split].get(value, value),
                "" if split == "sender" or value not in known[split] else f"{split}:{value}",
                *(cells.get(name, NOTHING) for name in ("received", "decided", "in_time", "open")),
            )
            for value, cells in found.beside.get(split, {}).items()
        ]
        if rows:
            yield title, sorted(rows, key=lambda row: (-(row.received.count or 0), row.title))


def _organisations() -> dict[str, str]:
    declared = blueprint()
    practices = {practice.ods: practice.title for practice in declared.practices}
    return {one.ods: one.title for one in declared.organisations} | practices
