"""The app of the counts that all processes of a site share."""

from django.apps import AppConfig


class Limits(AppConfig):
    name = "commonweal.site.limits"
    label = "limits"
    verbose_name = "Limits"
