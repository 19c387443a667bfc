"""One run's steps: each leaves Parquet in the run's folder, and is not done again where it is there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path

import ibis
import pyarrow.dataset as ds

from commonweal.analytics.results import answered, files
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
        return self.engine.read([file for name in names for file in files(self._path(name))])

    def answered(self, name: str) -> ibis.Table:
        """An answer that a whole run has left here."""
        return answered(self.folder, name, self.engine.read)

    def carry_on(self, name: str, last: Path) -> None:
        """What the run in this folder left under the name is this one's too, by a second name."""
        for file in sorted((last / name).rglob("*.parquet")):
            if file.is_file():
                other = self.folder / file.relative_to(last)
                other.parent.mkdir(parents=True, exist_ok=True)
                with suppress(FileExistsError):
                    os.link(file, other)

    def has(self, name: str) -> bool:
        """Whether a step has left something."""
        return self._path(name).exists()

    def remove(self, name: str) -> None:
        """Takes out what a step has left."""
        _remove(self._path(name))

    def rows(self, name: str) -> int:
        """How many rows a step has left."""
        return int(ds.dataset(files(self._path(name))).count_rows())

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"


def _remove(path: Path) -> None:
    """What a step that was cut off had begun to write."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
