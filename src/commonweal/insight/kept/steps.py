"""One run's steps: each leaves Parquet in the run's folder, and is not done again where it is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import ibis
import pyarrow.dataset as ds

from commonweal.analytics.tables import TABLES
from commonweal.insight.kept.folder import held
from commonweal.store.engines import Engine

Progress = Callable[[str], AbstractContextManager[None]]  # told each step, for as long as it takes


@dataclass(frozen=True)
class Steps:
    """What is read for a run, and what it has left in `folder`."""

    folder: Path
    engine: Engine
    progress: Progress

    def source(self, table: str, names: Sequence[str]) -> ibis.Table:
        """A table of the linked population in these files of the store, as this run holds them."""
        if names:
            return self.engine.read(held(self.folder, names))
        columns = {column: kind.copy(nullable=True) for column, kind in TABLES[table].ibis().items()}
        return ibis.memtable(TABLES[table].arrow().empty_table(), schema=columns)

    def keep(self, name: str, ask: Callable[[], ibis.Table]) -> ibis.Table:
        """What `ask` gives, computed now or before this run was cut off; then it is not asked again."""
        path = self._path(name)
        if not path.exists():
            unfinished = path.with_name(f"{path.name}.part")
            _remove(unfinished)
            path.parent.mkdir(parents=True, exist_ok=True)
            with self.progress(name):
                self.engine.write(ask(), unfinished)
            unfinished.rename(path)
        return self.kept(name)

    def kept(self, *names: str) -> ibis.Table:
        """What steps have left, together."""
        return self.engine.read([file for name in names for file in self.files(name)])

    def remove(self, name: str) -> None:
        """Takes out what a step has left."""
        _remove(self._path(name))

    def files(self, name: str) -> list[Path]:
        """The file a step has left, or the files where several processes wrote it."""
        path = self._path(name)
        return sorted(path.glob("*.parquet")) if path.is_dir() else [path]

    def rows(self, name: str) -> int:
        """How many rows a step has left."""
        return int(ds.dataset(self.files(name)).count_rows())

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"


def _remove(path: Path) -> None:
    """What a step that was cut off had begun to write."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
