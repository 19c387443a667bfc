"""What became of a referral, for whoever sent it or has it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from commonweal.care.referrals import reads
from commonweal.care.systems.keys import System
from commonweal.fhir.door import for_systems
from commonweal.fhir.resources import service_request, task
from commonweal.fhir.writing import answer


@for_systems("GET")
def read_task(request: HttpRequest, system: System, reference: str) -> HttpResponse:
    """How far it has come."""
    return answer(task.to_fhir(reads.one(system.viewer, reference)))


@for_systems("GET")
def read_service_request(request: HttpRequest, system: System, reference: str) -> HttpResponse:
    """What was asked for."""
    return answer(service_request.to_fhir(reads.one(system.viewer, reference)))
