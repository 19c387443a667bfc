"""The app of everything that is recorded."""

from importlib import import_module

from django.apps import AppConfig


class Care(AppConfig):
    name = "commonweal.care"
    label = "care"
    verbose_name = "Care"

    def ready(self) -> None:
        """Sign-ins are recorded."""
        import_module("commonweal.care.audit.sign_ins").listen()  # which needs every table to be known
