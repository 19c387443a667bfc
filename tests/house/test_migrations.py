"""What the tables are declared to be is what the migrations make of them."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_every_change_of_a_table_has_its_migration(capsys):
    try:
        call_command("makemigrations", check_changes=True, dry_run=True)
    except SystemExit:
        pytest.fail(f"run .venv/bin/python manage.py makemigrations care, for:\n{capsys.readouterr().out}")
