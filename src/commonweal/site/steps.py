"""What has been made in a folder, and from what, so that a second start makes only what changed."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path


class Steps:
    """The steps done so far, kept in a file that is only ever replaced whole."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._done: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}

    def made_from(self, step: str) -> str | None:
        """What a step was done from, or None where it was never finished."""
        return self._done.get(step)

    def once(self, step: str, made_from: str, do: Callable[[], None]) -> None:
        """Do a step, unless it was finished before from the same."""
        if self._done.get(step) == made_from:
            return
        do()
        self._done[step] = made_from
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(self._done, indent=2) + "\n")
        new.replace(self._file)


def listing(path: Path) -> str:
    """A mark that changes when a file there comes, goes or is written."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return mark(*(_seen(file) for file in files if file.is_file() and file.parent.name != "__pycache__"))


def mark(*made_from: str) -> str:
    """A short mark that stands for all of these, and gives none of them away."""
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


def _seen(file: Path) -> str:
    seen = file.stat()
    return f"{file} {seen.st_size} {seen.st_mtime_ns}"
