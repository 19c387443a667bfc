"""Log lines that hold no personal data."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutValues(logging.Formatter):
    """Where a failure happened and of what kind, never what it says: a database names the row it refused."""

    def formatException(self, ei: Failure) -> str:
        kind, failure, _ = ei
        if kind is None or failure is None:
            return ""
        lines: list[str] = []
        cause: BaseException | None = failure
        while cause is not None:
            frames = traceback.extract_tb(cause.__traceback__)
            lines += [f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}' for frame in frames]
            lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
            cause = cause.__cause__ or cause.__context__
        return "\n".join(lines)
