"""Messages come in: as booking and referral messages, or as a ServiceRequest."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from commonweal.care.referrals import reads
from commonweal.care.systems import actions
from commonweal.care.systems.actions import Taken
from commonweal.care.systems.keys import System
from commonweal.care.systems.rules import Remark, Sent
from commonweal.fhir.body import read
from commonweal.fhir.door import for_systems
from commonweal.fhir.outcome import outcome, tell
from commonweal.fhir.reading.message import of_message, of_service_request
from commonweal.fhir.resources import response, service_request
from commonweal.fhir.writing import answer

CREATED = Remark("informational", "Resource created", severity="information")


@for_systems("POST")
def process_message(request: HttpRequest, system: System) -> HttpResponse:
    """A message is taken, and answered with one."""
    bundle = read(request.body)
    return answer(response.to_fhir(_take(system, of_message(bundle), request), bundle))


@for_systems("POST")
def create(request: HttpRequest, system: System) -> HttpResponse:
    """A ServiceRequest becomes a referral; what the sender is warned of is inside the answer."""
    taken = _take(system, of_service_request(read(request.body)), request)
    reference = taken.message.referral.reference
    created = taken.message.deed == "refer"
    status = 201 if created else 200
    headers = {"Location": request.build_absolute_uri(reverse("fhir-service-request", args=[reference]))}
    if "return=operationoutcome" in request.headers.get("Prefer", "").lower():
        said = (*([CREATED] if created else []), *taken.remarks)
        return tell(status, *said, headers=headers)
    resource = service_request.to_fhir(reads.one(system.viewer, reference))
    if taken.remarks:
        told = outcome(status, taken.remarks) | {"id": "told"}
        resource["contained"].append(told)
        resource["supportingInfo"] = [{"reference": "#told"}]
    return answer(resource, status=status, headers=headers)


def _take(system: System, sent: Sent, request: HttpRequest) -> Taken:
    """As it came over the line: it reached us now, whenever it was written."""
    content = request.body.decode("utf-8", "replace")
    return actions.take(system.viewer, system.key, replace(sent, received=None), content)
