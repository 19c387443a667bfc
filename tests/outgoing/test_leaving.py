"""How notices leave: what they say, and that they arrive once, later, or are listed as dead."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from pytest_django import Settings
from tests.care.referred import ANN, asked
from tests.outgoing import receiving
from tests.outgoing.conftest import KEY, At, minutes, referred, round_at
from tests.outgoing.receiving import System
from typer.testing import CliRunner

from commonweal.care import moments
from commonweal.care.deliveries import actions as deliveries
from commonweal.care.deliveries import reads, rules
from commonweal.care.deliveries.models import Delivery
from commonweal.care.deliveries.rules import Letter
from commonweal.care.notices import actions as notices
from commonweal.care.notices.models import Notice
from commonweal.care.referrals import actions as referrals
from commonweal.outgoing import webhook
from commonweal.outgoing.sending import Round
from commonweal.site.commands.notices import app

pytestmark = pytest.mark.requirement("F2")


def waits_for(found: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_an_email_says_what_is_left_and_names_nobody(at: At) -> None:
    reference = referred(at)
    round_at(90)
    (message,) = mail.outbox
    assert message.to == ["front.door@exampleshire.example"]
    assert message.subject == f"{reference}: Visited within two working hours, 30 minutes left"
    assert message.body == (
        "Half an hour is left.\n\n"
        f"Referral {reference}, Riverside visit\nVisited within two working hours: 30 minutes left\n\n"
        "Say there that you see to it:\n\nhttps://care.example/notices/\n\n"
        "This message names nobody on purpose.\n"
    )
    for word in (ANN.given, ANN.family, "1940", "999"):
        assert word not in message.body


def test_a_system_gets_json_that_it_can_check(at: At, system: System) -> None:
    reference = referred(at)
    round_at(90)
    ((headers, message),) = system.came
    moment, _, found = headers["Commonweal-Signature"].partition(",v1=")
    assert abs(int(moment.removeprefix("t=")) - time.time()) < 60
    signed = f"{moment.removeprefix('t=')}.".encode() + system.bodies[0]
    assert hmac.compare_digest(found, hmac.new(KEY.encode(), signed, hashlib.sha256).hexdigest())
    assert message == {
        "id": headers["Commonweal-Notice"],
        "kind": "role",
        "reference": reference,
        "pathway": "riverside-visit",
        "says": "Half an hour is left.",
        "reached": minutes(90).isoformat(),
        "page": "https://care.example/notices/",
        "clock": "seen",
        "percent": 75,
        "escalated": False,
        "due": minutes(120).isoformat(),
    }


def test_a_system_that_is_down_is_tried_again_later_with_the_same_id(at: At, system: System) -> None:
    referred(at)
    system.status = 503
    assert round_at(90).sent == 1
    found = Delivery.objects.get(channel="webhook")
    assert (found.state, found.tries, found.because) == ("waiting", 1, "the system answered 503")
    assert found.next_try == minutes(90) + rules.FIRST_PAUSE
    system.status = 200
    assert round_at(91).sent == 1
    assert [headers["Commonweal-Notice"] for headers, _ in system.came] == [
        f"{found.notice_id}-{found.pk}"
    ] * 2


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 410])
def test_a_system_that_refuses_or_sends_elsewhere_is_a_dead_letter(
    at: At, system: System, status: int
) -> None:
    """A redirect is not followed: a signed message goes where the file says, and nowhere else."""
    with receiving.system() as elsewhere:
        system.status, system.headers = status, {"Location": elsewhere.url}
        reference = referred(at)
        round_at(90)
        assert elsewhere.came == []
    (letter,) = reads.dead()
    assert (letter.reference, letter.to, letter.because) == (
        reference,
        "address:system",
        f"the system answered {status}",
    )
    assert round_at(95).tried == 0
    system.status, system.headers = 200, {}
    with moments.at(minutes(96)):
        assert deliveries.try_again() == 1
    assert round_at(96).sent == 1
    assert reads.dead() == []


def test_a_system_has_to_prove_who_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over https, by a certificate for its name that somebody whom this machine trusts has signed."""
    letter = Letter("1-1", "role", "RV-1", "riverside-visit", "", "seen", "", "", minutes(0))
    send, certificate = webhook.sender(lambda name: KEY), receiving.certified(tmp_path)
    with receiving.system(certificate) as known:
        to = rules.System(known.url, "COMMONWEAL_TEST_KEY")
        with pytest.raises(rules.NotSent, match="SSLCertVerificationError"):
            send(letter, to)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with pytest.raises(rules.NotSent, match="SSLCertVerificationError"):
            send(letter, rules.System(known.url.replace("127.0.0.1", "localhost"), to.secret))
        assert known.came == []
        send(letter, to)
        assert len(known.came) == 1


def test_the_operator_lists_dead_letters_and_has_them_tried_again(at: At, system: System) -> None:
    system.status = 404
    reference = referred(at)
    assert listed() == (0, [])
    round_at(90)
    status, (letter,) = listed()
    assert (status, letter["reference"], letter["tries"]) == (1, reference, 1)
    plain = CliRunner().invoke(app, ["dead"])
    said = f"{reference}\twebhook to address:system\t1 tries\tthe system answered 404\n"
    assert (plain.exit_code, plain.stdout) == (1, said)
    with moments.at(minutes(91)):
        assert listed("--again")[0] == 0
    assert listed() == (0, [])


def listed(*more: str) -> tuple[int, list[dict[str, object]]]:
    done = CliRunner().invoke(app, ["dead", "--json", *more])
    return done.exit_code, json.loads(done.stdout)


def test_a_system_that_never_finishes_answering_holds_nobody_up(
    at: At, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "AT_MOST", 0.3)
    system.holds = threading.Event()
    referred(at)
    begun = time.monotonic()
    done = round_at(90)
    system.holds.set()
    assert time.monotonic() - begun < 4
    assert (done.tried, done.sent) == (2, 1)
    assert "the system does not answer" in Delivery.objects.get(channel="webhook").because


def test_what_cannot_be_sent_for_two_days_is_a_dead_letter(at: At, system: System) -> None:
    referred(at)
    system.status = 503
    round_at(130)
    assert rules.pause(1) < rules.pause(5) < rules.pause(30) == timedelta(minutes=15)
    assert reads.dead() == []
    round_at(130 + 2 * 24 * 60 + 1)
    assert [letter.because for letter in reads.dead()] == ["the system answered 503"]


def through_smtp(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.DEFAULT_FROM_EMAIL = "Commonweal <care@exampleshire.example>"


def test_a_mail_server_that_is_down_loses_nothing(at: At, settings: Settings) -> None:
    """Nobody listens at first; then a real server takes it, with the id it had from the beginning."""
    through_smtp(settings, free := receiving.free_port())
    referred(at)
    round_at(90)
    found = Delivery.objects.get(channel="email")
    assert (found.state, found.because) == (
        "waiting",
        "the mail server does not answer (ConnectionRefusedError)",
    )
    with receiving.mail_server(free) as post:
        round_at(91)
        (message,) = post.came
    assert message["Message-ID"] == f"<notice-{found.notice_id}-{found.pk}@exampleshire.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    found.refresh_from_db()
    assert (found.state, found.tries, found.sent) == ("sent", 2, minutes(91))


@pytest.mark.parametrize(
    ("answer", "state", "because"),
    [
        ("550 no such mailbox", "dead", "the mail server refused it (550)"),
        ("451 try later", "waiting", "the mail server refused it (451)"),
    ],
)
def test_what_a_mail_server_says_is_believed_and_not_quoted(
    at: At, settings: Settings, answer: str, state: str, because: str
) -> None:
    through_smtp(settings, free := receiving.free_port())
    with receiving.mail_server(free) as post:
        post.refused["front.door@exampleshire.example"] = answer
        referred(at)
        round_at(90)
    found = Delivery.objects.get(channel="email")
    assert (found.state, found.because) == (state, because)


def test_two_senders_at_once_tell_each_thing_once(at_once: At, system: System) -> None:
    for _ in range(6):
        referred(at_once)
    together = threading.Barrier(2)

    def sends() -> None:
        together.wait()
        for _ in range(3):
            round_at(90)
        connection.close()

    senders = [threading.Thread(target=sends) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(60)
    round_at(91)
    assert Notice.objects.filter(kind="role").count() == 6
    assert sorted(message["id"] for _, message in system.came) == sorted(
        {message["id"] for _, message in system.came}
    )
    assert (len(system.came), len(mail.outbox)) == (6, 6)


def test_while_days_are_played_nobody_is_told(at_once: At, system: System) -> None:
    """Their clocks are not those of today; once it is over whoever is due is told."""
    referred(at_once)
    done: list[Round] = []

    def sends() -> None:
        done.append(round_at(90))
        connection.close()

    with notices.left_alone():
        sender = threading.Thread(target=sends)
        sender.start()
        sender.join(20)
    assert (done, system.came) == ([Round()], [])
    assert round_at(91).sent == 2


def test_what_a_sender_was_killed_over_is_sent_by_the_next(
    at_once: At, telling: Path, system: System, settings: Settings
) -> None:
    """A real process, killed while the other side has the message and has not answered."""
    given = asked(ANN, received=timezone.now() - timedelta(days=7))
    reference = referrals.receive(at_once("council"), given).referral.reference
    system.holds = threading.Event()
    process = subprocess.Popen(
        [sys.executable, "-m", "commonweal", "notices", "send", "--watch", "0.1"],
        env=surroundings(telling),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    waits_for(lambda: system.came)
    process.kill()
    said, _ = process.communicate(timeout=20)
    assert Delivery.objects.get(channel="webhook").state == "waiting"
    system.holds.set()
    system.holds = None
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    done = subprocess.run(
        [sys.executable, "-m", "commonweal", "notices", "send", "--json"],
        env=surroundings(telling),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["sent"] == 1
    assert len({message["id"] for _, message in system.came}) == 1
    assert len(system.came) == 2
    assert Delivery.objects.get(channel="webhook").state == "sent"
    for text in (said, done.stdout, done.stderr):
        for word in (ANN.given, ANN.family, reference):
            assert word not in text


def test_the_watcher_ends_in_order_when_it_is_told_to(at_once: At, telling: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "commonweal", "notices", "send", "--watch", "0.1"],
        env=surroundings(telling),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    given = asked(ANN, received=timezone.now() - timedelta(days=7))
    referrals.receive(at_once("council"), given)
    waits_for(lambda: Notice.objects.exists())
    process.terminate()
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "1 told" in said


def surroundings(folder: Path) -> dict[str, str]:
    """What an operator's command reads, for the database of the tests."""
    url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    return {
        **os.environ,
        "DATABASE_URL": url,
        "COMMONWEAL_BLUEPRINT": str(folder),
        "COMMONWEAL_TEST_KEY": KEY,
    }
