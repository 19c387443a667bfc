"""What every request of a system goes through: its key, its post, its shape; and how it is answered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from commonweal.care.access import NotSeen, Refused, acting
from commonweal.care.audit import actions as audit
from commonweal.care.audit.actions import refusals_kept
from commonweal.care.systems import keys, lockout
from commonweal.care.systems.keys import System
from commonweal.care.systems.rules import Remark, Unfit
from commonweal.fhir.body import LARGEST
from commonweal.fhir.outcome import STATUSES, tell
from commonweal.fhir.writing import FHIR

Asked = Callable[..., HttpResponse]
TAKEN = (FHIR, "application/json")
READ = (*TAKEN, "*/*", "application/*")
ECHOED = ("X-Request-Id", "X-Correlation-Id")  # by which senders know an answer again
LONGEST = 500  # characters of what is recorded of a message that is not taken
LOG = logging.getLogger("commonweal.fhir")


def for_systems(method: str) -> Callable[[Asked], Asked]:
    """The view is called with the system that has shown its key, inside its post, for this method alone."""

    def made(view: Asked) -> Asked:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, **asked: Any) -> HttpResponse:
            response = _answered(view, method, request, asked)
            for name in ECHOED:
                if (said := request.headers.get(name, "")) and len(said) <= 100 and said.isprintable():
                    response.headers[name] = said
            return response

        return answered

    return made


def open_to_all(method: str) -> Callable[[Asked], Asked]:
    """The view tells nothing of anybody, and asks for no key."""

    def made(view: Asked) -> Asked:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, **asked: Any) -> HttpResponse:
            return _unheard(request, method) or view(request, **asked)

        return answered

    return made


def _answered(view: Asked, method: str, request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    try:
        system = _system(request)
        if isinstance(system, HttpResponse):
            return system
        if unheard := _unheard(request, method):
            return unheard
        with refusals_kept(system.viewer, address=request.path), acting(system.viewer):
            return _heard(view, request, system, asked)
    except Unfit as fault:
        return tell(STATUSES[fault.why], *fault.remarks)
    except NotSeen:
        return tell(404, Remark("not-found", "there is none, or it is not yours to see"))
    except Refused as fault:
        return tell(403, Remark("forbidden", fault.decision.because))
    except Exception as fault:  # whatever it is, a system is answered in its own words
        LOG.error("a message was not answered", exc_info=fault)
        return tell(500, Remark("exception", "this could not be done, and nothing was kept; send it again"))


def _heard(view: Asked, request: HttpRequest, system: System, asked: dict[str, Any]) -> HttpResponse:
    """The answer of the view; a message that is not taken is recorded, without what it says."""
    try:
        return view(request, system, **asked)
    except Unfit as fault:
        because = ", ".join(f"{remark.code} at {remark.where or 'the message'}" for remark in fault.remarks)
        told = {"system": system.key.title, "status": STATUSES[fault.why]}
        audit.refused("message.refused", by=system.viewer, because=because[:LONGEST], detail=told)
        raise


def _system(request: HttpRequest) -> System | HttpResponse:
    """Who asks, by their key; the same is said of a wrong one, an ended one and none."""
    address = str(get_adapter().get_client_ip(request))
    if lockout.locked(address):
        says = "too many wrong keys came from this address; wait ten minutes, and look at the key"
        return tell(429, Remark("throttled", says), headers={"Retry-After": "600"})
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    shown = token.strip() if scheme.lower() == "bearer" else ""
    if shown and (system := keys.shown(shown)):
        keys.used(system.key)
        return system
    if shown:
        lockout.wrong(address)
        audit.refused("system.refused", by=None, because="no such key", detail={"address": address})
    says = (
        "no key was shown, or none that opens this; send 'Authorization: Bearer' and the key of this system"
    )
    return tell(401, Remark("login", says), headers={"WWW-Authenticate": 'Bearer realm="fhir"'})


def _unheard(request: HttpRequest, method: str) -> HttpResponse | None:
    """The refusal of a request that is not listened to, whatever it says; None where it is."""
    if request.method != method:
        says = f"this address takes {method}"
        return tell(405, Remark("not-supported", says), headers={"Allow": method})
    wanted = [
        part.partition(";")[0].strip().lower() for part in request.headers.get("Accept", "*/*").split(",")
    ]
    if not set(wanted) & set(READ):
        return tell(406, Remark("processing", f"answers are {FHIR} alone; accept it"))
    return _unread(request) if method == "POST" else None


def _unread(request: HttpRequest) -> HttpResponse | None:
    if (request.content_type or "").lower() not in TAKEN:
        return tell(415, Remark("not-supported", f"send {FHIR}"))
    too_long = Remark("too-long", f"the message has more than {LARGEST:,} bytes; leave attachments out")
    try:
        return tell(413, too_long) if len(request.body) > LARGEST else None
    except RequestDataTooBig:
        return tell(413, too_long)
