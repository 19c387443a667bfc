"""The end-of-life register, what people on it prefer, and what came of it."""

import uuid
from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from commonweal.care.migrations._together import Together

policies = import_module("commonweal.care.migrations._policies")
written = import_module("commonweal.care.migrations._written").written

ADDED, CHANGED = ("SELECT", "INSERT"), ("SELECT", "INSERT", "UPDATE")
COMMANDS = {
    "care_registerentry": CHANGED,
    "care_registerreview": ADDED,
    "care_preference": ADDED,
    "care_placewish": ADDED,
    "care_advancedecision": ADDED,
    "care_anticipatorymedicine": CHANGED,
    "care_death": ADDED,
    "care_bereavement": CHANGED,
    "care_afterdeathreview": ADDED,
}
POLICIES = {
    table: dict.fromkeys(commands, policies.of_person(table, "plan_end_of_life"))
    for table, commands in COMMANDS.items()
}

POLICIES["care_placerate"] = {"SELECT": "(SELECT care_told('referrals', 'planning'))"}
COUNTS = ("died", "known", "first", "second", "elsewhere", "on_register", "with_place")
ROUNDED = models.Q()  # each is nothing, or ten at least
for count in COUNTS:
    ROUNDED &= models.Q((count, None)) | models.Q((count, 0)) | models.Q((f"{count}__gte", 10))


class Migration(migrations.Migration):
    dependencies = [("care", "0018_around_people")]
    operations = [
        Together(
            migrations.CreateModel(
                name="Bereavement",
                fields=[
                    *written(),
                    (
                        "contact",
                        models.UUIDField(
                            default=uuid.uuid4, help_text="of the form it was written on", unique=True
                        ),
                    ),
                    ("name", models.TextField()),
                    ("reach", models.TextField(default="")),
                    ("by_whom", models.TextField()),
                    ("due", models.DateField()),
                    ("done_on", models.DateField(null=True)),
                    ("done_name", models.TextField(default="")),
                    ("outcome", models.TextField(default="")),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Death",
                fields=[
                    *written(),
                    ("number", models.IntegerField()),
                    ("on", models.DateField()),
                    ("place", models.TextField()),
                    ("words", models.TextField(default="")),
                    (
                        "practice",
                        models.TextField(default="", help_text="ODS code, where they were registered last"),
                    ),
                    (
                        "met",
                        models.TextField(help_text="first, second, no, or unknown where no preference was known"),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("person", "number"), name="one_death_of_a_number"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PlaceWish",
                fields=[
                    *written(),
                    ("number", models.IntegerField()),
                    ("care_first", models.TextField(default="")),
                    ("care_second", models.TextField(default="")),
                    ("death_first", models.TextField(default="")),
                    ("death_second", models.TextField(default="")),
                    ("words", models.TextField(default="")),
                    ("discussed_with", models.TextField(default="")),
                    ("on", models.DateField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("person", "number"), name="one_place_wish_of_a_number"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Preference",
                fields=[
                    *written(),
                    ("number", models.IntegerField()),
                    ("subject", models.TextField()),
                    ("answer", models.TextField()),
                    ("words", models.TextField(default="", help_text="of the person, or of whoever decided")),
                    ("decided_by", models.TextField(default="")),
                    ("decided_name", models.TextField(default="")),
                    (
                        "capacity",
                        models.TextField(default="", help_text="how the person's capacity was considered"),
                    ),
                    ("discussed_with", models.TextField(default="")),
                    ("decided_on", models.DateField(null=True)),
                    ("review_on", models.DateField(null=True)),
                    (
                        "form",
                        models.TextField(default="", help_text="the clinical form that was seen; empty for none"),
                    ),
                    ("form_kept", models.TextField(default="", help_text="where it is kept")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("person", "subject", "number"), name="one_preference_of_a_number"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("answer__in", ("permit", "refuse", "not_discussed", "at_the_time"))),
                            name="preference_answer",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RegisterEntry",
                fields=[
                    *written(),
                    ("since", models.DateField()),
                    ("reason", models.TextField(help_text="which kind of illness")),
                    ("words", models.TextField(default="", help_text="why now, in words")),
                    (
                        "practice",
                        models.TextField(default="", help_text="ODS code, as they were registered then"),
                    ),
                    ("ended", models.DateTimeField(null=True)),
                    ("ended_reason", models.TextField(default="")),
                    ("ended_words", models.TextField(default="")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended", None)), fields=("person",), name="once_on_the_register"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ended", None), models.Q(("ended_reason", ""), _negated=True), _connector="OR"
                            ),
                            name="register_entry_ends_with_a_reason",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RegisterReview",
                fields=[
                    *written(),
                    ("on", models.DateField()),
                    ("stage", models.TextField()),
                    (
                        "estimate",
                        models.TextField(default="", help_text="of the time left; empty where none is given"),
                    ),
                    ("words", models.TextField(default="")),
                    ("next_review", models.DateField()),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reviews",
                            to="care.registerentry",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="AdvanceDecision",
                fields=[
                    *written(),
                    ("number", models.IntegerField()),
                    ("made", models.TextField(help_text="yes, no or unknown")),
                    ("refuses", models.TextField(default="", help_text="what it refuses and when, in its words")),
                    ("seen_by", models.TextField(default="")),
                    ("seen_on", models.DateField(null=True)),
                    ("kept", models.TextField(default="", help_text="where it is kept")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("person", "number"), name="one_advance_decision_of_a_number"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("made__in", ["yes", "no", "unknown"])),
                            name="advance_decision_made",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AfterDeathReview",
                fields=[
                    *written(),
                    ("number", models.IntegerField()),
                    ("on", models.DateField()),
                    ("went_well", models.TextField(default="")),
                    ("went_wrong", models.TextField(default="")),
                    ("action", models.TextField(default="")),
                    ("action_by", models.TextField(default="")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("person", "number"), name="one_after_death_review_of_a_number"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="AnticipatoryMedicine",
                fields=[
                    *written(),
                    ("medicine", models.TextField()),
                    ("dose", models.TextField(help_text="as it is prescribed, in words")),
                    ("given_for", models.TextField(default="")),
                    ("prescribed_by", models.TextField()),
                    ("prescribed_on", models.DateField()),
                    ("kept", models.TextField(help_text="where in the home")),
                    ("expires", models.DateField(null=True)),
                    ("ended", models.DateTimeField(null=True)),
                    ("ended_because", models.TextField(default="")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended", None)),
                            fields=("person", "medicine", "dose"),
                            name="one_live_anticipatory_medicine",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PlaceRate",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("moment", models.DateTimeField(help_text="the record is measured as it was then")),
                    ("weeks", models.IntegerField(help_text="up to that moment")),
                    ("area", models.TextField(help_text="id of an area")),
                    (
                        "died",
                        models.IntegerField(
                            help_text="whose place of death was recorded; empty if suppressed", null=True
                        ),
                    ),
                    ("known", models.IntegerField(help_text="of these, with a preference", null=True)),
                    ("first", models.IntegerField(help_text="who died where they preferred", null=True)),
                    ("second", models.IntegerField(null=True)),
                    ("elsewhere", models.IntegerField(null=True)),
                    ("on_register", models.IntegerField(help_text="at that moment", null=True)),
                    (
                        "with_place",
                        models.IntegerField(help_text="of these, with a preferred place of death", null=True),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("moment", "weeks", "area"), name="one_place_rate_an_area"
                        ),
                        models.CheckConstraint(condition=ROUNDED, name="place_rate_is_rounded"),
                    ],
                },
            ),
        ),
        migrations.RunSQL(policies.enable(POLICIES), policies.disable(POLICIES)),
    ]
