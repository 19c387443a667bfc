"""A declared file as read: what it says, and on which line it says each thing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yaml import MappingNode, MarkedYAMLError, Node, SequenceNode, YAMLError

from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.yaml import Loader

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """`file` as the user named it; `lines` gives the line of each key and item, by its path."""

    file: str
    content: Any = None
    lines: Mapping[Where, int] = field(default_factory=dict)
    faults: tuple[BlueprintFault, ...] = ()

    def fault(self, where: Where, message: str) -> BlueprintFault:
        """A fault about the thing at `where`, on its line or the line of what it stands in."""
        return BlueprintFault(self.file, self._line(where), spelt(where), message)

    def listed(self, key: str) -> list[Any]:
        """The list under `key`; nothing where there is no such list."""
        found = self.content.get(key) if isinstance(self.content, dict) else None
        return found if isinstance(found, list) else []

    def _line(self, where: Where) -> int:
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def spelt(where: Where) -> str:
    """areas, 2, title → areas[2].title, where items count from 1 as people do."""
    text = ""
    for part in where:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "file"


def read_yaml(path: Path) -> Document:
    """The YAML file at `path`; whatever is wrong with it as YAML stands in `faults`."""
    text = text_of(path)
    return text if isinstance(text, Document) else _Reading(str(path), text).read()


def text_of(path: Path) -> str | Document:
    """The file's text, or a document that says why there is none."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        reason = (
            "is not there; add it"
            if isinstance(problem, FileNotFoundError)
            else f"cannot be read ({problem.strerror})"
        )
        return _unreadable(path, 1, reason)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        byte = content[problem.start]
        return _unreadable(path, line, f"is not UTF-8 (byte 0x{byte:02X}); save the file as UTF-8")


def _unreadable(path: Path, line: int, reason: str) -> Document:
    return Document(str(path), faults=(BlueprintFault(str(path), line, "file", reason),))


class _Reading:
    """One reading of one YAML file: nodes become plain values, and every fault on the way is kept."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.lines: dict[Where, int] = {(): 1}
        self.faults: list[BlueprintFault] = []

    def read(self) -> Document:
        content = None
        try:
            self.yaml = Loader(self.text)
            node = self.yaml.get_single_node()
            content = self._value(node, ()) if node else None
        except MarkedYAMLError as problem:
            mark = problem.problem_mark or problem.context_mark
            self._fault((mark.line if mark else 0) + 1, "file", self._syntax(problem))
        except YAMLError as problem:
            self._fault(
                1, "file", f"holds a character that text may not hold ({_first_line(problem)}); take it out"
            )
        if content is None and not self.faults:
            self._fault(1, "file", "is empty; say what it declares")
        return Document(self.file, content, self.lines, tuple(self.faults))

    def _value(self, node: Node, where: Where) -> Any:
        self.lines.setdefault(where, node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            return self._mapping(node, where)
        if isinstance(node, SequenceNode):
            return [self._value(item, (*where, place)) for place, item in enumerate(node.value)]
        return self._scalar(node, where)

    def _mapping(self, node: MappingNode, where: Where) -> dict[Hashable, Any]:
        content: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            place = (*where, key)
            if key in content:
                self._fault(
                    line, spelt(place), f"is given twice (first on line {self.lines[place]}); keep one"
                )
                continue
            self.lines[place] = line
            content[key] = self._value(value_node, place)
        return content

    def _scalar(self, node: Node, where: Where) -> Any:
        try:
            return self.yaml.construct_object(node)
        except ValueError:
            self._fault(
                node.start_mark.line + 1, spelt(where), f"'{node.value}' is not a day in the calendar"
            )
        except YAMLError:
            self._fault(
                node.start_mark.line + 1, spelt(where), f"the tag {node.tag} is not known; take it out"
            )
        return None

    def _syntax(self, problem: MarkedYAMLError) -> str:
        mark = problem.problem_mark
        if mark and self.text[mark.index : mark.index + 1] == "\t":
            return "has a tab where spaces are needed; indent with spaces"
        remedy = "check indentation, colons and quotes here and just above"
        return f"is not YAML here ({problem.problem}); {remedy}"

    def _fault(self, line: int, key: str, message: str) -> None:
        self.faults.append(BlueprintFault(self.file, line, key, message))


def _first_line(problem: Exception) -> str:
    return str(problem).strip().splitlines()[0]
