"""The record of who looked, checked in a copy of the database as an operator checks it in the original."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import orjson
from psycopg import Connection

from commonweal.site.backup.fault import BackupFault
from commonweal.site.backup.manifest import PRIVATE

TABLE = "care_audit_head"
NOTED = "audit-heads.ndjson"
HEADS = """
    SELECT json_build_object(
        'day', day, 'lane', lane, 'number', number, 'entry', entry, 'hash', encode(hash, 'hex')
    )::text
    FROM care_audit_head ORDER BY day, lane
"""


def note_heads(connection: Connection, folder: Path) -> None:
    """Where each lane of the audit stood each day, as `audit heads` prints it."""
    file = folder / NOTED
    file.touch(mode=PRIVATE)
    file.write_text("".join(f"{head}\n" for (head,) in connection.execute(HEADS)), encoding="utf-8")


def refuse_broken(url: str, folder: Path) -> None:
    """Every row of the audit in this database is as it was written, up to the heads that were noted."""
    words = ("audit", "verify", "--json", "--heads", str(folder / NOTED))
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL_FILE"}
    done = subprocess.run(
        [sys.executable, "-m", "commonweal", *words],
        env={**surroundings, "DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    if not done.stdout:
        said = done.stderr.strip().splitlines() or ["it did not say why"]
        raise BackupFault(f"the audit could not be checked: {said[-1]}")
    found = orjson.loads(done.stdout)
    if not found["ok"]:
        raise BackupFault(
            f"the audit is not as it was written, from row {found['first_bad']} on: look into that first;"
            " --no-verify backs it up as it is"
        )
