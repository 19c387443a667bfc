"""The app of everything that is recorded."""

from django.apps import AppConfig


class Care(AppConfig):
    name = "commonweal.care"
    label = "care"
    verbose_name = "Care"
