"""What is said where answers to questions of a form will not do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType


class NotPossible(Exception):
    """What was asked for cannot be done; `about` names the question whose answer the message is about.

    `faults` are all messages by question, where more than one answer will not do.
    """

    def __init__(self, about: str, message: str, faults: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.about = about
        self.faults = dict(faults or {about: message})


class Faults:
    """Gathers what will not do, so that all of it is said at once: one `with` around each thing checked."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def __enter__(self) -> None:
        """What is raised within is kept, and what comes after goes on."""

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> bool:
        """Of one question the first message counts."""
        if not isinstance(raised, NotPossible):
            return False
        self.found |= {about: said for about, said in raised.faults.items() if about not in self.found}
        return True

    def in_order(self, questions: Sequence[str]) -> dict[str, str]:
        """What was gathered, as a form asks it."""
        return {about: self.found[about] for about in (*questions, *self.found) if about in self.found}

    def check(self) -> None:
        """NotPossible with all that was gathered, where anything was."""
        for about, message in self.found.items():
            raise NotPossible(about, message, self.found)
