"""The rows of a board as markup, made apart from the template: fifty of them are most of what the page is."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from commonweal.web.referrals.rows import Row

BETWEEN = "\0"  # which no text in the database can hold


def table_rows(rows: Iterable[Row], page: str) -> Markup:
    """Each row as one of the table, leading to its referral under the address `page`."""
    return Markup("\n".join(_row(row, page) for row in _escaped(rows)))  # noqa: S704  # it is escaped here


def _escaped(rows: Iterable[Row]) -> Iterable[Row]:
    """The same rows, all of their words escaped in one go."""
    safe = str(escape(BETWEEN.join(BETWEEN.join(row) for row in rows)))
    return map(Row._make, zip(*[iter(safe.split(BETWEEN))] * len(Row._fields), strict=False))


def _row(row: Row, page: str) -> str:
    resting = f"<small>{row.exact}</small>" if row.state == "resting" else ""
    due = f' datetime="{row.due}"' if row.due else ""
    age = f' <span class="quiet">{row.age}</span>' if row.age else ""
    marks = f'<small class="cw-mark">{row.marks}</small>' if row.marks else ""
    place = f"<small>{row.place}</small>" if row.place else ""
    band = f'<span class="cw-risk cw-risk--{row.band}">{row.band}</span>' if row.band else ""
    team = f": {row.team}" if row.team else ""
    pathway = f"{row.pathway}, " if row.pathway else ""
    return (
        f'<tr role="row" id="{row.reference}" data-steps="{row.steps}">'
        f'<td role="cell" class="cw-clock cw-clock--{row.state}">'
        f'<time{due} title="{row.exact}">{row.clock}</time>{resting}</td>'
        f'<th role="rowheader" scope="row"><a href="{page}{row.reference}">{row.name}</a>{age}{marks}</th>'
        f'<td role="cell" class="cw-why"><span><small>{row.source}</small> {row.reason}</span></td>'
        f'<td role="cell">{row.where}{place}</td>'
        f'<td role="cell">{band}</td>'
        f'<td role="cell">{row.stage}{team}<small>{pathway}since {row.since}</small></td></tr>'
    )
