"""A photo in a plan: seen by whoever sees the part about the person; added and taken away, never changed."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

policies = import_module("commonweal.care.migrations._policies")
handling = import_module("commonweal.care.migrations._merge_handling")

ABOUT_ME = policies.of_person("care_planphoto", "plan_about_me")
POLICIES = {
    "care_planphoto": {
        "SELECT": ABOUT_ME,
        "INSERT": f"ended IS NULL AND by_id = {policies.MINE} AND {ABOUT_ME}",
    }
}
ENDED_ONCE = f"""
CREATE POLICY care_planphoto_update ON care_planphoto FOR UPDATE TO commonweal_app
USING (ended IS NULL AND {ABOUT_ME})
WITH CHECK (ended IS NOT NULL AND ended_by_id = {policies.MINE} AND {ABOUT_ME});
"""
NOT_ENDED = "DROP POLICY care_planphoto_update ON care_planphoto;"
MERGED = f"""
CREATE OR REPLACE FUNCTION care_merge_handling() RETURNS TABLE (
    "table" text, "column" text, how text, alike text[], live text, changes jsonb
) LANGUAGE sql STABLE AS $$
{handling.VALUES}
$$;
SELECT care_merge_watch('care_planphoto');
"""
NOT_MERGED = "DROP TRIGGER comes_to_one ON care_planphoto;"


class Migration(migrations.Migration):
    dependencies = [("care", "0023_medicines")]
    operations = [
        migrations.CreateModel(
            name="PlanPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_name", models.TextField()),
                ("role", models.TextField(help_text="id of the role they acted in")),
                ("organisation", models.TextField(default="")),
                ("kind", models.TextField(help_text="media type")),
                ("content", models.BinaryField()),
                ("width", models.IntegerField()),
                ("height", models.IntegerField()),
                (
                    "ended",
                    models.DateTimeField(
                        null=True, help_text="when it was taken away, or another took its place"
                    ),
                ),
                ("ended_by_name", models.TextField(default="")),
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
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="care.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-id"], name="plan_photos")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended", None)), fields=("person",), name="one_live_photo"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended", None), ("ended_by", None), ("ended_by_name", "")),
                            models.Q(
                                ("ended__isnull", False), models.Q(("ended_by_name", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="plan_photo_ends_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(policies.enable(POLICIES), policies.disable(POLICIES)),
        migrations.RunSQL(ENDED_ONCE, NOT_ENDED),
        migrations.RunSQL(MERGED, NOT_MERGED),
    ]
