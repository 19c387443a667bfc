"""What a run needs of the large tables, kept in parts from run to run.

A run of all leaves one part a table, of all its files; a run of those who changed adds one of the files that
came and one of those that went. All parts of what came, less those of what went, are what is needed of the
files there are: also where a row stands several times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import ibis

from commonweal.analytics.needed import Needed
from commonweal.insight.kept.steps import Steps

FOLDER = "needed"


@dataclass(frozen=True)
class Parts:
    """The parts of the run whose steps these are; `needed` says by table which rows they hold."""

    steps: Steps
    run: str
    needed: Mapping[str, Needed]

    def carry_on(self, last: Path) -> None:
        """Those of the run before are those of this one too."""
        self.steps.carry_on(FOLDER, last)

    def of_all(self, table: str, names: Sequence[str]) -> ibis.Table:
        """The only part there is, of these files."""
        return self._kept(table, "came", f"{self.run}-all", self.steps.source(table, names))

    def part(self, table: str, kind: str, rows: ibis.Table) -> ibis.Table:
        """What is needed of rows that came, or that went, since the run before."""
        return self._kept(table, kind, self.run, rows)

    def of(self, table: str, people: ibis.Table) -> ibis.Table:
        """What is needed of these people."""
        came, went = (self._names(table, kind) for kind in ("came", "went"))
        rows = self.steps.kept(*came).semi_join(people, "person")
        if went:
            rows = rows.difference(self.steps.kept(*went).semi_join(people, "person"), distinct=False)
        return rows

    def forget_others(self) -> None:
        """Leaves no part but those of all."""
        for table in self.needed:
            for kind in ("came", "went"):
                for name in self._names(table, kind):
                    if not name.endswith(f"{self.run}-all"):
                        self.steps.remove(name)

    def _kept(self, table: str, kind: str, name: str, rows: ibis.Table) -> ibis.Table:
        return self.steps.keep(f"{FOLDER}/{table}/{kind}/{name}", partial(self.needed[table], rows))

    def _names(self, table: str, kind: str) -> list[str]:
        parts = (self.steps.folder / FOLDER / table / kind).glob("*.parquet")
        return sorted(f"{FOLDER}/{table}/{kind}/{part.stem}" for part in parts)
