"""The addresses of the door for systems."""

from __future__ import annotations

from django.urls import path

from commonweal.fhir import metadata, receiving, telling

urlpatterns = [
    path("$process-message", receiving.process_message, name="fhir-process-message"),
    path("ServiceRequest", receiving.create, name="fhir-create"),
    path("ServiceRequest/<slug:reference>", telling.read_service_request, name="fhir-service-request"),
    path("Task/<slug:reference>", telling.read_task, name="fhir-task"),
    path(
        "QuestionnaireResponse/<uuid:id>",
        telling.read_questionnaire_response,
        name="fhir-questionnaire-response",
    ),
    path("metadata", metadata.metadata, name="fhir-metadata"),
    path("<path:rest>", metadata.nothing, name="fhir-nothing"),
]
