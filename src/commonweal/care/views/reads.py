"""The only queries of saved views, each for a viewer."""

from __future__ import annotations

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.prepared import ask


@access.for_purpose("direct_care")
def ours(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Name and query of each view that this post keeps, by name."""
    if viewer is None:
        return []
    kept = ask("SELECT name, query FROM care_savedview WHERE post_id = %s ORDER BY name", [viewer.post])
    return [(name, query) for name, query in kept]
