"""What became of a referral, for whoever sent it or has it; and an assessment, for whoever may see it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from commonweal.care.assessments import reads as assessments
from commonweal.care.referrals import reads
from commonweal.care.systems.keys import System
from commonweal.fhir.door import for_systems
from commonweal.fhir.resources import questionnaire_response, service_request, task
from commonweal.fhir.writing import answer


@for_systems("GET")
def read_task(request: HttpRequest, system: System, reference: str) -> HttpResponse:
    """How far it has come."""
    return answer(task.to_fhir(reads.one(system.viewer, reference)))


@for_systems("GET")
def read_service_request(request: HttpRequest, system: System, reference: str) -> HttpResponse:
    """What was asked for."""
    return answer(service_request.to_fhir(reads.one(system.viewer, reference)))


@for_systems("GET")
def read_questionnaire_response(request: HttpRequest, system: System, id: UUID) -> HttpResponse:
    """What was answered of a person, and what it scored."""
    return answer(questionnaire_response.to_fhir(assessments.one(system.viewer, id)))
