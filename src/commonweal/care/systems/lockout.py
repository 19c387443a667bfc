"""Which addresses have shown too many wrong keys, counted for all server processes together."""

from __future__ import annotations

import time

from django.core.cache import cache

MOST, SPAN = 100, 10 * 60  # wrong keys from one address in as many seconds, as for signing in


def locked(address: str) -> bool:
    """Whether nothing more is heard from this address until the ten minutes of the clock are over."""
    return _count(address) >= MOST


def wrong(address: str) -> None:
    """Counts one wrong key; two at once may count as one."""
    cache.set(_key(address), _count(address) + 1, SPAN)


def _count(address: str) -> int:
    counted: int = cache.get(_key(address), 0)
    return counted


def _key(address: str) -> str:
    return f"wrong-system-keys-{address}-{int(time.time()) // SPAN}".replace(" ", "-")
