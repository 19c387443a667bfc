"""How often each account and each address has asked in a minute."""

from __future__ import annotations

from django.db import models


class Asked(models.Model):
    """A count of the last minutes. The database does not log it: a crash forgets it, and no page waits."""

    who = models.TextField(help_text="an account's id or an address")
    minute = models.IntegerField(help_text="since 1970")
    times = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_count_a_minute", fields=["who", "minute"]),)

    def __str__(self) -> str:
        return f"{self.times} in minute {self.minute}"
