"""Says in a sentence how much is open, and how much of it cannot wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from commonweal.care.extents import blueprint
from commonweal.care.referrals.boards import Counts, Urgent
from commonweal.care.referrals.lines import Chosen
from commonweal.web.referrals.chosen import address


@dataclass(frozen=True)
class Piece:
    """Some words of the sentence, and what they open."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Tab:
    """One filter by count: a pathway, or a stage of it."""

    title: str
    n: int
    href: str
    current: bool


def answer(counts: Counts, urgent: Urgent) -> list[Piece]:
    """14 open: 2 late, 3 within half an hour, 5 new."""
    open_now = sum(counts.values())
    if not open_now:
        return []
    return [Piece(f"{open_now:,} open", "?"), Piece(": "), *_parts(counts, urgent), Piece(".")]


def pathways(counts: Counts, chosen: Chosen) -> list[Tab]:
    """Every pathway with something open on it, in the order of its title."""
    total: dict[str, int] = {}
    for (pathway, _), n in counts.items():
        total[pathway] = total.get(pathway, 0) + n
    titles = {one.id: one.title for one in blueprint().pathways}
    tabs = [
        Tab(titles.get(id, id), n, address(chosen, pathway=id, stage=""), id == chosen.pathway)
        for id, n in total.items()
    ]
    everything = Tab(
        "All", sum(total.values()), address(chosen, pathway="", stage="") or "?", not chosen.pathway
    )
    return [everything, *sorted(tabs, key=lambda tab: tab.title)]


def stages(counts: Counts, chosen: Chosen) -> list[Tab]:
    """Every stage of the chosen pathway, or of the only one there is, that somebody stands at."""
    here = {pathway for pathway, _ in counts}
    wanted = chosen.pathway or (next(iter(here)) if len(here) == 1 else "")
    pathway = next((one for one in blueprint().pathways if one.id == wanted), None)
    if pathway is None:
        return []
    titles = {stage.id: stage.title for stage in pathway.stages}
    found = {stage: n for (of, stage), n in counts.items() if of == wanted}
    in_order = sorted(found, key=lambda id: list(titles).index(id) if id in titles else len(titles))
    return [
        Tab(titles.get(id, id), found[id], _stage(chosen, wanted, id), chosen.stage == id) for id in in_order
    ]


def _stage(chosen: Chosen, pathway: str, stage: str) -> str:
    """Chosen again, a stage is let go."""
    return address(chosen, pathway=pathway, stage="" if chosen.stage == stage else stage)


def _parts(counts: Counts, urgent: Urgent) -> Iterator[Piece]:
    firsts = {(one.id, one.first.id) for one in blueprint().pathways}
    new = sum(n for key, n in counts.items() if key in firsts)
    more = " or more" if urgent.more else ""
    late = f"{urgent.late}{more} late" if urgent.late else "none late"
    yield Piece(late, "?lateness=late" if urgent.late else "")
    if urgent.soon:
        yield Piece(", ")
        yield Piece(f"{urgent.soon} within half an hour", "?lateness=soon")
    if new:
        yield Piece(", ")
        yield Piece(f"{new:,} new", "?lateness=new")
