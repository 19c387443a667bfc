"""The only queries of load reports. Each takes a viewer."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.loads.models import LoadRefusal, LoadReport

LOADS_AT_MOST = 200
PAGE_SIZE = 50


@dataclass(frozen=True)
class Refusals:
    """Refused records in order; `after` goes into the address of the next page."""

    rows: tuple[LoadRefusal, ...]
    after: int | None


@access.for_purpose("oversight")
def loads(viewer: Viewer | None) -> list[LoadReport]:
    """The newest loads first."""
    audit.look(viewer, "see_loads", "loads.listed", {})
    return list(LoadReport.objects.order_by("-finished", "-id")[:LOADS_AT_MOST])


@access.for_purpose("oversight")
def load(viewer: Viewer | None, id: str) -> LoadReport:
    """One load; LoadReport.DoesNotExist where there is none."""
    audit.look(viewer, "see_loads", "load.read", {"load": id})
    return LoadReport.objects.get(pk=id)


@access.for_purpose("oversight")
def refusals(
    viewer: Viewer | None, load: str, *, table: str | None = None, reason: str = "", after: int = 0
) -> Refusals:
    """Records of a load that were refused, by table and reason where these are given."""
    detail = {"load": load, "table": table, "reason": reason}
    audit.look(viewer, "see_loads", "load.refusals_read", detail)
    rows = LoadRefusal.objects.filter(load=load, id__gt=after)
    if table is not None:
        rows = rows.filter(table=table)
    if reason:
        rows = rows.filter(reason=reason)
    found = tuple(rows.order_by("id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return Refusals(shown, shown[-1].pk if len(found) > PAGE_SIZE else None)
