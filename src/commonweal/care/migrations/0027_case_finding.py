"""Whom rules of case finding found when, what was done about it, and what those who plan are told of it.

What was found is written by a refresh alone, and added to. Somebody sees of it those whose record they may
look through in every category that the rule looks at, for the purpose that they look for.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonweal.care.migrations._policies import MINE, disable, enable, of_parent, seen
from commonweal.care.migrations._together import Together

CATEGORIES = ("gp_record", "hospital", "community", "social_care")
OURS = "(SELECT care_works_as())::text[]"


def where_looked_at(category: str, table: str, condition: str) -> str:
    """The condition, of rows whose rule looks at this category."""
    return f"(NOT '{category}' = ANY({table}.categories) OR ({condition}))"


OPEN = " AND ".join(
    where_looked_at(category, "care_finding", seen(repr(category), "known.id", "known.practice"))
    for category in CATEGORIES
)
FINDING = f"(SELECT true FROM care_person known WHERE known.id = care_finding.person_id AND {OPEN})"
SEEN = "(SELECT true FROM care_person known WHERE known.id = care_findinganswer.person_id)"
POLICIES = {
    "care_finding": {"SELECT": FINDING},
    "care_findingover": {"SELECT": of_parent("care_findingover", "care_finding", "finding_id")},
    "care_findinganswer": {
        "SELECT": f"team = ANY({OURS}) AND {SEEN}",
        "INSERT": f"by_id = {MINE} AND team = ANY({OURS}) AND {SEEN}",
    },
    "care_casecount": {
        "SELECT": " AND ".join(
            where_looked_at(category, "care_casecount", f"SELECT care_told('{category}', 'planning')")
            for category in CATEGORIES
        )
    },
}


class Migration(migrations.Migration):
    dependencies = [("care", "0026_risk")]

    operations = [
        Together(
            migrations.CreateModel(
                name="CaseRuleVersion",
                fields=[
                    ("digest", models.TextField(primary_key=True, serialize=False)),
                    ("rule", models.TextField()),
                    ("document", models.TextField(help_text="the file's content as JSON")),
                    ("adopted", models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name="Finding",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("rule", models.TextField(help_text="id of the rule in the blueprint")),
                    (
                        "categories",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.TextField(),
                            help_text="of the record that the rule looks at",
                            size=None,
                        ),
                    ),
                    ("since", models.DateField(help_text="the day of the refresh that found them first")),
                    ("known", models.JSONField(help_text="what was known of them then, by column of the rule")),
                    ("recorded", models.DateTimeField()),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="care.person"
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.caseruleversion",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="FindingOver",
                fields=[
                    (
                        "finding",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="over",
                            serialize=False,
                            to="care.finding",
                        ),
                    ),
                    ("on", models.DateField(help_text="the day of the refresh that did not find them")),
                    ("recorded", models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name="FindingAnswer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("rule", models.TextField()),
                    ("team", models.TextField(help_text="id of the team")),
                    (
                        "deed",
                        models.TextField(
                            choices=[("caseload", "put on the caseload"), ("aside", "put aside for now")]
                        ),
                    ),
                    ("reason", models.TextField(help_text="why, in words")),
                    (
                        "until",
                        models.DateField(help_text="of somebody put aside: listed again from then on", null=True),
                    ),
                    ("recorded", models.DateTimeField()),
                    ("by_name", models.TextField(default="")),
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
                        "involvement",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.involvement",
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
            ),
            migrations.CreateModel(
                name="CaseCount",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("rule", models.TextField()),
                    (
                        "categories",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.TextField(),
                            help_text="of the record that the rule looks at",
                            size=None,
                        ),
                    ),
                    ("area", models.TextField(help_text="id of an area, or ODS code of a practice")),
                    ("found", models.IntegerField(help_text="empty where suppressed", null=True)),
                    (
                        "among",
                        models.IntegerField(
                            help_text="everybody registered there; empty where suppressed", null=True
                        ),
                    ),
                    (
                        "refresh",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="care.refresh",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("refresh", "rule", "area"), name="one_case_count"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("found", None), ("found", 0), ("found__gte", 10), _connector="OR"),
                                models.Q(("among", None), ("among__gte", 10), _connector="OR"),
                            ),
                            name="case_count_is_rounded",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("found", None),
                                ("among", None),
                                ("found__lte", models.F("among")),
                                _connector="OR",
                            ),
                            name="case_count_is_a_part",
                        ),
                    ],
                },
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["rule", "person"], name="findings_of_a_rule"),
        ),
        migrations.AddIndex(
            model_name="findinganswer",
            index=models.Index(fields=["rule", "person", "-id"], name="answers_about_somebody"),
        ),
        migrations.AddConstraint(
            model_name="findinganswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("deed__in", ["caseload", "aside"])), name="finding_deed"
            ),
        ),
        migrations.AddConstraint(
            model_name="findinganswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deed", "aside"), ("until__isnull", False)),
                    models.Q(("deed", "caseload"), ("until", None)),
                    _connector="OR",
                ),
                name="put_aside_until_a_day",
            ),
        ),
        migrations.RunSQL(enable(POLICIES), disable(POLICIES)),
        *(
            migrations.RunSQL(f"SELECT care_merge_watch('{table}')", migrations.RunSQL.noop)
            for table in ("care_finding", "care_findinganswer")
        ),
    ]
