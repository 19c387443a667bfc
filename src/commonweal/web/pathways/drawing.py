"""A pathway's picture as a file that stands alone: its own style, its title, and a key beneath."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from textwrap import wrap
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from commonweal.blueprint import Pathway
from commonweal.web.pathways import wording
from commonweal.web.pathways.diagram import LINE_LETTER, WIDTH, Diagram, Text, draw
from commonweal.web.pathways.marks import letters, numbers

EDGE, HEADING, ROW = 16, 28, 20
ACROSS = int((WIDTH - 2) / LINE_LETTER)  # letters in a line of the key
STYLE = """
text { font: 14px arial, sans-serif; fill: #212b32 }
.heading { font-size: 19px; font-weight: 600 }
.line, .start { fill: none; stroke: #4c6272; stroke-width: 1.5 }
.head, .start { fill: #4c6272 }
.stage { fill: #fff; stroke: #005eb8; stroke-width: 1.5 }
.ends { fill: #f0f4f5; stroke: #212b32; stroke-width: 3 }
.title { font-size: 16px; font-weight: 600 }
.mark { fill: #4c6272 }
.move, .number { paint-order: stroke; stroke: #fff; stroke-width: 5px }
.number { stroke-width: 3px; font-weight: 600; text-anchor: middle }
"""


def svg(pathway: Pathway, on: date) -> str:
    """The picture with what its numbers and letters mean; clocks by the rule of the day `on`."""
    diagram, heading, key = draw(pathway), wrap(pathway.title, ACROSS - 8), list(_key(pathway, on))
    top = HEADING * len(heading) + ROW
    width, height = WIDTH + 2 * EDGE, top + diagram.height + ROW * (len(key) + 2) + 2 * EDGE
    drawing = Element("svg", _sized(width, height))
    SubElement(drawing, "title").text = pathway.title
    SubElement(drawing, "style").text = STYLE
    SubElement(drawing, "rect", {"width": "100%", "height": "100%", "fill": "#fff"})
    _lines(drawing, heading, EDGE + HEADING - 6, HEADING, "heading")
    _picture(SubElement(drawing, "g", {"transform": f"translate({EDGE} {EDGE + top})"}), diagram)
    _lines(drawing, key, EDGE + top + diagram.height + 2 * ROW, ROW, "key")
    indent(drawing)
    return tostring(drawing, encoding="unicode") + "\n"


def _sized(width: float, height: float) -> dict[str, str]:
    return {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": _number(width),
        "height": _number(height),
        "viewBox": f"0 0 {_number(width)} {_number(height)}",
        "role": "img",
    }


def _picture(into: Element, diagram: Diagram) -> None:
    SubElement(into, "circle", {"class": "start", "cx": _number(diagram.left + 20), "cy": "7", "r": "5"})
    for line in diagram.lines:
        SubElement(into, "path", {"class": "line", "d": line})
    for head in diagram.heads:
        SubElement(into, "polygon", {"class": "head", "points": head})
    for box in diagram.boxes:
        kind = {"class": "stage ends", "rx": "12"} if box.ends else {"class": "stage", "rx": "2"}
        place = {"x": diagram.left, "y": box.y, "width": diagram.across, "height": box.height}
        SubElement(into, "rect", kind | {name: _number(length) for name, length in place.items()})
        _words(into, box.words)
    _words(into, diagram.labels)


def _words(into: Element, texts: tuple[Text, ...]) -> None:
    for text in texts:
        place = {"class": text.kind, "x": _number(text.x), "y": _number(text.y)}
        SubElement(into, "text", place).text = text.words


def _lines(into: Element, lines: list[str], top: float, step: int, kind: str) -> None:
    for place, line in enumerate(lines):
        at = {"class": kind, "x": str(EDGE), "y": _number(top + step * place)}
        SubElement(into, "text", at).text = line


def _key(pathway: Pathway, on: date) -> Iterator[str]:
    """A line or more for each move and each clock; what runs on is set in."""
    for move in pathway.moves:
        yield from _hung(f"{numbers(pathway)[move.id]}  {move.title}")
    for clock in pathway.clocks:
        rule = clock.version(on)
        held = f"{wording.length(rule.within)}, {wording.counted_in(pathway, rule)}" if rule else "no rule"
        yield from _hung(f"{letters(pathway)[clock.id]}  {clock.title}: {held}")


def _hung(text: str) -> list[str]:
    return wrap(text, ACROSS, subsequent_indent="\u2003")


def _number(length: float) -> str:
    """Without digits that nobody sees."""
    return f"{length:.2f}".rstrip("0").rstrip(".")
