"""What a backup says of itself, in a file beside what it holds."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from commonweal.site.backup.fault import BackupFault

NAME = "manifest.json"
DATABASE = "database.dump"
POPULATION = "population"
FORMAT = 1
PRIVATE = 0o600


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class File(Shape):
    """One file of the backup, as it was written."""

    bytes: int
    sha256: str


class State(Shape):
    """What a database holds: rows of each table, and a mark of them that changes when any value does."""

    migrations: tuple[str, ...]
    counts: dict[str, int]
    marks: dict[str, str]


class Manifest(Shape):
    """Everything that is checked before a backup is trusted. Times in UTC, ISO 8601."""

    format: int
    made: str
    software: str
    postgresql: int
    roles: tuple[str, ...]
    database: State
    population: dict[str, int] | None
    files: dict[str, File]
    verified: bool


def write(folder: Path, manifest: Manifest) -> None:
    file = folder / NAME
    file.write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
    file.chmod(PRIVATE)
    sync(file)


def read(folder: Path) -> Manifest:
    """The manifest of the backup in this folder, of a format that we know."""
    try:
        manifest = Manifest.model_validate_json((folder / NAME).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise BackupFault(f"{folder} is not a backup: it has no {NAME}") from None
    except ValidationError:
        raise BackupFault(f"{folder / NAME} is damaged, or of another version; take another backup") from None
    if manifest.format != FORMAT:
        raise BackupFault(f"{folder} is a backup of format {manifest.format}; this version reads {FORMAT}")
    return manifest


def measured(folder: Path) -> dict[str, File]:
    """Every file in the folder but the manifest, by its path in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAME)
    return {str(file.relative_to(folder)): _file(file) for file in files}


def refuse_damage(folder: Path, manifest: Manifest) -> None:
    """Every file is there and is what was written, to the last bit."""
    found = measured(folder)
    for name, written in manifest.files.items():
        if name not in found:
            raise BackupFault(f"{folder / name} is missing; take another backup")
        if found[name] != written:
            raise BackupFault(f"{folder / name} is damaged: it is not what was written; take another backup")


def sync(path: Path) -> None:
    """Have it on the disk itself before we go on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _file(path: Path) -> File:
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256")
    return File(bytes=path.stat().st_size, sha256=digest.hexdigest())
