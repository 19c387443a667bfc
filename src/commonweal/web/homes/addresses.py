"""The addresses of the pages about care homes."""

from __future__ import annotations

from django.urls import path

from commonweal.web.homes import beds, call, home, list, observe, resident, round, stays

ADDRESSES = [
    path("our-home/", home.ours, name="our-home"),
    path("our-home/beds", beds.beds, name="say-beds"),
    path("our-home/residents", stays.propose, name="propose-resident"),
    path("our-home/residents/<uuid:id>/call", call.call, name="call-for-resident"),
    path("homes/", list.homes, name="homes"),
    path("homes.csv", list.homes_file, name="homes-file"),
    path("homes/proposed/<int:id>", stays.settle, name="settle-resident"),
    path("homes/rounds/<int:id>", round.one, name="round"),
    path("homes/rounds/<int:id>/close", round.close, name="close-round"),
    path("homes/rounds/<int:id>/<uuid:person>", round.take_down, name="round-entry"),
    path("homes/<str:ods>", home.home, name="care-home"),
    path("homes/<str:ods>/round", round.of_home, name="home-round"),
    path("homes/<str:ods>/residents/<uuid:id>", resident.resident, name="resident"),
    path("homes/<str:ods>/residents/<uuid:id>/notice", resident.notice, name="notice-resident"),
    path("homes/<str:ods>/residents/<uuid:id>/done", resident.done, name="resident-done"),
    path("homes/<str:ods>/residents/<uuid:id>/observations", observe.observe, name="observe"),
    path("homes/<str:ods>/residents/<uuid:id>/begin", stays.begin, name="begin-stay"),
    path("homes/<str:ods>/residents/<uuid:id>/end", stays.end, name="end-stay"),
]
