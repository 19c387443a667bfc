"""The rows of a board as markup, made apart from the template: fifty of them are most of what the page is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings
from markupsafe import Markup, escape

from commonweal.care.referrals.lines import Line
from commonweal.web import words
from commonweal.web.referrals import clock
from commonweal.web.referrals.rows import Row, row

BETWEEN = "\0"  # which no text in the database can hold


def table_rows(lines: Iterable[Line], now: datetime, pathways: Mapping[str, str], page: str) -> Markup:
    """Each as a row of the table that leads to its referral under the address `page`.

    With how frail its person is where that is in sight, and what its pathway is called in `pathways`.
    """
    of, today = str(settings.BLUEPRINT), now.astimezone(words.HERE).date()
    return Markup("\n".join(_row(one, now, pathways.get(one.pathway, ""), page, today, of) for one in lines))  # noqa: S704  # it is escaped below


def _row(line: Line, now: datetime, pathway: str, page: str, today: date, of: str) -> str:
    state, said = clock.said(line.due, line.resting, now)
    first, second, third = _around_the_clock(line, pathway, page, today, of)
    return f"{first}{state}{second}{said}{third}"


@lru_cache(maxsize=10_000)
def _around_the_clock(line: Line, pathway: str, page: str, today: date, of: str) -> tuple[str, str, str]:
    """All of a row but its clock: a line that the database gives again as it was is not written again.

    `of` is the blueprint whose words these are.
    """
    said = _escaped(row(line, pathway, today))
    resting = f"<small>{said.exact}</small>" if line.resting and not line.due else ""
    due = f' datetime="{said.due}"' if said.due else ""
    age = f' <span class="quiet">{said.age}</span>' if said.age else ""
    marks = f'<small class="cw-mark">{said.marks}</small>' if said.marks else ""
    place = f"<small>{said.place}</small>" if said.place else ""
    band = f'<span class="cw-risk cw-risk--{said.band}">{said.band}</span>' if said.band else ""
    team = f": {said.team}" if said.team else ""
    pathway = f"{said.pathway}, " if said.pathway else ""
    return (
        f'<tr role="row" id="{said.reference}" data-steps="{said.steps}">'
        '<td role="cell" class="cw-clock cw-clock--',
        f'"><time{due} title="{said.exact}">',
        f"</time>{resting}</td>"
        f'<th role="rowheader" scope="row"><a href="{page}{said.reference}">{said.name}</a>{age}{marks}</th>'
        f'<td role="cell" class="cw-why"><span><small>{said.source}</small> {said.reason}</span></td>'
        f'<td role="cell">{said.where}{place}</td>'
        f'<td role="cell">{band}</td>'
        f'<td role="cell">{said.stage}{team}<small>{pathway}since {said.since}</small></td></tr>',
    )


def _escaped(row: Row) -> Row:
    """The same row, all of its words escaped in one go."""
    return Row._make(str(escape(BETWEEN.join(row))).split(BETWEEN))
