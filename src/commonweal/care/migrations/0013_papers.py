"""What is attached to referrals, and the views somebody keeps."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonweal.care.migrations._together import Together

MINE = "post_id IN (SELECT id FROM care_me())"
KNOWN = "(SELECT true FROM care_referral known WHERE known.id = care_attachment.referral_id)"
POLICIES = {  # table → command → who may see, or write, which rows
    "care_savedview": {
        "SELECT": f"USING ({MINE})",
        "INSERT": f"WITH CHECK ({MINE})",
        "UPDATE": f"USING ({MINE}) WITH CHECK ({MINE})",
        "DELETE": f"USING ({MINE})",
    },
    "care_attachment": {
        "SELECT": f"USING ({KNOWN})",
        "INSERT": f"WITH CHECK (by_id = (SELECT user_id FROM care_me()) AND {KNOWN})",
    },
}


def enable() -> str:
    """Row-level security for the application's role: a view is its post's own, a paper is seen with its referral."""
    said = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;" for table in POLICIES]
    said += [
        f"CREATE POLICY {table}_{command.lower()} ON {table} FOR {command} TO commonweal_app {how};"
        for table, commands in POLICIES.items()
        for command, how in commands.items()
    ]
    return "\n".join(said)


def disable() -> str:
    """The tables without it."""
    return "\n".join(
        f"DROP POLICY {table}_{command.lower()} ON {table};"
        for table, commands in POLICIES.items()
        for command in commands
    )


class Migration(migrations.Migration):
    dependencies = [("care", "0012_systems")]

    operations = [
        Together(
            migrations.CreateModel(
                name="SavedView",
                fields=[
                    (
                        "pk",
                        models.CompositePrimaryKey(
                            "post_id", "name", blank=True, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("name", models.TextField()),
                    (
                        "query",
                        models.TextField(help_text="the part of the board's address behind the question mark"),
                    ),
                    (
                        "post",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.post",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Attachment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.TextField(help_text="as the sender called it; never used as a path")),
                    ("kind", models.TextField(help_text="by its content: a media type, or words")),
                    ("size", models.IntegerField(help_text="in bytes")),
                    ("digest", models.TextField(help_text="SHA-256 of the content")),
                    ("content", models.BinaryField()),
                    ("added", models.DateTimeField()),
                    ("by_name", models.TextField(default="")),
                    ("role", models.TextField(default="")),
                    ("organisation", models.TextField(default="")),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "referral",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attachments",
                            to="care.referral",
                        ),
                    ),
                ],
            ),
        ),
        migrations.RunSQL(enable(), disable()),
    ]
