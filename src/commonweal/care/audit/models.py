"""The record of who did what and who looked. Rows are added; the database refuses to change or remove one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One deed: a read, a search, an export, a refusal or a change."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    deed = models.TextField(help_text="what was done, such as person.read")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="empty where the operator did it from the command line",
    )
    role = models.TextField(default="", help_text="the role acted in")
    area = models.TextField(default="", help_text="the area it was held for")
    about = models.ForeignKey(
        "care.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    detail = models.JSONField(default=dict, help_text="the filter of a list, the words of a search")

    class Meta:
        indexes = (models.Index(fields=["about", "-at"], name="audit_of_a_person"),)

    def __str__(self) -> str:
        return f"{self.deed} at {self.at}"
