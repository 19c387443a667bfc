"""Findings as bits: of whole numbers, as deficits are (`deficits.py`), so many to a word.

All code lists are then looked for together, however many there are, and united by a bitwise or.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add, or_

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.analytics.deficits import bit_count, bits_of
from commonweal.blueprint.definitions_registers import Finding, Items
from commonweal.terms.codes import DMD, SNOMED

MEASURED = pa.schema(
    {
        **dict.fromkeys(("system", "code"), pa.string()),
        **dict.fromkeys(("word", "bit", "last"), pa.int64()),
        **dict.fromkeys(("below", "at_least"), pa.float64()),
        "unit": pa.string(),
    }
)
WORD = 62  # findings to a word: the bits of a whole number but its sign, and one to spare


@dataclass(frozen=True)
class Sought:
    """Findings by name, each with its place; `lists` are the codes (list, system, code, term)."""

    findings: Mapping[str, Finding]
    lists: pa.Table

    @property
    def words(self) -> range:
        """The words that hold a bit for each."""
        return range((len(self.findings) - 1) // WORD + 1)

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """Name → word, and bit in it."""
        return {name: (n // WORD, 1 << n % WORD) for n, name in enumerate(self.findings)}

    def mask(self, word: int, of: Callable[[Finding], object], value: object) -> int:
        """The bits of one word that are of findings of which `of` says this."""
        return self._bits(word, (name for name, one in self.findings.items() if of(one) == value))

    def has(self, found: ibis.Table, name: str) -> ir.BooleanValue:
        """Whether a row of `found` shows this finding."""
        word, bit = self.places[name]
        return (found[f"found_{word}"] & bit) != 0

    def any_of(self, found: ibis.Table, names: Iterable[str]) -> ir.BooleanValue:
        """Whether a row of `found` shows any of these."""
        wanted = set(names)
        each = ((found[f"found_{word}"] & self._bits(word, wanted)) != 0 for word in self.words)
        return reduce(or_, each)

    def how_many(self, found: ibis.Table, names: Iterable[str]) -> ir.IntegerValue:
        """How many of these a row of `found` shows."""
        wanted = set(names)
        each = (bit_count(found[f"found_{word}"] & self._bits(word, wanted)) for word in self.words)
        return reduce(add, each).cast("int64")

    def coded(self, deficits: pa.Table) -> pa.Table:
        """One row per system and code: `bits_n` it shows, `ends_n` it resolves, `bars_n` it rules out.

        A word each, and `deficits`.

        `deficits` are codes of the frailty index, looked for by the way: their bits as in `deficits.py`.
        """
        rows: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for row in bits_of(deficits).to_pylist():
            rows[row["system"], row["code"]]["deficits"] = row["bits"]
        for name, finding in self.findings.items():
            word, bit = self.places[name]
            told = {"bits": finding.codes, "ends": finding.resolved_by, "bars": finding.unless}
            for column, lists in ((f"{kind}_{word}", lists) for kind, lists in told.items()):
                for key in self._codes(lists):
                    rows[key][column] = rows[key].get(column, 0) | bit
        empty = {f"{kind}_{word}": 0 for kind in ("bits", "ends", "bars") for word in self.words}
        empty["deficits"] = 0
        each = [{"system": of, "code": code, **empty, **bits} for (of, code), bits in sorted(rows.items())]
        kinds = [("system", pa.string()), ("code", pa.string()), *((name, pa.int64()) for name in empty)]
        return pa.Table.from_pylist(each, pa.schema(kinds))

    def prescribed(self) -> pa.Table:
        """One row per finding shown by medicines, system and code of them: word, bit, at_least, months."""
        rows = [
            {"system": system, "code": code, "word": word, "bit": bit, **_asked(items)}
            for name, (word, bit) in self.places.items()
            if (items := self.findings[name].medicines)
            for system, code in sorted({(_one(of), code) for of, code in self._codes(items.lists)})
        ]
        kinds = [(name, pa.int64()) for name in ("word", "bit", "at_least", "months")]
        return pa.Table.from_pylist(rows, pa.schema([("system", pa.string()), ("code", pa.string()), *kinds]))

    def measured(self) -> pa.Table:
        """One row per finding shown by values, system and code of them: word, bit, last and the bounds."""
        rows = [
            {"system": system, "code": code, "word": word, "bit": bit, **values.model_dump(exclude={"lists"})}
            for name, (word, bit) in self.places.items()
            if (values := self.findings[name].measured)
            for system, code in sorted(self._codes(values.lists))
        ]
        return pa.Table.from_pylist(rows, MEASURED)

    def rules_out(self, word: int) -> bool:
        """Whether any finding of this word has codes that rule it out."""
        return any(self.findings[name].unless for name, (place, _) in self.places.items() if place == word)

    def _bits(self, word: int, names: Iterable[str]) -> int:
        return sum(bit for place, bit in {self.places[name] for name in names} if place == word)

    def _codes(self, names: tuple[str, ...]) -> set[tuple[str, str]]:
        return {code for name in names for code in self._by_list.get(name, ())}

    @cached_property
    def _by_list(self) -> Mapping[str, set[tuple[str, str]]]:
        lists: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for row in self.lists.to_pylist():
            lists[row["list"]].add((row["system"], row["code"]))
        return lists


def _asked(items: Items) -> dict[str, int]:
    return {"at_least": items.at_least, "months": items.months}


def _one(system: str) -> str:
    return SNOMED if system == DMD else system
