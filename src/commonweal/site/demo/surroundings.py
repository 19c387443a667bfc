"""What the demo's commands and its site read from the environment."""

import os
import secrets
from pathlib import Path

from commonweal.site.demo.asked import Demo

EASILY_READ = "abcdefghjkmnpqrstuvwxyz23456789"

Environment = dict[str, str]


def surroundings(demo: Demo, url: str) -> Environment:
    """What every command and the site itself read from the environment."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "commonweal.site.settings",
        "COMMONWEAL_BLUEPRINT": str(demo.blueprint),
        "COMMONWEAL_STORE": str(demo.store),
        "COMMONWEAL_SECRET_KEY": kept_secret(demo.state / "secret key", length=64),
        "COMMONWEAL_PASSWORD": kept_secret(demo.state / "password", length=12),
        "COMMONWEAL_LOOPBACK": "1",
        "COMMONWEAL_SECOND_FACTOR": os.environ.get("COMMONWEAL_SECOND_FACTOR", "offered"),
    }


def kept_secret(file: Path, length: int) -> str:
    """A secret drawn once and readable by us alone."""
    if not file.exists():
        new = file.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text("".join(secrets.choice(EASILY_READ) for _ in range(length)))
        new.replace(file)
    return file.read_text()
