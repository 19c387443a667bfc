"""Two records found to be of one person."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0021_homes")]
    operations = []
