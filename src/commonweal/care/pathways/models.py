"""The wordings of pathways that referrals have begun under."""

from __future__ import annotations

from django.db import models


class PathwayVersion(models.Model):
    """A pathway as its file read when referrals began on it; they finish on the version they began."""

    digest = models.TextField(primary_key=True)
    pathway = models.TextField()
    document = models.TextField(help_text="the file's content as JSON")
    adopted = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pathway} {self.digest[:8]}"
