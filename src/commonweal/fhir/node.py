"""A place in a message: what stands there, what it is called, and what is wrong with it.

Reading never fails: what is not as FHIR has it is noted as a remark with its place, and reads as nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from commonweal.care.systems.rules import BRITAIN, Remark, printable

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?")
KINDS = {dict: "an object", list: "a list", str: "text", bool: "true or false"}


class Node:
    """One value of a message; a child that is missing is a node that holds nothing."""

    def __init__(self, value: object, where: str, noted: list[Remark]) -> None:
        self.value = value
        self.where = where
        self.noted = noted

    def __bool__(self) -> bool:
        return self.value is not None

    def __getitem__(self, name: str) -> Node:
        held = self._of(dict) or {}
        return Node(held.get(name), f"{self.where}.{name}", self.noted)

    def each(self, name: str) -> Iterator[Node]:
        """What a list holds; one thing where a list should be counts as a list of it."""
        child = self[name]
        listed = child.value if isinstance(child.value, list) else [child.value] if child else []
        for place, value in enumerate(listed):
            if value is not None:
                yield Node(value, f"{child.where}[{place}]", self.noted)

    def one(self, name: str) -> Node:
        """The first of a list; nothing where it is empty."""
        return next(self.each(name), Node(None, f"{self.where}.{name}", self.noted))

    def said(self) -> str:
        """The text that stands here, on one or several lines; empty where there is none."""
        return printable(self._of(str) or "")

    def text(self, name: str) -> str:
        """The text of a child; empty where there is none."""
        return self[name].said()

    def yes(self, name: str) -> bool:
        """Whether a child is true."""
        return bool(self[name]._of(bool))

    def day(self, name: str) -> date | None:
        """A day; None where only a year or a month is given, or nothing."""
        child = self[name]
        written = child.said()
        if not written or (DATE.fullmatch(written) and len(written) < len("2000-01-01")):
            return None
        try:
            if not DATE.fullmatch(written[:10]):
                raise ValueError(written)
            return date.fromisoformat(written[:10])
        except ValueError:
            child.note("value", f"'{written[:40]}' is no day; write it such as 1940-05-01")
            return None

    def moment(self, name: str) -> datetime | None:
        """A moment; a day alone is its first one, and where no zone is given it is Britain's."""
        child = self[name]
        written = child.said()
        if not written or (DATE.fullmatch(written) and len(written) < len("2000-01-01")):
            return None
        try:
            if not (MOMENT.fullmatch(written) or DATE.fullmatch(written)):
                raise ValueError(written)
            read = datetime.fromisoformat(_to_microseconds(written))
            moment = read if read.tzinfo else read.replace(tzinfo=BRITAIN)
            moment.astimezone(BRITAIN)
        except (ValueError, OverflowError):
            child.note("value", f"'{written[:40]}' is no moment; write it such as 2026-11-22T09:30:00+00:00")
            return None
        return moment

    def note(self, code: str, says: str) -> None:
        """Something is wrong here, and what to do about it."""
        remark = Remark(code, says, self.where)
        if remark not in self.noted:
            self.noted.append(remark)

    def _of(self, kind: type) -> Any:
        if self.value is None or isinstance(self.value, kind):
            return self.value
        self.note("structure", f"should be {KINDS[kind]}")
        return None


def _to_microseconds(written: str) -> str:
    """Python reads no more than six digits of a second."""
    return re.sub(r"(\.\d{6})\d+", r"\1", written)
