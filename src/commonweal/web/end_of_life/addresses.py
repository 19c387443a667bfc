"""The addresses of the pages about care at the end of life."""

from __future__ import annotations

from django.urls import path

from commonweal.web.end_of_life import change, page, rates, register

ADDRESSES = [
    path("people/<uuid:id>/end-of-life", page.end_of_life, name="end-of-life"),
    path("people/<uuid:id>/end-of-life/prefer/<str:subject>", change.prefer, name="prefer"),
    path("people/<uuid:id>/end-of-life/medicine/<int:medicine>", change.gone, name="medicine-gone"),
    path("people/<uuid:id>/end-of-life/contact/<int:contact>", change.contacted, name="contacted"),
    path("people/<uuid:id>/end-of-life/<str:deed>", change.change, name="change-end-of-life"),
    path("own/end-of-life", page.own, name="own-end-of-life"),
    path("end-of-life/places", rates.preferred, name="preferred-places"),
    path("end-of-life/places.csv", rates.preferred_file, name="preferred-places-file"),
    path("caseload/end-of-life", register.register, name="end-of-life-register"),
]
