"""Tables as CSV files that a spreadsheet opens as text and never as a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

from commonweal.care.published.reads import Freshness
from commonweal.web import words

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", *"＝＋－＠﹦﹢﹣﹫")
UNSEEN = " \t\r\n\v\f\0\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # which programs may drop in front
Cell = str | int | float | None


class _Line:
    """What a csv writer writes to: hands the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def spreadsheet(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """Head and rows only, so that machines can read it; where it comes from stands in the name."""
    writer = csv.writer(_Line())
    # Excel reads UTF-8 only where the file begins with a byte-order mark.
    lines: Iterator[str] = (writer.writerow([never_computed(cell) for cell in row]) for row in (head, *rows))
    response = StreamingHttpResponse(_marked(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def filename(refresh: Freshness | None, *about: str) -> str:
    """Says what it holds, the day it is counted on, and the refresh it comes from."""
    from_where = ("as-at", f"{refresh.as_at:%Y-%m-%d}", "refresh", str(refresh.refresh)) if refresh else ()
    parts = (re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in (*about, *from_where))
    return "-".join(part for part in parts if part) + ".csv"


def withheld(number: int | None) -> Cell:
    """A number of people; one that is suppressed says so and is not empty, which would read as nobody."""
    return words.WITHHELD if number is None else number


def never_computed(cell: Cell) -> Cell:
    """An apostrophe in front makes a spreadsheet show what it would otherwise compute."""
    if isinstance(cell, str) and (cell.startswith(FORMULA) or cell.lstrip(UNSEEN).startswith(FORMULA)):
        return f"'{cell}"
    return cell


def _marked(lines: Iterator[str]) -> Iterator[str]:
    yield "\ufeff"
    yield from lines
