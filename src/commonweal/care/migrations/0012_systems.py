"""Systems that send referrals, and the messages they sent."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from commonweal.care.migrations._together import Together

KNOWN = "(SELECT true FROM care_referral known WHERE known.id = care_message.referral_id)"
OURS = """EXISTS (
    SELECT FROM care_systemkey held WHERE held.id = care_message.key_id AND held.ended IS NULL
    AND held.title = care_message.system AND held.post_id IN (SELECT id FROM care_me())
)"""
POLICIES = {  # table → command → who may see, or write, which rows
    "care_message": {"SELECT": f"USING ({KNOWN})", "INSERT": f"WITH CHECK ({KNOWN} AND {OURS})"},
}


def enable() -> str:
    """Row-level security: a message is seen with its referral, and written by the system that sent it."""
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
    dependencies = [("care", "0011_notices")]

    operations = [
        Together(
            migrations.CreateModel(
                name="SystemKey",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "post",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.post"
                        ),
                    ),
                    (
                        "source",
                        models.TextField(help_text="a kind of organisation, or nhs_111 or ambulance_999"),
                    ),
                    (
                        "title",
                        models.TextField(help_text="what the system is called, whichever key it comes with"),
                    ),
                    ("digest", models.TextField(help_text="SHA-256 of the key")),
                    ("since", models.DateTimeField(default=django.utils.timezone.now)),
                    ("ended", models.DateTimeField(null=True)),
                    (
                        "last_used",
                        models.DateTimeField(help_text="about when it was last shown, to the hour", null=True),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended__isnull", True)),
                            fields=("title",),
                            name="one_live_key_of_a_system",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Message",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "key",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.systemkey",
                        ),
                    ),
                    ("system", models.TextField(help_text="the title of the key it came with")),
                    ("message", models.TextField(help_text="what the sender calls it")),
                    ("digest", models.TextField(help_text="SHA-256 of what it says")),
                    ("deed", models.TextField(help_text="refer, update or withdraw")),
                    (
                        "requests",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.TextField(),
                            help_text="what the sender calls the request it is about",
                            size=None,
                        ),
                    ),
                    (
                        "referral",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.referral"
                        ),
                    ),
                    ("received", models.DateTimeField()),
                    ("remarks", models.JSONField(default=list, help_text="what the sender was warned of")),
                    ("says", models.TextField(help_text="its reason in words")),
                    ("content", models.TextField(help_text="as it came")),
                ],
                options={
                    "indexes": [
                        django.contrib.postgres.indexes.GinIndex(fields=["requests"], name="messages_by_request"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("system", "message"), name="a_message_is_taken_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("deed__in", ["refer", "update", "withdraw"])), name="message_deed"
                        ),
                    ],
                },
            ),
        ),
        migrations.RunSQL(enable(), disable()),
    ]
