"""What a reading asks of the resources, noted before there are any: that is what the scan is to look for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from commonweal.incoming.fhir.scan import kinds
from commonweal.incoming.fhir.scan.found import Columns


class Wanting:
    """Columns of nothing, which note what is asked of them."""

    def __init__(self) -> None:
        self.size, self.parent = 0, np.empty(0, np.int64)
        self.wanted: dict[str, Any] = {}

    def texts(self, path: str) -> pa.StringArray:
        return self._note(path, kinds.AS_TEXT, pa.string())

    def lists(self, path: str) -> list[list[str]]:
        self.texts(path)
        return []

    def days(self, path: str) -> pa.Date32Array:
        return self._note(path, kinds.AS_DATE, pa.date32())

    def seconds(self, path: str) -> pa.DoubleArray:
        return self._note(path, kinds.AS_DATE, pa.float64())

    def numbers(self, path: str) -> pa.DoubleArray:
        return self._note(path, kinds.AS_TEXT, pa.float64())

    def truths(self, path: str) -> pa.BooleanArray:
        return self._note(path, kinds.AS_TRUTH, pa.bool_())

    def items(self, path: str) -> Columns:
        within = Wanting()
        within.wanted = self._at(path)
        return within

    def _at(self, path: str) -> dict[str, Any]:
        here = self.wanted
        for name in path.split("."):
            here = here.setdefault(name, {})
        return here

    def _note(self, path: str, keep: int, kind: pa.DataType) -> pa.Array:
        *before, name = path.split(".")
        here = self._at(".".join(before)) if before else self.wanted
        if here.setdefault(name, keep) != keep:
            raise ValueError(f"{path} is asked for in two ways")
        return pa.array([], kind)


def wanted_by(tell: Callable[[Columns], object]) -> Mapping[str, Any]:
    """What a function asks for."""
    wanting = Wanting()
    tell(wanting)
    return wanting.wanted
