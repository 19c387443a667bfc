"""The end-of-life register."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0018_around_people")]
    operations = []
