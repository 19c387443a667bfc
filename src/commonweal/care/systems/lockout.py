"""Which addresses have shown too many wrong keys, counted for all server processes together."""

from __future__ import annotations

from django.core.cache import cache

MOST, SPAN = 100, 10 * 60  # wrong keys from one address in as many seconds, as for signing in


def locked(address: str) -> bool:
    """Whether nothing more is heard from this address for now."""
    wrong: int = cache.get(_key(address), 0)
    return wrong >= MOST


def wrong(address: str) -> None:
    """Counts one wrong key; the time begins with the first."""
    if not cache.add(_key(address), 1, SPAN):
        try:
            cache.incr(_key(address))
        except ValueError:  # it has run out in between
            cache.add(_key(address), 1, SPAN)


def _key(address: str) -> str:
    return f"wrong system keys {address}".replace(" ", "-")
