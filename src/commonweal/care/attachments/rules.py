"""Which papers are taken, by what is in them and never by what they are called. No database here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonweal.care.attachments.models import WORDS
from commonweal.care.possible import NotPossible

MEGABYTE = 1_000_000
LARGEST = 10 * MEGABYTE
LARGEST_TOGETHER = 25 * MEGABYTE
MOST = 20  # papers at a time
LONGEST_NAME = 120
BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
PLAIN = "text/plain"
ENDINGS = {  # kind → the endings that a name of it may have; the first is given where it has none
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    PLAIN: (".txt", ".csv"),
}
TITLES = {
    "application/pdf": "PDF",
    "image/png": "picture",
    "image/jpeg": "picture",
    PLAIN: "text",
    WORDS: "words",
}
TAKEN = "PDF files, PNG and JPEG pictures, and plain text are taken"
MARKUP = b"<"
NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Paper:
    """A file as somebody brings it; its name is only what they call it."""

    name: str
    content: bytes


def kind(content: bytes) -> str | None:
    """The media type that the content shows itself to be of, among those that are taken."""
    found = next((kind for begins, kind in BEGINNINGS.items() if content.startswith(begins)), None)
    return found or (PLAIN if _is_plain(content) else None)


def taken(content: bytes) -> str:
    """The same, of a paper that was checked; NotPossible of another."""
    found = kind(content)
    if found is None:
        raise NotPossible("papers", f"A file is not of a kind that is taken: {TAKEN}")
    return found


def check(papers: Sequence[Paper]) -> None:
    """NotPossible with what is wrong with the first that cannot be taken."""
    if len(papers) > MOST:
        raise NotPossible("papers", f"At most {MOST} files can be attached at a time")
    for paper in papers:
        called = f"‘{name(paper.name)}’"
        if not paper.content:
            raise NotPossible("papers", f"{called} is empty")
        if len(paper.content) > LARGEST:
            raise NotPossible("papers", f"{called} has more than 10 MB; make it smaller or send part of it")
        if kind(paper.content) is None:
            raise NotPossible("papers", f"{called} is not of a kind that is taken: {TAKEN}")
    check_together(len(paper.content) for paper in papers)


def check_together(sizes: Iterable[int]) -> None:
    """NotPossible where a referral would have more than it may."""
    if sum(sizes) > LARGEST_TOGETHER:
        raise NotPossible("papers", "All files of a referral together may have 25 MB; leave some out")


def name(said: str) -> str:
    """What the sender calls it as one short line of text, without folders and unseen characters."""
    last = re.split(r"[/\\]", said)[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    short = " ".join(seen.split()).strip(". ")
    return short[-LONGEST_NAME:] or "without a name"


def download_name(said: str, kind: str) -> str:
    """The same with an ending that opens it as what it is, and as nothing else."""
    endings = ENDINGS[kind]
    return said if said.lower().endswith(endings) else said + endings[0]


def _is_plain(content: bytes) -> bool:
    """Text of people, not of machines: what begins with a mark may be a page that runs something."""
    begins = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if NOT_TEXT.search(content) or begins.startswith(MARKUP):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
