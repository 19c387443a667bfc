"""Who coordinates a person's care, and who is around them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0017_plans")]
    operations = []
