"""The pages as a Django app, for its template tags to be found."""

from django.apps import AppConfig


class Web(AppConfig):
    name = "commonweal.web"
    label = "web"
