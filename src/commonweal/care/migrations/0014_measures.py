"""What pathways measure of themselves, and which of it a viewer may see."""

import django.db.models.deletion
from django.db import migrations, models

from commonweal.care.migrations._together import Together

POLICY = """
ALTER TABLE care_measurecell ENABLE ROW LEVEL SECURITY;
CREATE POLICY care_measurecell_select ON care_measurecell FOR SELECT TO commonweal_app USING (
    audience = 'planning' AND (SELECT care_told('referrals', 'planning'))
    OR audience = 'care' AND hub = ANY((SELECT care_addressed())::text[])
);
"""
UNDO = """
DROP POLICY care_measurecell_select ON care_measurecell;
ALTER TABLE care_measurecell DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0013_papers")]
    operations = [
        Together(
            migrations.CreateModel(
                name="Measured",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("moment", models.DateTimeField(help_text="the record is measured as it was then")),
                    ("finished", models.DateTimeField()),
                    ("cells", models.IntegerField(default=0)),
                    ("current", models.BooleanField(default=False)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("current", True)), fields=("current",), name="one_current_reading"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="MeasureCell",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("audience", models.TextField(choices=[("care", "Care"), ("planning", "Planning")])),
                    ("hub", models.TextField(default="", help_text="id of the team; empty for planning")),
                    ("pathway", models.TextField()),
                    ("split", models.TextField(default="", help_text="area, source, team or sender; empty for all referrals")),
                    ("value", models.TextField(default="", help_text="which area, source, team or sender")),
                    ("period", models.TextField(help_text="weeks up to the moment, or now for what is open")),
                    ("clock", models.TextField(default="", help_text="empty for what is of no clock")),
                    ("measure", models.TextField(help_text="what is counted, such as in_time")),
                    ("part", models.TextField(default="", help_text="a week, an hour, a reason; empty for all of it")),
                    ("count", models.IntegerField(help_text="empty where suppressed, or where it is a length", null=True)),
                    ("among", models.IntegerField(help_text="of how many; empty where suppressed or of none", null=True)),
                    ("number", models.FloatField(help_text="minutes, or a share from 0 to 1", null=True)),
                    ("low", models.FloatField(help_text="lower end of its 95% interval", null=True)),
                    ("high", models.FloatField(null=True)),
                    (
                        "measured",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            to="care.measured",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("part", ""), models.Q(("split", ""), _negated=True)),
                            fields=["audience", "hub", "pathway", "clock", "period", "measure", "split", "value"],
                            name="measures_side_by_side",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=(
                                "measured", "audience", "hub", "pathway", "split", "value", "period", "clock",
                                "measure", "part",
                            ),
                            name="one_cell_a_measure",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("audience__in", ["care", "planning"]),
                                ("split__in", ("", "area", "source", "team", "sender")),
                                ("period__in", ["now", "4", "13", "52"]),
                            ),
                            name="measure_words",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("audience", "care"), models.Q(("hub", ""), _negated=True)),
                                models.Q(("audience", "planning"), ("hub", "")),
                                _connector="OR",
                            ),
                            name="measure_of_a_hub",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("audience", "planning"), _negated=True),
                                models.Q(
                                    models.Q(("count__isnull", True), ("count", 0), ("count__gte", 10), _connector="OR"),
                                    models.Q(("among__isnull", True), ("among", 0), ("among__gte", 10), _connector="OR"),
                                    ("high__isnull", True),
                                    ("low__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            name="planning_measure_is_rounded",
                        ),
                    ],
                },
            ),
        ),
        migrations.RunSQL(POLICY, UNDO),
    ]
