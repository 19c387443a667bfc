"""Reads an answered page as a person does: its words, its links, its tables."""

import csv
import io
import re
from html import unescape

from django.http import HttpResponse, StreamingHttpResponse


def text(page: HttpResponse) -> str:
    """What it says, without its marks."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", page.content.decode(), flags=re.DOTALL)
    words = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))
    return re.sub(r" ([.;,])", r"\1", words)


def links(page: HttpResponse) -> set[str]:
    return {unescape(link) for link in re.findall(r'href="([^"]+)"', page.content.decode())}


def rows(page: HttpResponse, label: str) -> list[list[str]]:
    """The body of the table in the box with this label, cell by cell."""
    box = page.content.decode().split(f'aria-label="{label}"')[1].split("</table>")[0].split("<tbody>")[1]
    lines = re.findall(r"<tr.*?</tr>", box, flags=re.DOTALL)
    return [[_cell(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", one, flags=re.DOTALL)] for one in lines]


def table(file: StreamingHttpResponse) -> list[list[str]]:
    """A CSV file, its head first."""
    content = b"".join(file.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def _cell(cell: str) -> str:
    hidden = re.sub(r'<span class="nhsuk-u-visually-hidden">.*?</span>', "", cell)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", hidden))).strip()
