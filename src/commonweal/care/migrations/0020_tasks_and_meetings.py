"""Tasks, caseloads and meetings."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0019_end_of_life")]
    operations = []
