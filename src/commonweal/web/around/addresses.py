"""The addresses of the pages about coordinators and the people around somebody."""

from __future__ import annotations

from django.urls import path

from commonweal.web.around import coordinator, gaps, page, somebody, team

ADDRESSES = [
    path("people/<uuid:id>/around", page.around, name="around"),
    path("people/<uuid:id>/around/coordinate", coordinator.take, name="take-coordination"),
    path("people/<uuid:id>/around/offer", coordinator.offer, name="offer-coordination"),
    path("people/<uuid:id>/around/end", coordinator.end, name="end-coordination"),
    path("people/<uuid:id>/around/team", team.join, name="join-care-team"),
    path("people/<uuid:id>/around/team/<int:member>", team.leave, name="leave-care-team"),
    path("people/<uuid:id>/around/add", somebody.add, name="add-around"),
    path("people/<uuid:id>/around/<uuid:who>", somebody.change, name="change-around"),
    path("people/<uuid:id>/around/<uuid:who>/remove", somebody.remove, name="remove-around"),
    path("people/<uuid:id>/around/<uuid:who>/carer", somebody.carer, name="carer-assessment"),
    path("coordination/<int:id>", coordinator.answer, name="coordination-offer"),
    path("caseload/without-coordinator", gaps.without, name="without-coordinator"),
    path("own/around", page.own, name="own-around"),
    path("own/around/add", somebody.add, name="add-own-around"),
    path("own/around/<uuid:who>", somebody.change, name="change-own-around"),
    path("own/around/<uuid:who>/remove", somebody.remove, name="remove-own-around"),
]
