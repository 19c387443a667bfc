"""What a backup or a restore may fail with."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class BackupFault(Exception):
    """It cannot be made or put back; the text says why and what to do, and holds nothing of a person."""


def no_room(place: object) -> BackupFault:
    return BackupFault(f"there is no room left at {place}; make room, or choose another disk")


@contextmanager
def writing_to(place: object) -> Iterator[None]:
    """What the disk refuses, said so that an operator knows what to do."""
    try:
        yield
    except OSError as fault:
        if fault.errno in NO_ROOM:
            raise no_room(place) from fault
        raise BackupFault(f"{fault.filename or place}: {fault.strerror}") from fault
