"""The part of an address behind the question mark: only what differs from what a page shows anyway."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode


class NotUnderstood(ValueError):
    """The address asks for something that no page has; the message says what and what there is."""


def query(asked: Mapping[str, object | None]) -> str:
    """`?a=1&b=2` of what is asked, without empty values; empty where nothing is."""
    kept = {key: value for key, value in asked.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else ""


def one_of(asked: Mapping[str, str], key: str, known: tuple[str, ...], plain: str) -> str:
    """The value of `key`, `plain` where it is not asked for; anything not known is not understood."""
    value = asked.get(key) or plain
    if value not in known:
        raise NotUnderstood(
            f"‘{key}={value[:40]}’ is not something this page can show; {key} may be {_listed(known)}."
        )
    return value


def _listed(known: tuple[str, ...]) -> str:
    return f"{', '.join(known[:-1])} or {known[-1]}" if len(known) > 1 else known[0]
