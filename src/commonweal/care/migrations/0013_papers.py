"""What is attached to referrals, and the views somebody keeps."""

import django.db.models.deletion
from django.db import migrations, models

MINE = "post_id IN (SELECT id FROM care_me())"
POLICIES = {  # table → command → who may see, or write, which rows
    "care_savedview": {
        "SELECT": f"USING ({MINE})",
        "INSERT": f"WITH CHECK ({MINE})",
        "UPDATE": f"USING ({MINE}) WITH CHECK ({MINE})",
        "DELETE": f"USING ({MINE})",
    },
}


def enable() -> str:
    """Row-level security for the application's role: a view is its post's own."""
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
        migrations.RunSQL(enable(), disable()),
    ]
