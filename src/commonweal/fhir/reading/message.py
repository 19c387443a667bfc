"""A message as a system sends it, of either form that is taken, read into what every door hands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from commonweal.care.systems.rules import Coded, Deed, Moment, Remark, Sent, Unfit
from commonweal.fhir.body import digest
from commonweal.fhir.node import Node
from commonweal.fhir.reading import request as requests
from commonweal.fhir.reading.index import Index, of_bundle, of_resource
from commonweal.fhir.reading.request import Request
from commonweal.fhir.reading.words import codes, name_of, told_by

FOCUSED = {"servicerequest-request": "ServiceRequest", "booking-request": "Appointment"}
ANSWERS = {"servicerequest-response", "booking-response"}
DEEDS: dict[str, Deed] = {
    "new": "refer", "update": "update", "delete": "withdraw", "cancel": "withdraw", "cancelled": "withdraw",
}  # fmt: skip


def read(resource: Node) -> Sent:
    """A message, or a ServiceRequest by itself; Unfit names everything that is wrong with it."""
    message = resource.text("resourceType") == "Bundle" and resource.text("type") == "message"
    return of_message(resource) if message else of_service_request(resource)


def of_message(bundle: Node) -> Sent:
    """A booking and referral message: a Bundle that begins with its MessageHeader."""
    if bundle.text("resourceType") != "Bundle" or bundle.text("type") != "message":
        bundle["type"].note("value", "send a Bundle of the type message")
        raise Unfit("malformed", *bundle.noted)
    index = of_bundle(bundle)
    header = next(iter(index.of("MessageHeader")), None)
    if header is None:
        bundle["entry"].note("required", "begin with a MessageHeader: it says what is asked")
        raise Unfit("malformed", *bundle.noted)
    request = requests.read(_focus(header, index), index)
    sent = _sent(bundle, header, index, request)
    if bundle.noted:
        raise Unfit("malformed", *bundle.noted)
    return sent


def of_service_request(resource: Node) -> Sent:
    """A ServiceRequest by itself, with whom it is about inside it or beside it in a Bundle."""
    kind = resource.text("resourceType")
    if kind not in ("ServiceRequest", "Bundle"):
        resource["resourceType"].note("structure", f"this is {kind or 'nothing'}; send a ServiceRequest")
        raise Unfit("malformed", *resource.noted)
    if resource.text("type") == "message":
        resource["type"].note("structure", "this is a message; send it to $process-message")
        raise Unfit("malformed", *resource.noted)
    index = of_bundle(resource) if kind == "Bundle" else of_resource(resource)
    alone = index.only("ServiceRequest")
    if alone is None:
        resource["entry"].note(
            "structure", "should hold one ServiceRequest; send each in a Bundle of its own"
        )
        raise Unfit("malformed", *resource.noted)
    request = requests.read(alone, index)
    if resource.noted:
        raise Unfit("malformed", *resource.noted)
    sent = _of(request, digest(resource.value), "update" if request.replaces else "refer")
    name = next((name for name in request.names if "|" in name), "")
    again = name if sent.deed == "refer" else f"{name} {sent.deed}"
    return replace(sent, message=again) if name else sent


def _of(request: Request, said: str, deed: Deed) -> Sent:
    """What a request says, as one message, named by all that it says; a status that ends it cancels it."""
    return Sent(
        message=said,
        digest=said,
        deed="withdraw" if request.withdrawn else deed,
        requests=request.names,
        replaces=request.replaces,
        codes=request.told.codes,
        whom=request.whom,
        whom_at=request.whom_at,
        sender_name=request.told.sender_name,
        sender_contact=request.told.sender_contact,
        reason=request.told.reason,
        answers=request.told.answers,
        moments=request.moments,
        remarks=request.remarks,
    )


def _sent(bundle: Node, header: Node, index: Index, request: Request) -> Sent:
    organisation = index.at(header["sender"]) or Node(None, "", bundle.noted)
    source = header["source"]
    sent = _of(request, digest(bundle.value), _deed(header))
    name = name_of(organisation) or source.text("name") or sent.sender_name
    contact = source["contact"].text("value") or told_by(organisation) or sent.sender_contact
    return replace(
        sent,
        message=_identity(bundle, header) or sent.message,
        requests=(*sent.requests, *filter(None, (one.text("reference") for one in header.each("focus")))),
        codes=(*_destinations(header, index), *sent.codes, *_kinds(header)),
        sender_name=name,
        sender_contact=contact,
        received=bundle.moment("timestamp"),
        moments=(*_moments(bundle), *sent.moments),
    )


def _focus(header: Node, index: Index) -> Node:
    """The request that the message is about; Unfit where the event is none of ours or it is not there."""
    event = header["eventCoding"].text("code") or header.text("eventUri").rpartition("/")[2]
    if event in ANSWERS or header["response"]:
        says = f"'{event}' answers a request, and none was sent from here; send it to who asked"
        raise Unfit("unprocessable", Remark("not-supported", says, f"{header.where}.eventCoding.code"))
    if event not in FOCUSED:
        raise _not_an_event(event, header)
    led = (index.at(reference) for reference in header.each("focus"))
    found = next((one for one in led if one and one.text("resourceType") in FOCUSED.values()), None)
    found = found or index.only(FOCUSED[event])
    if found is None:
        says = f"refer to the {FOCUSED[event]} that this is about, and send it in the message"
        raise Unfit("malformed", Remark("required", says, f"{header.where}.focus"), *header.noted)
    return found


def _not_an_event(event: str, header: Node) -> Unfit:
    where, known = f"{header.where}.eventCoding.code", " or ".join(FOCUSED)
    if event:
        says = f"'{event[:60]}' is not an event that is taken here; send {known}"
        return Unfit("unprocessable", Remark("not-supported", says, where))
    return Unfit("malformed", Remark("required", f"say what is asked: {known}", where), *header.noted)


def _deed(header: Node) -> Deed:
    given = next((code for _, code in codes(header["reason"]) if code), "new").lower()
    if given not in DEEDS:
        said = f"'{given[:40]}' is not a reason of a message; send one of {', '.join(DEEDS)}"
        header["reason"].note("code-invalid", said)
    return DEEDS.get(given, "refer")


def _identity(bundle: Node, header: Node) -> str:
    """What names the message, however often it is sent; empty where nothing does."""
    identifier = bundle["identifier"]
    known = f"{identifier.text('system')}|{identifier.text('value')}" if identifier["value"] else ""
    return header.text("id") or known or bundle.text("id")


def _destinations(header: Node, index: Index) -> Iterator[Coded]:
    for destination in header.each("destination"):
        system, _, value = destination.text("endpoint").rpartition("|")
        yield system, value
        receiver = index.at(destination["receiver"])
        if receiver:
            yield from ((one.text("system"), one.text("value")) for one in receiver.each("identifier"))


def _kinds(header: Node) -> Iterator[Coded]:
    """What kind of message it is, which is the last thing to say where it goes."""
    yield header["eventCoding"].text("system"), header["eventCoding"].text("code")


def _moments(bundle: Node) -> Iterator[Moment]:
    at: datetime | None = bundle.moment("timestamp")
    if at:
        yield Moment(at, bundle["timestamp"].where)
