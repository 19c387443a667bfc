"""Compiling by numba, kept from one process to the next where there is a place to keep it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])
_njit = cast("Callable[..., Callable[[Function], Function]]", numba.njit)  # which has no types of its own


def compiled(function: Function) -> Function:
    """The same function, compiled when it is first called."""
    try:
        return _njit(cache=True)(function)
    except RuntimeError:  # neither beside the source nor in the user's own folder can anything be written
        return _njit()(function)
