"""What is known of each person in columns, by category of the record, and measures of whole populations."""

from importlib import import_module

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from commonweal.care.migrations._together import Together

policies = import_module("commonweal.care.migrations._policies")
merging = import_module("commonweal.care.migrations._merge_in_sql")

PEOPLE = {
    "care_personprofile": "gp_record",
    "care_personhospital": "hospital",
    "care_personcommunity": "community",
    "care_personsocialcare": "social_care",
}
EXACT = "population || ' ' || area IN (SELECT care_exact())"


def cells(category: str) -> str:
    """Which cells of one category of the record: exact for whoever cares for all, else as planned with."""
    if category == "cost":
        return "category = 'cost' AND audience = 'planning' AND (SELECT care_told('cost', 'finance'))"
    return (
        f"category = '{category}' AND ("
        f"audience = 'planning' AND (SELECT care_told('{category}', 'planning'))"
        f" OR audience = 'care' AND (SELECT care_told('{category}', 'case_finding')) AND {EXACT})"
    )


POLICIES = {
    **{
        table: {"SELECT": policies.seen(repr(category), "person_id", "practice")}
        for table, category in PEOPLE.items()
    },
    "care_populationcell": {
        "SELECT": " OR ".join(f"({cells(category)})" for category in (*PEOPLE.values(), "cost"))
    },
}


class Migration(migrations.Migration):
    dependencies = [("care", "0024_plan_photo")]

    operations = [
        Together(
            migrations.CreateModel(
                name="PersonCommunity",
                fields=[
                    (
                        "person",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="community",
                            serialize=False,
                            to="care.person",
                        ),
                    ),
                    ("practice", models.TextField(default="")),
                    ("contacts_home", models.IntegerField()),
                    ("contacts_community", models.IntegerField()),
                ],
            ),
            migrations.CreateModel(
                name="PersonHospital",
                fields=[
                    (
                        "person",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="hospital",
                            serialize=False,
                            to="care.person",
                        ),
                    ),
                    ("practice", models.TextField(default="")),
                    (
                        "hospital_frailty",
                        models.IntegerField(help_text="in tenths; empty where not defined", null=True),
                    ),
                    ("hospital_frailty_risk", models.TextField(help_text="low, intermediate or high", null=True)),
                    ("charlson", models.SmallIntegerField(help_text="by the weights of 2011")),
                    ("charlson_1987", models.SmallIntegerField()),
                    ("high_intensity", models.BooleanField()),
                    ("contacts_outpatient", models.IntegerField()),
                    ("contacts_emergency", models.IntegerField()),
                    ("contacts_bed", models.IntegerField()),
                    ("emergency_admissions", models.IntegerField()),
                    ("bed_days", models.IntegerField()),
                ],
            ),
            migrations.CreateModel(
                name="PersonSocialCare",
                fields=[
                    (
                        "person",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="social_care",
                            serialize=False,
                            to="care.person",
                        ),
                    ),
                    ("practice", models.TextField(default="")),
                    ("contacts_care_home", models.IntegerField()),
                    ("contacts_social_care", models.IntegerField()),
                ],
            ),
            migrations.CreateModel(
                name="PersonProfile",
                fields=[
                    (
                        "person",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="profile",
                            serialize=False,
                            to="care.person",
                        ),
                    ),
                    ("practice", models.TextField(default="")),
                    ("lsoa", models.TextField(default="")),
                    ("age", models.SmallIntegerField()),
                    ("sex", models.TextField()),
                    ("ethnicity", models.TextField(help_text="asian, black, mixed, white, other or not_known")),
                    (
                        "decile",
                        models.SmallIntegerField(
                            help_text="of deprivation: 1 is the most deprived tenth", null=True
                        ),
                    ),
                    ("housing_type", models.TextField(default="")),
                    ("tenure", models.TextField(default="")),
                    ("geodemographic", models.TextField(default="", help_text="group of an area classification")),
                    ("care_home", models.BooleanField()),
                    ("housebound", models.BooleanField()),
                    ("deficits", models.SmallIntegerField()),
                    ("band", models.TextField()),
                    ("deficits_year_ago", models.SmallIntegerField(null=True)),
                    (
                        "registers",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.TextField(),
                            help_text="ids of disease registers, by alphabet",
                            size=None,
                        ),
                    ),
                    (
                        "conditions",
                        models.SmallIntegerField(help_text="how many of these are long-term conditions"),
                    ),
                    ("segment", models.TextField(help_text="id of the life-course segment")),
                    ("cambridge", models.IntegerField(help_text="Cambridge multimorbidity score in hundredths")),
                    ("medicines", models.SmallIntegerField(help_text="different ones in twelve months")),
                    (
                        "continuity",
                        models.FloatField(help_text="share of GP contacts with the one seen most", null=True),
                    ),
                    ("end_of_life", models.BooleanField()),
                    ("need_years", models.FloatField(help_text="lived with need, up to the day", null=True)),
                    ("contacts_gp", models.IntegerField()),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["practice", "segment"], name="profile_practice"),
                        models.Index(fields=["lsoa", "segment"], name="profile_lsoa"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("band__in", ("fit", "mild", "moderate", "severe"))),
                            name="profile_band",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PopulationCell",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("category", models.TextField(help_text="of the record that it is counted from")),
                    ("audience", models.TextField(choices=[("care", "Care"), ("planning", "Planning")])),
                    (
                        "population",
                        models.TextField(choices=[("registered", "Registered"), ("resident", "Resident")]),
                    ),
                    (
                        "area",
                        models.TextField(
                            help_text="id of an area, ODS code of a practice or code of a small area"
                        ),
                    ),
                    ("as_at", models.DateField(help_text="the day it is counted on")),
                    ("measure", models.TextField(help_text="what is counted, such as register:diabetes")),
                    (
                        "by",
                        models.TextField(
                            default="", help_text="what people are told apart by; empty for all of them"
                        ),
                    ),
                    (
                        "group",
                        models.TextField(
                            default="", help_text="which of these; two ways of telling apart with / between"
                        ),
                    ),
                    ("numerator", models.BigIntegerField(help_text="people, contacts or pence", null=True)),
                    ("denominator", models.IntegerField(help_text="the people it is counted among", null=True)),
                    (
                        "expected",
                        models.FloatField(
                            help_text="the numerator, were rates by age and sex as everywhere", null=True
                        ),
                    ),
                    ("value", models.FloatField(help_text="in the unit of the measure", null=True)),
                    ("lower", models.FloatField(help_text="lower end of its 95% interval", null=True)),
                    ("upper", models.FloatField(null=True)),
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
                        models.UniqueConstraint(
                            fields=(
                                "refresh",
                                "audience",
                                "population",
                                "area",
                                "measure",
                                "by",
                                "group",
                                "as_at",
                            ),
                            name="one_population_cell",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("audience__in", ["care", "planning"]),
                                ("population__in", ["registered", "resident"]),
                                ("category__in", ("gp_record", "hospital", "community", "social_care", "cost")),
                            ),
                            name="population_words",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("audience", "planning"), _negated=True),
                                models.Q(
                                    models.Q(
                                        ("numerator__isnull", True),
                                        ("numerator", 0),
                                        ("numerator__gte", 10),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("denominator__isnull", True),
                                        ("denominator", 0),
                                        ("denominator__gte", 10),
                                        _connector="OR",
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="population_planning_is_rounded",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("category", "cost"), _negated=True),
                                ("audience", "planning"),
                                _connector="OR",
                            ),
                            name="population_cost_for_planning",
                        ),
                    ],
                },
            ),
        ),
        migrations.RunSQL(policies.enable(POLICIES), policies.disable(POLICIES)),
        migrations.RunSQL(merging.HANDLING, migrations.RunSQL.noop),
    ]
