"""Assessments: what was answered and scored, and who relies on it."""

import uuid
from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonweal.care.migrations._together import Together

in_sql = import_module("commonweal.care.migrations._assessments_in_sql")
enable, disable = in_sql.enable, in_sql.disable


class Migration(migrations.Migration):
    dependencies = [("care", "0015_practices_at_once")]
    operations = [
        Together(
            migrations.CreateModel(
                name="InstrumentVersion",
                fields=[
                    ("digest", models.TextField(primary_key=True, serialize=False)),
                    ("instrument", models.TextField()),
                    ("document", models.TextField(help_text="the file's content as JSON")),
                    ("adopted", models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name="Assessment",
                fields=[
                    ("recorded", models.DateTimeField()),
                    ("by_name", models.TextField(default="")),
                    ("role", models.TextField(default="")),
                    ("organisation", models.TextField(default="", help_text="ODS code")),
                    ("team", models.TextField(default="", help_text="id of the team; empty where with none")),
                    (
                        "id",
                        models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                    ),
                    ("instrument", models.TextField()),
                    ("version", models.TextField(help_text="id of the instrument's version on that day")),
                    ("category", models.TextField(help_text="of agreements: who may see it")),
                    ("answers", models.JSONField(help_text="by id of the question")),
                    ("total", models.DecimalField(decimal_places=6, max_digits=16, null=True)),
                    ("parts", models.JSONField(default=dict, help_text="what each question scored")),
                    ("band", models.TextField(default="")),
                    (
                        "triggers",
                        models.JSONField(default=list, help_text="ids of those that are met, each with its questions"),
                    ),
                    ("happened", models.DateTimeField(help_text="when the person was assessed")),
                    ("again", models.DateTimeField(help_text="when they are to be assessed again", null=True)),
                    ("note", models.TextField(default="")),
                    (
                        "step",
                        models.IntegerField(help_text="number of the referral's step it was made with", null=True),
                    ),
                    (
                        "change",
                        models.TextField(default="", help_text="what was changed of the one it rests on, and why"),
                    ),
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
                        "person",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="assessments",
                            to="care.person",
                        ),
                    ),
                    (
                        "referral",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="assessments",
                            to="care.referral",
                        ),
                    ),
                    (
                        "rests_on",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="changed_as",
                            to="care.assessment",
                        ),
                    ),
                    (
                        "wording",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.instrumentversion",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["person", "instrument", "-happened"], name="assessments_of_a_person"),
                        models.Index(fields=["referral"], name="assessments_with_referrals"),
                        models.Index(fields=["rests_on"], name="assessments_resting_on"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "category__in",
                                    (
                                        "assessments",
                                        "mental_health",
                                        "community",
                                        "social_care",
                                        "plan_about_me",
                                        "plan_care",
                                        "plan_crisis",
                                        "plan_end_of_life",
                                    ),
                                )
                            ),
                            name="assessment_category",
                        ),
                        models.CheckConstraint(condition=models.Q(("happened__lte", models.F("recorded"))), name="assessed_before_recorded"),
                        models.CheckConstraint(condition=models.Q(("again__gt", models.F("happened"))), name="assessed_again_later"),
                        models.CheckConstraint(
                            condition=models.Q(("step", None), ("referral__isnull", False), _connector="OR"),
                            name="assessment_with_a_step",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("change", ""), ("rests_on", None)),
                                models.Q(("rests_on__isnull", False), models.Q(("change", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="what_was_changed_is_said",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RepeatRate",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("moment", models.DateTimeField(help_text="the record is measured as it was then")),
                    ("weeks", models.IntegerField(help_text="up to that moment")),
                    ("sender", models.TextField(help_text="ODS code; empty for all together")),
                    ("receiver", models.TextField(help_text="ODS code; empty for all together")),
                    ("sent", models.IntegerField(help_text="empty where suppressed, as are all", null=True)),
                    ("answered", models.IntegerField(null=True)),
                    ("accepted", models.IntegerField(null=True)),
                    ("changed", models.IntegerField(null=True)),
                    ("repeated", models.IntegerField(null=True)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("moment", "weeks", "sender", "receiver"), name="one_rate_a_pair"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("sent", None), ("sent", 0), ("sent__gte", 10), _connector="OR"),
                                models.Q(("answered", None), ("answered", 0), ("answered__gte", 10), _connector="OR"),
                                models.Q(("accepted", None), ("accepted", 0), ("accepted__gte", 10), _connector="OR"),
                                models.Q(("changed", None), ("changed", 0), ("changed__gte", 10), _connector="OR"),
                                models.Q(("repeated", None), ("repeated", 0), ("repeated__gte", 10), _connector="OR"),
                            ),
                            name="repeat_rate_is_rounded",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SentAssessment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded", models.DateTimeField()),
                    ("by_name", models.TextField(default="")),
                    ("role", models.TextField(default="")),
                    ("organisation", models.TextField(default="", help_text="ODS code")),
                    ("team", models.TextField(default="", help_text="id of the team; empty where with none")),
                    ("to_organisation", models.TextField(help_text="ODS code")),
                    (
                        "to_team",
                        models.TextField(default="", help_text="id of the team; empty where the whole organisation"),
                    ),
                    (
                        "until",
                        models.DateTimeField(help_text="until when it may be relied on; none: no end is set", null=True),
                    ),
                    ("note", models.TextField(default="")),
                    (
                        "assessment",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="sent",
                            to="care.assessment",
                        ),
                    ),
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
                ],
                options={
                    "indexes": [
                        models.Index(fields=["to_team", "to_organisation", "-recorded"], name="assessments_sent_to"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("assessment", "to_organisation", "to_team"), name="sent_to_a_receiver_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Receipt",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded", models.DateTimeField()),
                    ("by_name", models.TextField(default="")),
                    ("role", models.TextField(default="")),
                    ("organisation", models.TextField(default="", help_text="ODS code")),
                    ("team", models.TextField(default="", help_text="id of the team; empty where with none")),
                    (
                        "act",
                        models.TextField(
                            choices=[
                                ("accepted", "Accepted"),
                                ("changed", "Accepted with a change"),
                                ("repeated", "Repeated"),
                            ]
                        ),
                    ),
                    (
                        "reason",
                        models.TextField(default="", help_text="why it is repeated: a key of rules.REPEATED_BECAUSE"),
                    ),
                    ("note", models.TextField(default="")),
                    (
                        "clause",
                        models.TextField(default="", help_text="by which the assessor is trusted, where they are"),
                    ),
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
                        "result",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.assessment",
                        ),
                    ),
                    (
                        "sent",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="receipt",
                            to="care.sentassessment",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=models.Q(("act__in", ["accepted", "changed", "repeated"])), name="receipt_act"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("act", "repeated"), models.Q(("reason", ""), _negated=True)),
                                models.Q(models.Q(("act", "repeated"), _negated=True), ("reason", "")),
                                _connector="OR",
                            ),
                            name="repeated_for_a_reason",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("act", "changed"), ("result__isnull", False)),
                                models.Q(models.Q(("act", "changed"), _negated=True), ("result__isnull", True)),
                                _connector="OR",
                            ),
                            name="changed_into_another",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="StruckOut",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded", models.DateTimeField()),
                    ("by_name", models.TextField(default="")),
                    ("role", models.TextField(default="")),
                    ("organisation", models.TextField(default="", help_text="ODS code")),
                    ("team", models.TextField(default="", help_text="id of the team; empty where with none")),
                    ("reason", models.TextField()),
                    (
                        "assessment",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="struck_out",
                            to="care.assessment",
                        ),
                    ),
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
                ],
                options={
                    "abstract": False,
                },
            ),
        ),
        migrations.RunSQL(enable(), disable()),
    ]
