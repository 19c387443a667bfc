"""Assessments: what was answered and scored, and who relies on it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0015_practices_at_once")]
    operations = []
