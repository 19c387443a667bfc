"""A pathway as a picture: stages as boxes one under another, moves as arrows, clocks as marks.

Every length is in pixels and fits the narrowest telephone, so that its words keep their size everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from textwrap import wrap

from commonweal.blueprint import Pathway
from commonweal.blueprint.pathways_walks import arrows
from commonweal.web.pathways.marks import marks, numbers

WIDTH, TOP, BOTTOM = 350, 28, 6
PAD, TITLE, LINE = 8, 20, 18  # inside a box: its edge, a line of its title, a line of its marks
GAP, SLOT, LANE, LETTER = 18, 20, 14, 8
DOWN = 20  # where the arrow to the next box leaves, from the box's left edge
TITLE_LETTER, LINE_LETTER = 9, 7.2  # how wide letters are on average


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    words: str
    kind: str


@dataclass(frozen=True)
class Box:
    """A stage; the words in it stand in `words`."""

    y: float
    height: float
    ends: bool
    words: tuple[Text, ...]


@dataclass(frozen=True)
class Bus:
    """All moves to one stage that pass by others: a line beside the boxes with a stub from each source."""

    to: int
    stubs: dict[int, str]  # place of a source → the numbers of its moves

    @property
    def places(self) -> list[int]:
        return [*self.stubs, self.to]

    def meets(self, other: Bus) -> bool:
        """Whether the two need lanes of their own."""
        return min(self.places) <= max(other.places) and min(other.places) <= max(self.places)


@dataclass(frozen=True)
class Side:
    """The lanes left or right of the boxes, from the inner one outwards."""

    lanes: tuple[tuple[Bus, ...], ...]

    @property
    def label(self) -> float:
        """The room that the longest numbers on a stub need."""
        stubs = (stub for lane in self.lanes for bus in lane for stub in bus.stubs.values())
        return max((len(stub) * LETTER + 12 for stub in stubs), default=0)

    @property
    def room(self) -> float:
        return self.label + LANE * len(self.lanes) + 4

    def slots(self, place: int) -> list[Bus]:
        """Which lines touch the box at this place, from above."""
        return [bus for lane in self.lanes for bus in lane if place in bus.places]


@dataclass(frozen=True)
class Diagram:
    """`lines` are paths; `heads` the points of arrows."""

    left: float
    across: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    heads: tuple[str, ...]
    labels: tuple[Text, ...]
    width: int = WIDTH


def draw(pathway: Pathway) -> Diagram:
    """The whole picture, measured."""
    right, left = Side(_lanes(pathway, lambda by: by > 1)), Side(_lanes(pathway, lambda by: by < 0))
    across = WIDTH - left.room - right.room
    down = [_down(pathway, place, across) for place in range(len(pathway.stages))]
    boxes = _boxes(pathway, left, right, down)
    drawn = [
        (_go(left.room + DOWN, 8, boxes[0].y), ()),
        *_straight(boxes, down, left.room + DOWN),
        *_buses(left, boxes, left.room, -1),
        *_buses(right, boxes, left.room + across, 1),
    ]
    strokes = [stroke for (stroke, _) in drawn]
    return Diagram(
        left=left.room,
        across=across,
        height=boxes[-1].y + boxes[-1].height + BOTTOM,
        boxes=tuple(boxes),
        lines=tuple(line for line, _ in strokes),
        heads=tuple(head for _, head in strokes if head),
        labels=tuple(label for _, labels in drawn for label in labels),
    )


def _lanes(pathway: Pathway, goes: Callable[[int], bool]) -> tuple[tuple[Bus, ...], ...]:
    """The moves that pass by other stages this way, the shortest nearest to the boxes."""
    place = {stage.id: number for number, stage in enumerate(pathway.stages)}
    known = numbers(pathway)
    to: dict[int, dict[int, list[str]]] = {}
    for arrow in arrows(pathway):
        source, target = place[arrow.source], place[arrow.to]
        if goes(target - source):
            to.setdefault(target, {}).setdefault(source, []).append(str(known[arrow.move]))
    buses = [
        Bus(target, {source: ", ".join(moves) for source, moves in sources.items()})
        for target, sources in to.items()
    ]
    lanes: list[list[Bus]] = []
    for bus in sorted(buses, key=lambda bus: max(bus.places) - min(bus.places)):
        lane = next((lane for lane in lanes if not any(bus.meets(other) for other in lane)), None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(bus)
    return tuple(map(tuple, lanes))


def _down(pathway: Pathway, place: int, across: float) -> list[str]:
    """What stands beside the arrow to the next box; empty where there is none."""
    if place + 1 == len(pathway.stages):
        return []
    source, to = pathway.stages[place].id, pathway.stages[place + 1].id
    known = numbers(pathway)
    named = (
        f"{known[move.id]} {move.title}" for move in pathway.moves if source in move.starts and move.to == to
    )
    return [line for name in named for line in wrap(name, int((across - DOWN - 12) / LINE_LETTER))]


def _boxes(pathway: Pathway, left: Side, right: Side, down: list[list[str]]) -> list[Box]:
    across = WIDTH - left.room - right.room
    filled = []
    for place, stage in enumerate(pathway.stages):
        titles = wrap(stage.title, int((across - 2 * PAD) / TITLE_LETTER))
        marked = [
            line
            for mark in marks(pathway, stage)
            for line in wrap(mark, int((across - 2 * PAD) / LINE_LETTER))
        ]
        slots = max(len(left.slots(place)), len(right.slots(place)))
        words = 2 * PAD + TITLE * len(titles) + LINE * len(marked)
        filled.append((titles, marked, max(words, slots * SLOT + PAD)))
    apart = [GAP + LINE * len(lines) for lines in down]
    steps = [height + gap for (_, _, height), gap in zip(filled, apart, strict=True)]
    tops = accumulate(steps[:-1], initial=TOP)
    return [
        Box(y, height, stage.ends, tuple(_words(titles, marked, left.room + PAD, y)))
        for stage, (titles, marked, height), y in zip(pathway.stages, filled, tops, strict=True)
    ]


def _words(titles: list[str], marked: list[str], x: float, y: float) -> Iterator[Text]:
    for number, line in enumerate(titles):
        yield Text(x, y + PAD + 14 + TITLE * number, line, "title")
    for number, line in enumerate(marked):
        yield Text(x, y + PAD + 13 + TITLE * len(titles) + LINE * number, line, "mark")


Stroke = tuple[str, str]
Drawn = tuple[Stroke, tuple[Text, ...]]


def _go(x: float, y: float, end: float) -> Stroke:
    """An arrow down."""
    return f"M{x} {y}V{end - 6}", f"{x},{end} {x - 5},{end - 9} {x + 5},{end - 9}"


def _straight(boxes: list[Box], down: list[list[str]], x: float) -> Iterator[Drawn]:
    for box, below, lines in zip(boxes, boxes[1:], down, strict=False):
        if lines:
            start = box.y + box.height
            labels = (Text(x + 12, start + 20 + LINE * row, line, "move") for row, line in enumerate(lines))
            yield _go(x, start, below.y), tuple(labels)


def _buses(side: Side, boxes: list[Box], edge: float, way: int) -> Iterator[Drawn]:
    """`way` is 1 for lines that leave to the right of `edge`, -1 to the left."""
    for number, lane in enumerate(side.lanes):
        x = edge + way * (side.label + LANE * number + LANE / 2)
        for bus in lane:
            at = {place: _slot(side, boxes[place], place, bus) for place in bus.places}
            yield (f"M{x} {min(at.values())}V{max(at.values())}", ""), ()
            end, tip = at[bus.to], edge + way * 9
            yield (f"M{x} {end}H{edge + way * 6}", f"{edge},{end} {tip},{end - 5} {tip},{end + 5}"), ()
            for place, stub in bus.stubs.items():
                label = Text(edge + way * side.label / 2, at[place] - 4, stub, "number")
                yield (f"M{edge} {at[place]}H{x}", ""), (label,)


def _slot(side: Side, box: Box, place: int, bus: Bus) -> float:
    """How far down a line touches the box."""
    touching = side.slots(place)
    return box.y + (box.height - SLOT * (len(touching) - 1)) / 2 + SLOT * touching.index(bus)
