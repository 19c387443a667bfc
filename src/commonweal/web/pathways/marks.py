"""What a picture calls moves and clocks, and what it says in a stage about the clocks."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint import Pathway
from commonweal.blueprint.pathways import Stage
from commonweal.blueprint.pathways_clocks import Clock, Event

SAID = {  # the key of a clock's events → what is said of one clock, and of several
    "stops": ("■", "stops", "stop"),
    "voids": ("×", "is not counted", "are not counted"),
    "starts": ("▶", "starts", "start"),
}


def letters(pathway: Pathway) -> dict[str, str]:
    """Id of a clock → the letter it goes by."""
    return {clock.id: chr(ord("A") + place) for place, clock in enumerate(pathway.clocks)}


def numbers(pathway: Pathway) -> dict[str, int]:
    """Id of a move → the number it goes by."""
    return {move.id: number for number, move in enumerate(pathway.moves, 1)}


def marks(pathway: Pathway, stage: Stage) -> Iterator[str]:
    """Which clocks start, stop, rest or are taken out of the count here, and which moves stay here."""
    known = letters(pathway)
    for key, (sign, one, several) in SAID.items():
        entering = [known[clock.id] for clock in pathway.clocks if _has(clock, key, Event(enters=stage.id))]
        if entering:
            yield f"{sign} {', '.join(entering)} {one if len(entering) == 1 else several}"
    for key, (sign, one, _) in SAID.items():
        for clock in pathway.clocks:
            yield from (
                f"{sign} {known[clock.id]} {one} {when}" for when in _leaving(pathway, clock, key, stage)
            )
    for clock in pathway.clocks:
        if stage.id in {pause.stage for pause in clock.versions[-1].pauses}:
            yield f"‖ {known[clock.id]} rests"
    for move in pathway.moves:
        if move.to == stage.id in move.starts:
            yield f"↻ {numbers(pathway)[move.id]} {move.title}"


def _leaving(pathway: Pathway, clock: Clock, key: str, stage: Stage) -> Iterator[str]:
    """What happens to the clock as a referral goes on from here."""
    if _has(clock, key, Event(leaves=stage.id)):
        yield "on leaving"
    for move in pathway.moves:
        if stage.id in move.starts and _has(clock, key, Event(move=move.id)):
            yield f"with {numbers(pathway)[move.id]}"


def _has(clock: Clock, key: str, event: Event) -> bool:
    events: tuple[Event, ...] = getattr(clock, key)
    return event in events
