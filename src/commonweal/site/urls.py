"""Which address belongs to which door."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("commonweal.web.accounts.urls")),
    path("", include("commonweal.web.urls")),
]
