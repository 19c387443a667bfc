"""The addresses of pages: each asks one question."""

from __future__ import annotations

from django.urls import path

from commonweal.web.loads import list as loads
from commonweal.web.loads import load
from commonweal.web.people import files, find, person
from commonweal.web.people import list as people
from commonweal.web.population import ages, area, home, practices, small_areas
from commonweal.web.posts import choose
from commonweal.web.sharing import agreement
from commonweal.web.sharing import list as sharing

urlpatterns = [
    path("", home.home, name="home"),
    path("population/", home.population, name="population"),
    path("population/<str:area>", area.area, name="area"),
    path("population/<str:area>/ages.csv", ages.ages_file, name="ages-file"),
    path("population/<str:area>/practices", practices.practices, name="practices"),
    path("population/<str:area>/practices.csv", practices.practices_file, name="practices-file"),
    path("population/<str:area>/small-areas", small_areas.small_areas, name="small-areas"),
    path("population/<str:area>/small-areas.csv", small_areas.small_areas_file, name="small-areas-file"),
    path("population/<str:area>/people", people.people, name="people"),
    path("population/<str:area>/people.csv", people.people_file, name="people-file"),
    path("people/", find.find, name="find-people"),
    path("people/<uuid:id>", person.person, name="person"),
    path("people/<uuid:id>/evidence.csv", files.evidence_file, name="evidence-file"),
    path("people/<uuid:id>/contacts.csv", files.contacts_file, name="contacts-file"),
    path("loads/", loads.loads, name="loads"),
    path("loads/<str:id>", load.load, name="load"),
    path("loads/<str:id>/reasons.csv", load.reasons_file, name="reasons-file"),
    path("loads.csv", loads.loads_file, name="loads-file"),
    path("sharing/", sharing.agreements, name="sharing"),
    path("sharing.csv", sharing.agreements_file, name="sharing-file"),
    path("sharing/<str:id>", agreement.agreement, name="agreement"),
    path("post", choose.choose, name="choose-post"),
]
