"""What is said where an answer to a question of a form will not do."""

from __future__ import annotations


class NotPossible(Exception):
    """What was asked for cannot be done; `about` names the question whose answer the message is about."""

    def __init__(self, about: str, message: str) -> None:
        super().__init__(message)
        self.about = about
