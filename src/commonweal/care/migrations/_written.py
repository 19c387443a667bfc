"""What migrations say of every row about a person that somebody wrote."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import models


def written() -> list[tuple[str, models.Field[Any, Any]]]:
    """Its id, when and by whom it was written, and about whom."""
    return [
        (
            "id",
            models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
        ),
        ("at", models.DateTimeField()),
        ("by_name", models.TextField()),
        ("by_role", models.TextField(help_text="id of the role they acted in")),
        (
            "by",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        (
            "person",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.person"
            ),
        ),
    ]
