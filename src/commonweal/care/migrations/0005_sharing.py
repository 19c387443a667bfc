"""Agreements, parts in care, openings in an emergency, and what people say about their record; contacts by category."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from commonweal.care.migrations._together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0004_accounts"),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name="Clause",
                fields=[
                    ("name", models.TextField(primary_key=True, serialize=False)),
                    ("title", models.TextField()),
                    ("purpose", models.TextField()),
                    (
                        "categories",
                        django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                    ),
                    (
                        "roles",
                        django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                    ),
                    (
                        "relationships",
                        django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                    ),
                    (
                        "organisations",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.TextField(), help_text="ODS codes of all who signed", size=None
                        ),
                    ),
                    ("starts", models.DateField()),
                    ("until", models.DateField()),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("starts__lte", models.F("until"))), name="clause_runs_forwards"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Coverage",
                fields=[
                    ("id", models.TextField(primary_key=True, serialize=False)),
                    ("kind", models.TextField()),
                    (
                        "practices",
                        django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                    ),
                    (
                        "small_areas",
                        django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Involvement",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.TextField(
                            choices=[
                                ("referral", "Referred to the team"),
                                ("episode", "Looked after by the team"),
                                ("care_team", "In the care team"),
                            ]
                        ),
                    ),
                    (
                        "team",
                        models.TextField(
                            default="", help_text="id of a team; empty where the whole organisation"
                        ),
                    ),
                    ("organisation", models.TextField(help_text="ODS code of the organisation")),
                    ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ("ended", models.DateTimeField(null=True)),
                    ("reason", models.TextField(help_text="why it began, in words")),
                    ("outcome", models.TextField(default="", help_text="how it ended, in words")),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("ended", None)), fields=["team", "organisation"], name="involvements_live"
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["referral", "episode", "care_team"])),
                            name="involvement_kind",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Objection",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ("ended", models.DateTimeField(null=True)),
                    ("note", models.TextField(default="", help_text="in the person's own words, or why")),
                    (
                        "organisation",
                        models.TextField(default="", help_text="ODS code; empty for every organisation"),
                    ),
                    (
                        "category",
                        models.TextField(default="", help_text="category of the record; empty for all of it"),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Opening",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("reason", models.TextField()),
                    ("opened", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ("until", models.DateTimeField()),
                    ("ended", models.DateTimeField(help_text="where it was shut before its time", null=True)),
                    ("reviewed", models.DateTimeField(null=True)),
                    (
                        "finding",
                        models.TextField(default="", help_text="justified, not justified or to be followed up"),
                    ),
                    ("note", models.TextField(default="", help_text="what the reviewer wrote")),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("reviewed", None)), fields=["opened"], name="openings_to_review"
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("until__gt", models.F("opened"))), name="opening_ends"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="OptOut",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ("ended", models.DateTimeField(null=True)),
                    ("note", models.TextField(default="", help_text="in the person's own words, or why")),
                ],
            ),
            migrations.CreateModel(
                name="Restriction",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ("ended", models.DateTimeField(null=True)),
                    ("note", models.TextField(default="", help_text="in the person's own words, or why")),
                ],
            ),
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_by_family_name",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_by_given_name",
        ),
        migrations.AddField(
            model_name="person",
            name="family_order",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Collate(
                    django.db.models.functions.text.Upper("family"), "C"
                ),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="given_order",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Collate(
                    django.db.models.functions.text.Upper("given"), "C"
                ),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.DeleteModel(name="PersonContacts"),  # the next refresh publishes them anew, by category
        migrations.CreateModel(
            name="PersonContacts",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id", "category", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="care.person",
                    ),
                ),
                (
                    "category",
                    models.TextField(
                        help_text="of the record: gp_record, hospital, community or social_care"
                    ),
                ),
                ("practice", models.TextField(default="")),
                ("contacts", models.TextField()),
            ],
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["care_home"],
                name="person_in_care_home",
                condition=models.Q(("care_home", ""), _negated=True),
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["family_order"], name="person_by_family_name"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["given_order"], name="person_by_given_name"),
        ),
        migrations.AddField(
            model_name="involvement",
            name="follows",
            field=models.ForeignKey(
                help_text="what it was handed over from",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="care.involvement",
            ),
        ),
        migrations.AddField(
            model_name="involvement",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="involvements", to="care.person"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.person"
            ),
        ),
        migrations.AddField(
            model_name="opening",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.person"
            ),
        ),
        migrations.AddField(
            model_name="opening",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.post"
            ),
        ),
        migrations.AddField(
            model_name="opening",
            name="reviewed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="optout",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.person"
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended", None)),
                fields=("person", "kind", "team", "organisation"),
                name="one_live_involvement_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended", None)),
                fields=("person", "organisation", "category"),
                name="one_live_objection",
            ),
        ),
        migrations.AddIndex(
            model_name="opening",
            index=models.Index(fields=["post", "until"], name="openings_of_a_post"),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finding", ""), ("reviewed", None), ("reviewed_by", None)),
                    models.Q(
                        ("reviewed__isnull", False),
                        ("reviewed_by__isnull", False),
                        models.Q(("finding", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="opening_review_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="optout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended", None)), fields=("person",), name="one_live_opt_out"
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended", None)), fields=("person",), name="one_live_restriction"
            ),
        ),
    ]
