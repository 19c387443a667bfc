"""Systems that send referrals, and the messages they sent."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0011_notices")]
    operations = []
