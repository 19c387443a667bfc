"""The app of everything that is recorded."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from commonweal.care.grants import grant


class Care(AppConfig):
    name = "commonweal.care"
    label = "care"
    verbose_name = "Care"

    def ready(self) -> None:
        """The application's role gets its rights whenever tables may have changed; sign-ins are recorded."""
        post_migrate.connect(grant, sender=self)
        import_module("commonweal.care.audit.sign_ins").listen()  # which needs every table to be known
