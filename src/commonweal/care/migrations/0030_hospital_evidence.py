"""Which diagnoses make a person's hospital scores; the policies of the table are as they were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0028_earlier")]

    operations = [
        migrations.AddField(
            model_name="personhospital",
            name="evidence",
            field=models.JSONField(
                default=list, help_text="counts_for, what, code, first_date of each diagnosis"
            ),
        ),
    ]
