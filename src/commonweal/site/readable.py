"""What a browser sends has to be text that can be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

NUL = "\x00"  # which PostgreSQL takes in no text


def readable_alone(
    answer: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """An address or a form with a NUL in it is not understood, before any page looks at it."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        if any(NUL in said for said in _said(request)):
            raise BadRequest("a NUL is no text")
        return answer(request)

    return answered


def _said(request: HttpRequest) -> Iterator[str]:
    yield request.path
    for form in (request.GET, request.POST):
        for name, values in form.lists():
            yield name
            yield from map(str, values)
