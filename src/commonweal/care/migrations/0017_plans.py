"""One plan for each person, in versions."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0016_assessments")]
    operations = []
