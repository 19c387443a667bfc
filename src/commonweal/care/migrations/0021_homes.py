"""Care homes: residents' stays, rooms and rounds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0020_tasks_and_meetings")]
    operations = []
