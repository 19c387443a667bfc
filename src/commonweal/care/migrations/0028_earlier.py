"""The day of a year before that measures of populations are published as at too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0027_case_finding")]

    operations = [
        migrations.AddField(
            model_name="refresh",
            name="earlier",
            field=models.DateField(
                help_text="the day of a year before that measures are counted on too", null=True
            ),
        ),
    ]
