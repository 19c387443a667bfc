"""What is attached to referrals, and the views somebody keeps."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0012_systems")]
    operations = []
