"""Models of risk as each refresh found them, and the chances of people with their reasons."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from commonweal.care.migrations._together import Together

policies = import_module("commonweal.care.migrations._policies")
merging = import_module("commonweal.care.migrations._merge_in_sql")

FROM = ("gp_record", "hospital")  # the categories that scores are made of: whoever sees one sees both
PURPOSES = ("planning", "case_finding", "direct_care")
POLICIES = {
    "care_riskcard": {  # safe to show: for whoever sees records, or numbers of them, by any clause
        "SELECT": " OR ".join(f"(SELECT care_told('gp_record', '{purpose}'))" for purpose in PURPOSES)
    },
    "care_personrisk": {
        "SELECT": " AND ".join(f"({policies.seen(repr(one), 'person_id', 'practice')})" for one in FROM)
    },
}


class Migration(migrations.Migration):
    dependencies = [("care", "0025_profile")]

    operations = [
        Together(
            migrations.CreateModel(
                name="PersonRisk",
                fields=[
                    (
                        "pk",
                        models.CompositePrimaryKey(
                            "person_id", "model", blank=True, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("model", models.TextField(help_text="id of the model in risk.yaml")),
                    ("practice", models.TextField(default="")),
                    ("chance", models.FloatField(help_text="0 to 1")),
                    (
                        "above",
                        models.SmallIntegerField(
                            help_text="of 100 people who have a score, so many have a lower one"
                        ),
                    ),
                    ("reasons", models.TextField(help_text="JSON: the weightiest first")),
                    (
                        "person",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="risks",
                            to="care.person",
                        ),
                    ),
                ],
                options={
                    "indexes": [models.Index(fields=["model", "-chance", "person"], name="risk_highest")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("chance__gte", 0), ("chance__lte", 1)), name="risk_is_a_chance"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("reasons__startswith", "[[")), name="risk_has_reasons"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("above__gte", 0), ("above__lte", 100)), name="risk_above"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RiskCard",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("model", models.TextField(help_text="id of the model in risk.yaml")),
                    ("as_at", models.DateField(help_text="the day that people are scored on")),
                    ("passed", models.BooleanField(help_text="shown to those who care for people")),
                    (
                        "failures",
                        models.JSONField(default=list, help_text="why it is not shown, a sentence each"),
                    ),
                    ("card", models.JSONField(help_text="what was found, small numbers withheld")),
                    (
                        "weights",
                        models.JSONField(default=dict, help_text="the model itself, to be applied again"),
                    ),
                    (
                        "refresh",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            to="care.refresh",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("model", "refresh"), name="one_card_a_model"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("failures", []), ("passed", True)),
                                models.Q(models.Q(("passed", False)), models.Q(("failures", []), _negated=True)),
                                _connector="OR",
                            ),
                            name="passed_or_says_why",
                        ),
                    ],
                },
            ),
        ),
        migrations.RunSQL(policies.enable(POLICIES), policies.disable(POLICIES)),
        migrations.RunSQL(merging.HANDLING, migrations.RunSQL.noop),
    ]
