"""Who was told that a clock runs out, and who has answered."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0010_teams")]
    operations = []
