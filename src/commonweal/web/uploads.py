"""Files that come with a form stay in memory, and are left where they are more than a form may bring."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile
from django.http import HttpRequest

from commonweal.care.attachments.rules import LARGEST_TOGETHER, MEGABYTE, Paper
from commonweal.care.possible import NotPossible

TOO_MUCH = "commonweal.too_much"  # in what is known of the request: its files were left


class InMemory(MemoryFileUploadHandler):
    """Nothing of a person's papers is written to a folder for temporary files."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Decides by the length that the server has read of the request."""
        self.activated = content_length <= LARGEST_TOGETHER + MEGABYTE
        META[TOO_MUCH] = not self.activated

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file of a form that is too large is read past and not kept."""
        super().new_file(*args, **kwargs)
        if not self.activated:
            raise SkipFile


def picture(request: HttpRequest) -> Paper:
    """The file that came as `photo`, empty where none did; NotPossible where it was too large to be read."""
    if request.META.get(TOO_MUCH):
        raise NotPossible("photo", "The picture has more than 10 MB; make it smaller")
    found = request.FILES.get("photo")
    return Paper(str(found.name), found.read()) if found else Paper("", b"")


def papers(request: HttpRequest) -> list[Paper]:
    """The files that came as `papers`; NotPossible where they were too many bytes to be read."""
    found = request.FILES.getlist("papers")
    if request.META.get(TOO_MUCH):
        raise NotPossible("papers", "All files together may have 25 MB; nothing was sent yet")
    return [Paper(str(file.name), file.read()) for file in found]
