"""Referrals on their pathways, step by step."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0008_no_way_in")]
    operations = []
