"""Who signs in, and the posts they hold."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone


class User(AbstractUser):
    """A person who works here. What they may see comes from the post they act in, never from the account."""


class Post(models.Model):
    """A role held for an area; someone with several acts in one at a time."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    role = models.TextField(help_text="id of a role in the blueprint")
    area = models.TextField(help_text="id of an area or ODS code of a practice in the blueprint")
    organisation = models.TextField(
        default="",
        help_text="ODS code of the organisation or practice that employs them; empty where not known",
    )
    team = models.TextField(default="", help_text="id of a team in the blueprint; empty for none")
    person = models.ForeignKey(
        "care.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="whose own record this post is for",
    )
    since = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_live_post_of_a_kind",
                fields=["user", "role", "area", "organisation", "team", "person"],
                condition=models.Q(ended__isnull=True),
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} for {self.area}"
