"""The medicines issued to each person, as a refresh publishes them."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

policies = import_module("commonweal.care.migrations._policies")
merging = import_module("commonweal.care.migrations._merge_in_sql")

POLICIES = {"care_personmedicines": {"SELECT": policies.seen("'gp_record'", "person_id", "practice")}}


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0022_one_person"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonMedicines",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="medicines",
                        serialize=False,
                        to="care.person",
                    ),
                ),
                ("practice", models.TextField(default="")),
                ("medicines", models.TextField()),
            ],
        ),
        migrations.RunSQL(policies.enable(POLICIES), policies.disable(POLICIES)),
        migrations.RunSQL(merging.HANDLING, migrations.RunSQL.noop),
    ]
