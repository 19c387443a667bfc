"""Which address belongs to which door."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("commonweal.web.accounts.urls")),
    path("fhir/R4/", include("commonweal.fhir.urls")),
    path("", include("commonweal.web.urls")),
]
