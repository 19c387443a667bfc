"""Imported before anything that holds tables: the command line is a door that Django does not open itself."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.site.settings")
django.setup()
