"""Blocks → staged rows, in several processes; what is done stays done when the machine stops."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context, parent_process
from pathlib import Path

from commonweal.incoming.spans import Block, Span
from commonweal.incoming.staged import ORDINALS
from commonweal.incoming.staging import Staging

DONE = "done.json"
WAITING = 2  # blocks ready for a process that gets free


class WorkerLost(Exception):
    """A process was ended from outside, most often for want of memory."""


@dataclass
class Tally:
    """What a block held: bytes of its files, records, `lines` by file, and resources that no table needs."""

    number: int
    size: int = 0
    records: int = 0
    lines: dict[int, int] = field(default_factory=dict)
    not_needed: dict[str, int] = field(default_factory=dict)


def work_through(blocks: Iterator[tuple[int, Block]], folder: Path, processes: int) -> Iterator[Tally]:
    """The tally of each block as it is done, or found done by an earlier run."""
    if processes <= 1:
        yield from (work(number, block, folder) for number, block in blocks)
        return
    pool = ProcessPoolExecutor(processes, get_context(_way()), initializer=_begin)
    try:
        under_way: set[Future[Tally]] = set()
        for number, block in blocks:
            under_way.add(pool.submit(work, number, block, folder))
            if len(under_way) >= processes + WAITING:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        yield from (future.result() for future in under_way)
    except BrokenProcessPool as fault:
        raise WorkerLost("a process was ended from outside, perhaps for want of memory; run again") from fault
    finally:
        pool.shutdown(cancel_futures=True)


def _way() -> str:
    """A fork starts at once, but would share the locks of threads that it has not got."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _begin() -> None:
    """Ends this process when the one that started it is gone, even if that was killed."""
    gc.disable()  # nothing that is read goes in circles, and to look for such takes a twentieth of the time
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other one hears it, and ends this one in order
    threading.Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def work(number: int, block: Block, folder: Path) -> Tally:
    """Stages one block in a folder of its own, which appears when it is whole."""
    done = folder / f"{number:08}"
    if done.exists():
        return Tally(**json.loads((done / DONE).read_text(encoding="utf-8")))
    unfinished = folder / f"{number:08}.{os.getpid()}"
    unfinished.mkdir()
    try:
        tally = _stage(number, block, unfinished)
        (unfinished / DONE).write_text(json.dumps(asdict(tally)), encoding="utf-8")
        unfinished.rename(done)
    except OSError:
        shutil.rmtree(unfinished)
        raise
    return tally


def _stage(number: int, block: Block, folder: Path) -> Tally:
    staging = Staging(number << ORDINALS)
    lines: Counter[int] = Counter()
    for span in block:
        lines[span.file] += _read(span, lines[span.file], staging)
    staging.write(folder)
    size = sum(span.length for span in block)
    return Tally(number, size, staging.records, dict(lines), dict(staging.not_needed))


def _read(span: Span, before: int, staging: Staging) -> int:
    """How many lines the span has, each of them staged or refused."""
    if span.fault is not None:
        line = before + 1 if span.lines else None
        staging.refuse(span.file, line, None, span.fault, span.content or b"")
        return int(span.lines)
    if span.lines:
        return staging.lines(span, before)
    staging.text(span.read(), span.file, before + 1)
    return 1
