"""Referrals on their pathways, step by step: who may see and record what of them, in the database too."""

import datetime

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

from commonweal.care.migrations._referrals_in_sql import disable, enable
from commonweal.care.migrations._together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0008_no_way_in"),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name="PathwayVersion",
                fields=[
                    ("digest", models.TextField(primary_key=True, serialize=False)),
                    ("pathway", models.TextField()),
                    ("document", models.TextField(help_text="the file's content as JSON")),
                    ("adopted", models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name="StageCount",
                fields=[
                    (
                        "pk",
                        models.CompositePrimaryKey(
                            "hub",
                            "pathway",
                            "stage",
                            "lane",
                            blank=True,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("hub", models.TextField()),
                    ("pathway", models.TextField()),
                    ("stage", models.TextField()),
                    ("lane", models.IntegerField()),
                    ("count", models.IntegerField()),
                ],
            ),
        ),
        migrations.AddField(
            model_name="involvement",
            name="by_referral",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="it began with a referral, and ends with the last one",
            ),
        ),
        Together(
            migrations.CreateModel(
                name="Referral",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("reference", models.TextField(unique=True)),
                    ("pathway", models.TextField()),
                    (
                        "identity",
                        models.TextField(
                            choices=[
                                ("known", "matched to a person of the record"),
                                ("unverified", "named, not matched to anybody yet"),
                                ("unknown", "not known by name"),
                            ]
                        ),
                    ),
                    ("given", models.TextField(default="")),
                    ("family", models.TextField(default="")),
                    ("birth_date", models.DateField(null=True)),
                    ("sex", models.TextField(default="unknown")),
                    ("nhs_number", models.TextField(default="", help_text="as it was sent, where it is one")),
                    ("address", models.TextField(default="")),
                    ("postcode", models.TextField(default="")),
                    ("phone", models.TextField(default="")),
                    ("practice", models.TextField(default="", help_text="ODS code; empty where not known")),
                    (
                        "lsoa",
                        models.TextField(default="", help_text="code of the small area; empty where not known"),
                    ),
                    (
                        "source",
                        models.TextField(
                            help_text="a kind of organisation, or person, family, nhs_111, ambulance_999"
                        ),
                    ),
                    ("channel", models.TextField(help_text="page, fhir, csv or played")),
                    (
                        "sender",
                        models.TextField(default="", help_text="ODS code of the organisation that sent it"),
                    ),
                    ("sender_team", models.TextField(default="")),
                    ("sender_name", models.TextField(default="")),
                    ("sender_contact", models.TextField(default="")),
                    ("reason", models.TextField(help_text="in the words of whoever referred")),
                    (
                        "answers",
                        models.JSONField(default=dict, help_text="to the questions of the pathway, by id"),
                    ),
                    (
                        "marks",
                        models.JSONField(default=list, help_text="what the sender was warned of, such as died"),
                    ),
                    ("received", models.DateTimeField(help_text="when it reached us")),
                    ("recorded", models.DateTimeField()),
                    ("hub", models.TextField(help_text="id of the team that reads what comes in")),
                    ("hub_organisation", models.TextField(default="")),
                    (
                        "team",
                        models.TextField(
                            default="", help_text="id of the team it was given to; empty while with none"
                        ),
                    ),
                    ("team_organisation", models.TextField(default="")),
                    ("stage", models.TextField()),
                    ("since", models.DateTimeField(help_text="when it came to this stage")),
                    ("steps", models.IntegerField(default=1, help_text="how many are recorded")),
                    (
                        "due",
                        models.DateTimeField(
                            help_text="when the next clock runs out; none while all rest", null=True
                        ),
                    ),
                    ("due_clock", models.TextField(default="")),
                    ("resting", models.TextField(default="", help_text="why its clock rests, while it does")),
                    ("next_rung", models.DateTimeField(help_text="when somebody is told next", null=True)),
                    (
                        "sorts",
                        models.GeneratedField(
                            db_persist=True,
                            expression=django.db.models.functions.comparison.Coalesce(
                                "due", models.Value(datetime.datetime(9999, 1, 1, tzinfo=datetime.timezone.utc))
                            ),
                            output_field=models.DateTimeField(),
                        ),
                    ),
                    ("ended", models.DateTimeField(null=True)),
                    ("outcome", models.TextField(default="")),
                    ("next_owner", models.TextField(default="")),
                    (
                        "journey",
                        models.BigIntegerField(help_text="id of the first leg; none where this is it", null=True),
                    ),
                    (
                        "follows",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.referral",
                        ),
                    ),
                    (
                        "made_by",
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
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="referrals",
                            to="care.person",
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.pathwayversion",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("ended", None)), fields=["hub", "sorts", "id"], name="referrals_of_a_hub"
                        ),
                        models.Index(
                            condition=models.Q(("ended", None)),
                            fields=["hub", "stage", "sorts", "id"],
                            name="referrals_at_a_stage",
                        ),
                        models.Index(
                            condition=models.Q(("ended", None)),
                            fields=["team", "sorts", "id"],
                            name="referrals_of_a_team",
                        ),
                        models.Index(fields=["person", "received"], name="referrals_of_a_person"),
                        models.Index(fields=["sender", "-received"], name="referrals_sent"),
                        models.Index(fields=["pathway", "received"], name="referrals_on_a_pathway"),
                        models.Index(fields=["journey"], name="referrals_of_a_journey"),
                        models.Index(
                            condition=models.Q(("ended", None)), fields=["next_rung"], name="referrals_to_tell_of"
                        ),
                        models.Index(
                            condition=models.Q(("ended", None)), fields=["birth_date"], name="referrals_alike"
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("identity__in", ["known", "unverified", "unknown"])),
                            name="referral_identity",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("identity", "known"), ("person__isnull", False)),
                                models.Q(models.Q(("identity", "known"), _negated=True), ("person__isnull", True)),
                                _connector="OR",
                            ),
                            name="known_is_somebody",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ClockRun",
                fields=[
                    (
                        "pk",
                        models.CompositePrimaryKey(
                            "referral_id",
                            "clock",
                            "number",
                            blank=True,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("clock", models.TextField()),
                    ("number", models.IntegerField(help_text="from 1")),
                    ("rule", models.TextField(help_text="id of the version of the clock's rule")),
                    ("state", models.TextField()),
                    ("started", models.DateTimeField()),
                    ("due", models.DateTimeField(help_text="none while it rests with time left", null=True)),
                    ("ended", models.DateTimeField(null=True)),
                    (
                        "used_seconds",
                        models.BigIntegerField(help_text="what counted of it, until it ended or its last step"),
                    ),
                    ("limit_seconds", models.BigIntegerField()),
                    ("target", models.IntegerField(help_text="per cent that should be in time", null=True)),
                    (
                        "referral",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="runs",
                            to="care.referral",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Step",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.IntegerField()),
                    ("move", models.TextField(help_text="id of the move; empty for the first step")),
                    ("source", models.TextField()),
                    ("to", models.TextField()),
                    ("happened", models.DateTimeField()),
                    ("recorded", models.DateTimeField()),
                    ("by_name", models.TextField(default="")),
                    ("role", models.TextField(default="")),
                    ("organisation", models.TextField(default="")),
                    ("team", models.TextField(default="")),
                    ("reason", models.TextField(default="")),
                    ("outcome", models.TextField(default="")),
                    ("next_owner", models.TextField(default="")),
                    ("instruments", models.JSONField(default=list)),
                    ("note", models.TextField(default="")),
                    (
                        "given_team",
                        models.TextField(default="", help_text="id of the team it was given to by this step"),
                    ),
                    ("corrects", models.IntegerField(help_text="number of the step it stands for", null=True)),
                    ("never_happened", models.BooleanField(default=False)),
                    (
                        "version",
                        models.TextField(default="", help_text="digest of the pathway it was carried over to"),
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
                        "referral",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recorded_steps",
                            to="care.referral",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("referral", "number"), name="steps_are_numbered"),
                        models.CheckConstraint(
                            condition=models.Q(("happened__lte", models.F("recorded"))), name="recorded_after_it_happened"
                        ),
                    ],
                },
            ),
        ),
        migrations.RunSQL(enable(), disable()),
    ]
