"""Notices as e-mail, through the site's own mail server."""

from __future__ import annotations

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage

from commonweal.care.deliveries.rules import Letter, Mailbox, NotSent, System, Undeliverable
from commonweal.outgoing import wording

NO_SERVER = "no mail server is set: COMMONWEAL_MAIL_HOST"
DUMMY = "django.core.mail.backends.dummy.EmailBackend"


def send(letter: Letter, to: Mailbox | System) -> None:
    """One message, whose id is the same however often it is tried; NotSent where it did not leave."""
    if settings.EMAIL_BACKEND == DUMMY:
        raise Undeliverable(NO_SERVER)
    if not isinstance(to, Mailbox):
        raise Undeliverable("it is no e-mail address")
    try:
        _message(letter, to.address).send()
    except SMTPRecipientsRefused as fault:
        raise _refused(*(code for code, _ in fault.recipients.values())) from None
    except SMTPResponseException as fault:
        raise _refused(fault.smtp_code) from None
    except (SMTPException, OSError) as fault:
        raise NotSent(f"the mail server does not answer ({type(fault).__name__})") from None


def _message(letter: Letter, address: str) -> EmailMessage:
    _, _, domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")
    headers = {
        "Message-ID": f"<notice-{letter.id}@{domain.strip('<> ')}>",
        "Auto-Submitted": "auto-generated",
    }
    text = wording.text(letter, settings.ADDRESS)
    return EmailMessage(wording.subject(letter), text, None, [address], headers=headers)


def _refused(*codes: int) -> NotSent:
    """For good where the server says so of every receiver; its words may quote the address, so not those."""
    said = f"the mail server refused it ({', '.join(str(code) for code in codes)})"
    return Undeliverable(said) if codes and all(code >= 500 for code in codes) else NotSent(said)
