"""Which address belongs to which door."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("commonweal.web.urls")),
]
