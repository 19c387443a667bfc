"""Tells those who review openings by e-mail that there is one, where the site has e-mail; it names nobody."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from commonweal.care.break_glass import reads

DUMMY = "django.core.mail.backends.dummy.EmailBackend"
SUBJECT = "A record was opened in an emergency"
TEXT = """\
Somebody has opened a record in an emergency. It waits for your review:

{address}

This message names nobody on purpose.
"""


def alert(request: HttpRequest) -> None:
    """Sent once the opening is kept; that it cannot be sent does not undo the opening."""
    if settings.EMAIL_BACKEND == DUMMY:
        return
    to = reads.overseers()
    text = TEXT.format(address=request.build_absolute_uri(reverse("openings")))
    if to:
        transaction.on_commit(lambda: _send(text, to), robust=True)


def _send(text: str, to: list[str]) -> None:
    for address in to:
        send_mail(SUBJECT, text, None, [address])
