"""Papers: taken by what is in them, kept as they came, and seen by whoever sees the referral."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import Settings
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.control import person_of
from tests.care.referring import at, page_of, refer
from tests.web.reading import text

from commonweal.care.access import Viewer, acting
from commonweal.care.attachments import rules
from commonweal.care.attachments.models import Attachment
from commonweal.care.audit.models import Entry
from commonweal.care.referrals import actions
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import Made

__all__ = ["at", "exampleshire", "page_of", "published", "published_rows"]
pytestmark = pytest.mark.requirement("F1")
PageOf = Callable[[str], Client]
At = Callable[[str], Viewer]
PDF = b"%PDF-1.7\n1 0 obj"

KINDS = [
    (PDF, "application/pdf"),
    (b"\x89PNG\r\n\x1a\n....", "image/png"),
    (b"\xff\xd8\xff\xe0....", "image/jpeg"),
    ("Sie wohnt am Fluß\r\n\tim dritten Stock".encode(), "text/plain"),
    (b"\xef\xbb\xbfname,born", "text/plain"),
    (b"<!doctype html><script>alert(1)</script>", None),
    (b"\xef\xbb\xbf \n<svg onload='alert(1)'/>", None),
    (b"GIF89a\x01\x00", None),
    (b"PK\x03\x04....", None),
    (b"MZ\x90\x00....", None),
    (b"latin \xe9", None),
    (b"text\x00text", None),
    (b" %PDF-1.7", "text/plain"),
]


@pytest.mark.parametrize(("content", "kind"), KINDS)
def test_what_a_paper_is_stands_in_it(content: bytes, kind: str | None) -> None:
    assert rules.kind(content) == kind


NAMES = [  # as it comes, its kind → as it is taken away
    ("letter.pdf", "application/pdf", "letter.pdf"),
    ("letter.PDF", "application/pdf", "letter.PDF"),
    ("../../etc/passwd", "text/plain", "passwd.txt"),
    ("C:\\scans\\foot.jpeg", "image/jpeg", "foot.jpeg"),
    ("page.html", "text/plain", "page.html.txt"),
    ("gnp\u202e.exe\u0000\n", "image/png", "gnp.exe.png"),
    ("...", "image/png", "without a name.png"),
    ("x" * 300 + ".pdf", "application/pdf", "x" * 116 + ".pdf"),
]


@pytest.mark.parametrize(("said", "kind", "taken"), NAMES)
def test_a_name_is_text_and_ends_as_the_content_is(said: str, kind: str, taken: str) -> None:
    assert rules.download_name(rules.name(said), kind) == taken


def add(client: Client, reference: str, *files: tuple[str, bytes], words: str = ""):  # type: ignore[no-untyped-def]
    papers = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(f"/refer/sent/{reference}/add", {"papers": papers, "words": words}, follow=True)


@pytest.fixture
def sent(at: At) -> str:
    return refer(at("council"), person_of("Ann"))


def test_a_paper_goes_with_the_referral(page_of: PageOf) -> None:
    council = page_of("council")
    typed = {
        "ask-housebound": "yes", "nhs_number": "9990000018", "born": "1 May 1940", "reason": "fell again",
        "contact": "me", "do": "go",
    }  # fmt: skip
    council.post("/refer/riverside-visit", typed)
    check = "/refer/riverside-visit/check"
    refused = council.post(check, {"papers": SimpleUploadedFile("a.pdf", b"MZ\x90\x00"), "do": "send"})
    assert refused.status_code == 400
    assert "‘a.pdf’ is not of a kind that is taken" in text(refused)
    assert not Referral.objects.exists()
    receipt = council.post(check, {"papers": SimpleUploadedFile("a.pdf", PDF), "do": "send"}, follow=True)
    assert "a.pdf PDF" in text(receipt)
    assert bytes(Attachment.objects.get().content) == PDF


def test_it_is_taken_away_and_never_shown_inside_a_page(page_of: PageOf, sent: str) -> None:
    council = page_of("council")
    add(council, sent, ("<b>é.html", b"alert(1)"))
    paper = council.get(f"/attachments/{Attachment.objects.get().pk}")
    assert paper.content == b"alert(1)"
    assert paper["Content-Type"] == "text/plain; charset=utf-8"
    assert paper["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert paper["X-Content-Type-Options"] == "nosniff"
    assert sorted(paper["Content-Security-Policy"].split("; ")) == ["default-src 'none'", "sandbox"]
    assert paper["Cache-Control"] == "private, no-store"
    page = council.get(f"/refer/sent/{sent}").content.decode()
    assert "&lt;b&gt;é.html" in page
    entry = Entry.objects.get(deed="attachment.opened")
    assert (entry.about_id, entry.detail["referral"]) == (person_of("Ann"), sent)


def test_whoever_sees_the_referral_sees_its_papers_and_nobody_else(
    page_of: PageOf, at: At, sent: str
) -> None:
    add(page_of("council"), sent, ("a.pdf", PDF), words="Her daughter is back on Friday")
    paper = Attachment.objects.get(kind="application/pdf")
    for name, status in {"hub": 200, "council": 200, "ann": 200, "hill": 404, "weir": 404}.items():
        assert page_of(name).get(f"/attachments/{paper.pk}").status_code == status, name
        with acting(at(name)), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM care_attachment")
            assert cursor.fetchone() == ((2 if status == 200 else 0),), name
    absent, hidden = (page_of("hill").get(f"/attachments/{id}") for id in (987654, paper.pk))
    assert text(absent) == text(hidden)
    assert "“Her daughter is back on Friday”" in text(page_of("council").get(f"/refer/sent/{sent}"))


def test_too_much_is_left_out_and_said(page_of: PageOf, sent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "LARGEST", 20)
    monkeypatch.setattr(rules, "LARGEST_TOGETHER", 40)
    council = page_of("council")
    assert "‘a.pdf’ has more than 10 MB" in text(add(council, sent, ("a.pdf", PDF + b"x" * 20)))
    assert "‘a.pdf’ is empty" in text(add(council, sent, ("a.pdf", b"")))
    assert "Write something, or choose a file" in text(add(council, sent))
    assert "At most 20 files" in text(add(council, sent, *[("a.txt", b"a")] * 21))
    add(council, sent, ("a.pdf", PDF))
    add(council, sent, ("b.pdf", PDF))
    assert "All files of a referral together may have 25 MB" in text(add(council, sent, ("c.pdf", PDF)))
    assert Attachment.objects.count() == 2


def test_a_form_with_more_bytes_than_it_may_have_is_read_past(page_of: PageOf, sent: str) -> None:
    whole = b"%PDF-" + b"x" * rules.LARGEST_TOGETHER
    page = add(page_of("council"), sent, ("a.pdf", whole), ("b.pdf", whole[: 2 * rules.MEGABYTE]))
    assert "All files together may have 25 MB; nothing was sent yet" in text(page)
    assert not Attachment.objects.exists()


def test_nothing_is_added_to_what_has_ended(page_of: PageOf, at: At, sent: str) -> None:
    actions.move(at("hub"), sent, Made("decline", seen=1, reason="declined", outcome="unseen"))
    assert "This referral has ended; refer again instead" in text(
        add(page_of("council"), sent, words="fever too")
    )


@pytest.fixture
def scanner(tmp_path: Path, settings: Settings) -> None:
    """A scanner that finds fault with whatever has EICAR in it."""
    script = tmp_path / "scan.py"
    script.write_text("import sys; sys.exit(b'EICAR' in sys.stdin.buffer.read())")
    settings.SCANNER = f"{sys.executable} {script}"


def test_a_scanner_is_asked_where_there_is_one(page_of: PageOf, sent: str, scanner: None) -> None:
    council = page_of("council")
    assert "The virus scanner refused ‘a.pdf’; it was not kept" in text(
        add(council, sent, ("a.pdf", PDF + b"EICAR"))
    )
    add(council, sent, ("b.pdf", PDF))
    assert [one.name for one in Attachment.objects.all()] == ["b.pdf"]


def test_a_scanner_that_does_not_answer_lets_nothing_in(
    page_of: PageOf, sent: str, settings: Settings
) -> None:
    settings.SCANNER = "/no/such/scanner"
    page = add(page_of("council"), sent, ("a.pdf", PDF))
    assert "The virus scanner does not answer, so no file can be taken now" in text(page)
    assert not Attachment.objects.exists()
