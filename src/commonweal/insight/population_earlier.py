"""Measures as at an earlier day, kept in the store: nothing of them changes unless the store does."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import ibis

from commonweal.insight.run import Run

FOLDER = "earlier"  # in the store; holds the newest alone
SHOWN = "then-shown"


def kept(run: Run, shown: Callable[[], ibis.Table]) -> ibis.Table:
    """What `shown` gives, computed now or by a refresh of the same loads, definitions, day and choices."""
    day = run.inputs.earlier
    home = run.inputs.store.path / FOLDER
    file = home / f"{run.inputs.sign(day)}.parquet" if day else home
    if not file.exists():
        run.step(SHOWN, f"measures of populations as at {day}, small numbers suppressed", shown())
        home.mkdir(exist_ok=True)
        for other in home.iterdir():
            other.unlink()
        unfinished = file.with_suffix(".unfinished")
        shutil.copyfile(run.folder / f"{SHOWN}.parquet", unfinished)
        unfinished.rename(file)
    return run.connection.read_parquet(str(file))
