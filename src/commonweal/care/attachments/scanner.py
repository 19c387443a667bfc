"""A virus scanner, where whoever runs the site has one: a command that reads a paper and says yes or no."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterable

from django.conf import settings

from commonweal.care.attachments.rules import Paper, name
from commonweal.care.possible import NotPossible

SECONDS = 60


def scan(papers: Iterable[Paper], about: str = "papers") -> None:
    """NotPossible where the command ends with anything but 0, or cannot be run; without one all pass.

    `about` is the question of the form by which they came.
    """
    if not settings.SCANNER:
        return
    for paper in papers:
        if not _is_clean(paper.content, about):
            raise NotPossible(about, f"The virus scanner refused ‘{name(paper.name)}’; it was not kept")


def _is_clean(content: bytes, about: str) -> bool:
    command = shlex.split(settings.SCANNER)
    try:
        ended = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        raise NotPossible(
            about,
            "The virus scanner does not answer, so no file can be taken now; add it later",
        ) from None
    return ended.returncode == 0
