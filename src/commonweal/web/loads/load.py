"""One load: table by table, and the records it refused with source, line and reason."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.loads import reads
from commonweal.care.loads.models import REFUSALS_KEPT, LoadReport
from commonweal.web.address import NotUnderstood, query
from commonweal.web.frame import show
from commonweal.web.loads.tables import reasons, tables, together
from commonweal.web.page import for_viewers
from commonweal.web.spreadsheet import filename, spreadsheet

HEAD = ("table", "reason", "rows")


@require_safe
@for_viewers
def load(request: HttpRequest, viewer: Viewer, id: str) -> HttpResponse:
    report = _find(viewer, id)
    table, reason = request.GET.get("table"), request.GET.get("reason", "")
    refused = reads.refusals(viewer, report.pk, table=table, reason=reason, after=_after(request.GET))
    return show(
        request,
        viewer,
        "loads/load.html",
        at="loads",
        trail=[{"text": "Loads", "href": reverse("loads")}],
        title=f"Load from {report.source}",
        load=report,
        tables=tables(report),
        together=together(report),
        reasons=reasons(report),
        refused=refused,
        table=table,
        reason=reason,
        kept=REFUSALS_KEPT,
        onward=query({"table": table, "reason": reason, "after": refused.after}) if refused.after else "",
    )


@require_safe
@for_viewers
def reasons_file(request: HttpRequest, viewer: Viewer, id: str) -> HttpResponseBase:
    report = _find(viewer, id)
    rows = ((one.table, one.reason, one.rows) for one in reasons(report))
    return spreadsheet(filename(None, "refused", report.source, report.pk), HEAD, rows)


def _find(viewer: Viewer, id: str) -> LoadReport:
    try:
        return reads.load(viewer, id)
    except LoadReport.DoesNotExist:
        raise Http404(
            "There is no load with this name. The list of loads has those that there are."
        ) from None


def _after(asked: Mapping[str, str]) -> int:
    said = asked.get("after") or "0"
    if not (said.isascii() and said.isdigit() and len(said) < 18):
        raise NotUnderstood(f"‘after={said[:20]}’ is not a place in this list; begin at the first page.")
    return int(said)
