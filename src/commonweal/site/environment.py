"""What the environment may say about a running site, read once by the settings."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 12  # different ones, below which a key was typed and not drawn at random


def flag(name: str, environment: Mapping[str, str] = os.environ) -> bool:
    """On for 1, off for 0 or nothing; any other word is refused, so that no switch is on by accident."""
    value = environment.get(name, "")
    if value not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name} is '{value}'; set it to 1 for on or 0 for off")
    return value == "1"


def listing(name: str, environment: Mapping[str, str] = os.environ) -> list[str]:
    """The words between commas."""
    return [word.strip() for word in environment.get(name, "").split(",") if word.strip()]


def one_of(name: str, usual: str, *others: str, environment: Mapping[str, str] = os.environ) -> str:
    """The usual word where nothing is said; one that is not known is refused."""
    value = environment.get(name) or usual
    if value not in (usual, *others):
        raise ImproperlyConfigured(f"{name} is '{value}'; set it to {' or '.join((usual, *others))}")
    return value


def minutes(name: str, usual: int, environment: Mapping[str, str] = os.environ) -> int:
    """A whole number of minutes, at least one."""
    value = environment.get(name) or str(usual)
    if not value.isdecimal() or int(value) < 1:
        raise ImproperlyConfigured(f"{name} is '{value}'; set it to a whole number of minutes")
    return int(value)


def minutes_between(
    name: str, least: int, usual: int, most: int, environment: Mapping[str, str] = os.environ
) -> int:
    """A whole number of minutes within these bounds."""
    value = minutes(name, usual, environment)
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name} is '{value}'; set it to {least} to {most} minutes")
    return value


def whole_number(name: str, usual: int, environment: Mapping[str, str] = os.environ) -> int:
    """A whole number, at least one."""
    value = environment.get(name) or str(usual)
    if not value.isdecimal() or int(value) < 1:
        raise ImproperlyConfigured(f"{name} is '{value}'; set it to a whole number from 1")
    return int(value)


def secret(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """What `name` says, or what stands in the file that `name`_FILE names; both together are refused."""
    file = environment.get(f"{name}_FILE", "")
    if not file:
        return environment.get(name, "")
    if environment.get(name):
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; keep one")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as fault:
        raise ImproperlyConfigured(f"{name}_FILE: {file} cannot be read") from fault


def database_url(environment: Mapping[str, str] = os.environ) -> str:
    """The address of the database; empty where none is given."""
    url = secret("DATABASE_URL", environment)
    if url and not url.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured("DATABASE_URL should be postgresql://user@host:port/name")
    return url


def secret_key(environment: Mapping[str, str] = os.environ, *, debug: bool) -> str:
    """The key that signs sessions. Empty where none is given: Django refuses to sign with that.

    A weak key is refused outright. While debugging, a key is drawn for this process where none is given.
    """
    key = secret("COMMONWEAL_SECRET_KEY", environment)
    if not key:
        return secrets.token_urlsafe(SHORTEST_KEY) if debug else ""
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
        raise ImproperlyConfigured(
            f"COMMONWEAL_SECRET_KEY is weak; draw one of at least {SHORTEST_KEY} characters:"
            ' python -c "import secrets; print(secrets.token_urlsafe(64))"'
        )
    return key


def databases(environment: Mapping[str, str] = os.environ) -> dict[str, dict[str, Any]]:
    """DATABASES from DATABASE_URL, socket folders included; without one, Django refuses to connect."""
    told = conninfo_to_dict(database_url(environment))
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    known = {name: told.pop(key, "") for name, key in names.items()}
    pool = {"min_size": 1, "max_size": whole_number("COMMONWEAL_CONNECTIONS", 8, environment), "timeout": 10}
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            **known,
            "CONN_MAX_AGE": 0,  # the pool keeps the connections
            "OPTIONS": {**told, "pool": pool, "prepare_threshold": 5},
        }
    }
