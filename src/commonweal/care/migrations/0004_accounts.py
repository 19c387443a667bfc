"""A post says who employs its holder, in which team, or whose own record it is for; sessions can be ended."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonweal.care.migrations._together import Together


class Migration(migrations.Migration):
    dependencies = [("care", "0003_audit_chain")]
    operations = [
        migrations.RemoveConstraint(model_name="post", name="one_live_post_per_role_and_area"),
        migrations.AddField(
            model_name="post",
            name="organisation",
            field=models.TextField(
                default="",
                help_text="ODS code of the organisation or practice that employs them; empty if unknown",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="team",
            field=models.TextField(default="", help_text="id of a team in the blueprint; empty for none"),
        ),
        migrations.AddField(
            model_name="post",
            name="person",
            field=models.ForeignKey(
                help_text="whose own record this post is for",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="care.person",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                name="one_live_post_of_a_kind",
                fields=("user", "role", "area", "organisation", "team", "person"),
                condition=models.Q(ended__isnull=True),
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="staff_number",
            field=models.TextField(
                default="",
                help_text="by which their organisation's own sign-in names them; empty where not used",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="sessions_ended",
            field=models.DateTimeField(help_text="sessions begun before this are over", null=True),
        ),
        Together(
            migrations.CreateModel(
                name="Registration",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("body", models.TextField(help_text="the regulator, such as NMC")),
                    ("number", models.TextField()),
                    ("checked_on", models.DateField(help_text="the day the register was looked at")),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="registrations",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("body", "number"), name="one_account_per_registration")
                    ],
                },
            ),
            migrations.CreateModel(
                name="SharedCache",
                fields=[
                    (
                        "cache_key",
                        models.CharField(max_length=255, primary_key=True, serialize=False),
                    ),
                    ("value", models.TextField()),
                    ("expires", models.DateTimeField(db_index=True)),
                ],
            ),
        ),
    ]
