"""Who runs the server: ourselves, or another user where we are root, whom PostgreSQL refuses."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

IN_PLACE_OF_ROOT = ("postgres", "nobody")


@dataclass(frozen=True)
class Runner:
    """The user and group that the server's processes and files belong to."""

    user: int
    group: int

    @property
    def is_another(self) -> bool:
        """True where the server runs as somebody else than we do."""
        return self.user != os.geteuid()

    def options(self) -> dict[str, Any]:
        """What starts a process as this user, in a language that we can read."""
        options: dict[str, Any] = {"cwd": "/", "env": {**os.environ, "LC_ALL": "C"}}
        if self.is_another:
            options |= {"user": self.user, "group": self.group, "extra_groups": []}
        return options

    def may(self, mode: str, path: Path) -> bool:
        """True if this user may read (r), write (w) or enter or run (x) the path."""
        return subprocess.run(["test", f"-{mode}", path], **self.options()).returncode == 0

    def own(self, path: Path) -> None:
        """Make a folder this user's alone."""
        if self.is_another:
            os.chown(path, self.user, self.group)
        path.chmod(0o700)


def runner() -> Runner:
    """Ourselves, unless we are root: then the first of the users that every machine has."""
    if os.geteuid() != 0:
        return Runner(os.geteuid(), os.getegid())
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(users[name] for name in IN_PLACE_OF_ROOT if name in users)
    return Runner(entry.pw_uid, entry.pw_gid)
