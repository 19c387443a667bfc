"""The only queries of saved views, each for a viewer."""

from __future__ import annotations

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.views.models import SavedView


@access.for_purpose("direct_care")
def ours(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Name and query of each view that this post keeps, by name."""
    if viewer is None:
        return []
    kept = SavedView.objects.filter(post=viewer.post).order_by("name")
    return list(kept.values_list("name", "query"))
