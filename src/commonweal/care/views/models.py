"""What somebody chose on a page, kept under a name to come back to."""

from __future__ import annotations

from django.db import models


class SavedView(models.Model):
    """A choice on the board, for the post that made it; its name is said once in a post."""

    pk = models.CompositePrimaryKey("post_id", "name")
    post = models.ForeignKey("care.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.TextField()
    query = models.TextField(help_text="the part of the board's address behind the question mark")

    def __str__(self) -> str:
        return self.name
