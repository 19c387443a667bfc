"""One plan for each person, in versions: who sees and writes which part of it, in the database too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonweal.care.migrations._plans_in_sql import backwards, forwards
from commonweal.care.migrations._together import Together


class Migration(migrations.Migration):
    dependencies = [("care", "0016_assessments")]
    operations = [
        Together(
            migrations.CreateModel(
                name="Plan",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("begun", models.DateTimeField()),
                    (
                        "review_by",
                        models.DateField(
                            help_text="the soonest day on which a section, or the whole, is to be read again",
                            null=True,
                        ),
                    ),
                    (
                        "person",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT, related_name="plan", to="care.person"
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["review_by", "person"], name="plans_by_review"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SectionDraft",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("section", models.TextField()),
                    ("category", models.TextField()),
                    ("said", models.JSONField(help_text="the answers of the form, as typed")),
                    ("seen", models.BigIntegerField(help_text="id of the version it was begun from", null=True)),
                    ("kept", models.DateTimeField()),
                    (
                        "person",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.person",
                        ),
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
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("post", "person", "section"), name="one_draft_of_an_author"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("category__in", ("plan_about_me", "plan_care", "plan_crisis", "plan_end_of_life"))
                            ),
                            name="plan_draft_category",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SectionVersion",
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
                    ("section", models.TextField(help_text="id of a section of the plan in the blueprint")),
                    ("category", models.TextField()),
                    ("content", models.JSONField(help_text="items, each field → words")),
                    (
                        "whose",
                        models.TextField(
                            choices=[
                                ("person", "the person's own words"),
                                ("carer", "a carer's words"),
                                ("professional", "a professional's words"),
                            ]
                        ),
                    ),
                    ("supported_by", models.TextField(default="", help_text="who helped to write it, in words")),
                    ("why", models.TextField(default="", help_text="why it was changed, in words")),
                    ("review_by", models.DateField(null=True)),
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
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.person",
                        ),
                    ),
                    (
                        "restores",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.sectionversion",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["person", "section", "-id"], name="plan_sections"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("category__in", ("plan_about_me", "plan_care", "plan_crisis", "plan_end_of_life"))
                            ),
                            name="plan_section_category",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("whose__in", ["person", "carer", "professional"])),
                            name="plan_section_whose",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Proposal",
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
                    ("section", models.TextField()),
                    ("category", models.TextField()),
                    ("content", models.JSONField()),
                    (
                        "whose",
                        models.TextField(
                            choices=[
                                ("person", "the person's own words"),
                                ("carer", "a carer's words"),
                                ("professional", "a professional's words"),
                            ]
                        ),
                    ),
                    ("why", models.TextField(default="")),
                    (
                        "outcome",
                        models.TextField(
                            choices=[
                                ("", "waits for an answer"),
                                ("accepted", "accepted"),
                                ("changed", "accepted with a change"),
                                ("declined", "declined"),
                            ],
                            default="",
                        ),
                    ),
                    ("answered", models.DateTimeField(null=True)),
                    ("answered_name", models.TextField(default="")),
                    ("answer", models.TextField(default="", help_text="to whoever proposed it, in words")),
                    (
                        "answered_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
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
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.person",
                        ),
                    ),
                    (
                        "based_on",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.sectionversion",
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.sectionversion",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["person", "-id"], name="plan_proposals"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("category__in", ("plan_about_me", "plan_care", "plan_crisis", "plan_end_of_life"))
                            ),
                            name="plan_proposal_category",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("answered", None), ("outcome", ""), ("version", None)),
                                models.Q(
                                    ("answered__isnull", False),
                                    ("outcome", "declined"),
                                    ("version", None),
                                    models.Q(("answer", ""), _negated=True),
                                ),
                                models.Q(
                                    ("answered__isnull", False),
                                    ("outcome__in", ["accepted", "changed"]),
                                    ("version__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="plan_proposal_is_answered_or_waits",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SignOff",
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
                    (
                        "agreed",
                        models.TextField(
                            choices=[
                                ("person", "agreed with the person"),
                                ("representative", "agreed with somebody who may decide for the person"),
                                ("not_agreed", "not agreed yet"),
                            ]
                        ),
                    ),
                    (
                        "representative",
                        models.TextField(default="", help_text="who agreed for the person, and as what"),
                    ),
                    ("how", models.TextField(help_text="how it was agreed, or why it could not be, in words")),
                    ("review_by", models.DateField()),
                    ("versions", models.JSONField(help_text="section → id of the version that was signed")),
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
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.person",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["person", "-id"], name="plan_sign_offs"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("agreed__in", ["person", "representative", "not_agreed"])),
                            name="plan_agreed",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("agreed", "representative"), ("representative", ""), _negated=True),
                            name="plan_representative_is_named",
                        ),
                    ],
                },
            ),
        ),
        migrations.RunSQL(forwards(), backwards()),
    ]
