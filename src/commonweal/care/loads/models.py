"""What came in with each load, and what was refused."""

from __future__ import annotations

from django.db import models

REFUSALS_KEPT = 1000  # rows shown of each load and reason; the count by reason is always exact


class LoadReport(models.Model):
    """One load into the linked population, as it reported itself."""

    id = models.TextField(primary_key=True)
    source = models.TextField()
    started = models.DateTimeField()
    finished = models.DateTimeField()
    counts = models.JSONField(default=dict, help_text="table → taken, refused, duplicate")
    reasons = models.JSONField(default=list, help_text="table, reason, rows; most rows first")
    notes = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=["-finished", "-id"], name="loads_newest_first"),)

    def __str__(self) -> str:
        return self.id


class LoadRefusal(models.Model):
    """One record that could not be taken; the first thousand of each load and reason."""

    load = models.ForeignKey(LoadReport, on_delete=models.CASCADE, related_name="refusals", db_index=False)
    table = models.TextField(help_text="the table it was meant for; empty where that could not be told")
    source = models.TextField(help_text="file it came from")
    line = models.BigIntegerField(null=True)
    record = models.TextField(default="")
    reason = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["load", "id"], name="refusals_of_a_load"),)

    def __str__(self) -> str:
        return f"{self.load_id} {self.source}:{self.line}"
