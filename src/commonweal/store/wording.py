"""How DuckDB is asked: as Ibis words it, but for what costs more than it has to, or may go wrong."""

from __future__ import annotations

from typing import Any

import ibis.expr.operations as ops
from ibis.backends.sql.compilers import DuckDBCompiler
from sqlglot import exp


class Wording(DuckDBCompiler):  # type: ignore[misc]  # Ibis has no types
    """A hash of DuckDB is a whole number of 64 bits without a sign, and Ibis gives it one by way of a text.

    Without its last bit it fits as it is. And a number written with a point is a decimal to DuckDB, which
    holds no more than its places say: it is told that it is a floating-point number.
    """

    __slots__ = ()

    def visit_Hash(self, op: ops.Hash, *, arg: Any) -> Any:
        without_last = exp.BitwiseRightShift(this=self.f.hash(arg), expression=exp.convert(1))
        return self.cast(without_last, op.dtype)

    def visit_NonNullLiteral(self, op: ops.Literal, *, value: Any, dtype: Any) -> Any:
        said = super().visit_NonNullLiteral(op, value=value, dtype=dtype)
        return self.cast(said, dtype) if dtype.is_floating() else said
