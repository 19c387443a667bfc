"""Notices as messages to other systems: JSON by POST, signed, straight there and nowhere else."""

from __future__ import annotations

import hashlib
import hmac
import json
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import SHUT_RDWR
from threading import Timer
from urllib.parse import urlsplit

from django.conf import settings

from commonweal.blueprint.notices import safe
from commonweal.care.deliveries.rules import Letter, Mailbox, NotSent, System, Undeliverable
from commonweal.outgoing import wording

ANSWERING = 5.0  # seconds for each step of the connection
AT_MOST = 10.0  # seconds for all of it, however slowly the other side speaks
LATER = (408, 425, 429)  # "not now", though they look like refusals
Secret = Callable[[str], str]


def sender(secret: Secret) -> Callable[[Letter, Mailbox | System], None]:
    """Sends to systems, each signed with the key that `secret` finds under the name of its setting."""

    def send(letter: Letter, to: Mailbox | System) -> None:
        if not isinstance(to, System) or not safe(to.url):
            raise Undeliverable("it is no address that may be sent to")
        key = secret(to.secret)
        if not key:
            raise NotSent(f"{to.secret} is not set")
        body = json.dumps(wording.message(letter, settings.ADDRESS)).encode()
        _judge(_post(to.url, body, _headers(letter, body, key)))

    return send


def signature(key: str, moment: int, body: bytes) -> str:
    """HMAC-SHA256 over the moment and the body, as a receiver works it out too."""
    return hmac.new(key.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def _headers(letter: Letter, body: bytes, key: str) -> dict[str, str]:
    moment = int(time.time())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Commonweal",
        "Commonweal-Notice": letter.id,
        "Commonweal-Signature": f"t={moment},v1={signature(key, moment, body)}",
        "Connection": "close",
    }


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status that is answered; its body is not read, and no redirect is followed."""
    connection = _connection(url)
    parts = urlsplit(url)
    ending = Timer(AT_MOST, lambda: _cut(connection))
    ending.daemon = True
    ending.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, headers)
        return connection.getresponse().status
    except (OSError, HTTPException, ValueError) as fault:
        raise NotSent(f"the system does not answer ({type(fault).__name__})") from None
    finally:
        ending.cancel()
        connection.close()


def _connection(url: str) -> HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return HTTPSConnection(host, parts.port, timeout=ANSWERING, context=ssl.create_default_context())
    return HTTPConnection(host, parts.port, timeout=ANSWERING)


def _cut(connection: HTTPConnection) -> None:
    if connection.sock:
        with suppress(OSError):
            connection.sock.shutdown(SHUT_RDWR)


def _judge(status: int) -> None:
    """NotSent where it was not taken; for good where trying again would not help."""
    if 200 <= status < 300:
        return
    said = f"the system answered {status}"
    raise NotSent(said) if status >= 500 or status in LATER else Undeliverable(said)
