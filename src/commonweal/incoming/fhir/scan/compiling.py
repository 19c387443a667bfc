"""Compiling by numba: what is `compiled` is called from outside, what is `within` becomes part of its caller.

Neither counts who holds which array, which would take far longer than what is done with it. What was compiled
is kept in a folder named after the source, so that a change in one of its files is never missed: beside the
source or, where that cannot be written, where the user's programs keep such things.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numba

Function = Callable[..., Any]
HERE = Path(__file__).parent
SOURCE = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(HERE.glob("*.py")))).hexdigest()[:16]


def _kept_in() -> Path | None:
    """A folder to keep in, if there is one that can be written."""
    own = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")) / "commonweal"
    for place in (HERE / "__pycache__", own):
        folder = place / f"compiled-{SOURCE}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        except OSError:
            continue
        return folder
    return None


KEPT_IN = _kept_in()
numba.config.CACHE_DIR = str(KEPT_IN or "")  # type: ignore[attr-defined]  # set by name when numba starts
_njit = cast("Callable[..., Callable[[Function], Function]]", numba.njit)

compiled = _njit(cache=KEPT_IN is not None, nogil=True, _nrt=False)
within = _njit(nogil=True, forceinline=True, _nrt=False)


def is_kept() -> bool:
    """Whether what is here was compiled before, so that it need not be again."""
    return KEPT_IN is not None and any(KEPT_IN.rglob("*.scan-*.nbc"))
