"""What templates know: the words of `words.py`, addresses, and the NHS design system's macros."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from jinja2 import ChoiceLoader, Environment, PackageLoader

from commonweal.care.published.groups import MAIN_AGES
from commonweal.web import words
from commonweal.web.address import query
from commonweal.web.population.places import FEW
from commonweal.web.referrals.clock import lasting


@cache
def _address(name: str) -> str:
    return reverse(name)


@cache
def asset(name: str) -> str:
    """The address of a file of ours, which stays what it is while this process runs."""
    return static(name)


def address(name: str, args: Sequence[object] = ()) -> str:
    """The address of a page, worked out once where nothing else is in it than its name."""
    return reverse(name, args=args) if args else _address(name)


FILTERS = {
    "ages": words.ages,
    "capitalize_first": words.capitalize_first,
    "clock": words.clock,
    "count": words.count,
    "day": words.day,
    "day_of_year": words.day_of_year,
    "lasting": lasting,
    "moment": words.moment_now,
    "nhs_number": words.nhs_number,
    "people": words.people,
    "pounds": words.pounds,
    "share": words.share,
    "since": words.since,
    "spoken": words.spoken,
    "stated": words.stated,
}
GLOBALS = {
    "BANDS": words.BANDS,
    "BAND_WORDS": words.BAND_WORDS,
    "MAIN_AGES": tuple(MAIN_AGES),
    "FEW": FEW,
    "FEWEST_SHOWN": words.FEWEST_SHOWN,
    "SEX_WORDS": words.SEX_WORDS,
    "query": query,
    "static": asset,
    "url": address,
}


def token_once(request: HttpRequest) -> dict[str, object]:
    """The token of a page's forms, made once for all of them."""
    return {"csrf_input": SimpleLazyObject(lambda: csrf_input(request))}


def environment(**options: Any) -> Environment:
    """Our templates first, then those of the design system."""
    loader = ChoiceLoader([options.pop("loader"), PackageLoader("nhsuk_frontend_jinja")])
    made = Environment(loader=loader, trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701  # Django switches autoescape on
    made.filters.update(FILTERS)
    made.globals.update(GLOBALS)
    return made
