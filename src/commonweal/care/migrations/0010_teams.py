"""Teams with room: who works when, and whom they visit."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0009_referrals")]
    operations = []
