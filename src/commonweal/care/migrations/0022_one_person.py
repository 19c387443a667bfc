"""Two records found to be of one person: pairs to decide on, and merges that can be undone."""

from importlib import import_module

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from commonweal.care.migrations._together import Together

one_person = import_module("commonweal.care.migrations._one_person_in_sql")


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0021_homes"),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name="Merge",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "number",
                        models.TextField(
                            default="", help_text="NHS number that `gone` had; empty where it had none"
                        ),
                    ),
                    ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ("by_name", models.TextField(default="")),
                    ("because", models.TextField()),
                    ("held", models.JSONField(default=dict, help_text="rows that `kept` had before, by table")),
                    ("undone", models.DateTimeField(null=True)),
                    ("undone_because", models.TextField(default="")),
                    (
                        "by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "gone",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.person"
                        ),
                    ),
                    (
                        "kept",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.person"
                        ),
                    ),
                    (
                        "undone_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("undone", None), models.Q(("number", ""), _negated=True)),
                            fields=["number"],
                            name="merged_numbers",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("undone", None)), fields=("gone",), name="part_of_one_only"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("kept", models.F("gone")), _negated=True), name="merge_of_two"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="MovedRow",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("table", models.TextField()),
                    ("row", models.JSONField(help_text="its primary key since then, by column")),
                    ("old", models.JSONField(help_text="what each changed column said before, as text")),
                    ("new", models.JSONField(help_text="and since then")),
                    (
                        "merge",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="moved", to="care.merge"
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Pair",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "verdict",
                        models.TextField(help_text="same or possible, as the rules have it; somebody decides"),
                    ),
                    ("score", models.IntegerField(help_text="points of the rules")),
                    ("reasons", models.JSONField(default=list, help_text="points and words of each")),
                    (
                        "told",
                        models.TextField(help_text="digest of what the two records said when they were compared"),
                    ),
                    ("found", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    (
                        "decision",
                        models.TextField(
                            choices=[
                                ("", "nobody has decided"),
                                ("same", "one person"),
                                ("different", "two people"),
                                ("later", "not sure yet"),
                            ],
                            default="",
                        ),
                    ),
                    ("decided", models.DateTimeField(null=True)),
                    ("by_name", models.TextField(default="")),
                    ("note", models.TextField(default="")),
                    (
                        "by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "first",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.person"
                        ),
                    ),
                    (
                        "second",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.person"
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("decision__in", ["", "later"])),
                            fields=["-score", "id"],
                            name="pairs_to_decide",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("first", "second"), name="one_pair_of_two"),
                        models.CheckConstraint(
                            condition=models.Q(("first__lt", models.F("second"))), name="pair_in_order"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("decision__in", ["", "same", "different", "later"])), name="pair_decision"
                        ),
                    ],
                },
            ),
        ),
        migrations.RunSQL(one_person.enable(), one_person.disable()),
    ]
