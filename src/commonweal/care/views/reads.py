"""The only queries of saved views, each for a viewer."""

from __future__ import annotations

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.prepared import Question, answer


@access.for_purpose("direct_care")
def ours(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Name and query of each view that this post keeps, by name."""
    if viewer is None:
        return []
    return [(name, query) for name, query in answer(kept_by(viewer))]


def kept_by(viewer: Viewer) -> Question:
    """What `ours` asks."""
    return Question("SELECT name, query FROM care_savedview WHERE post_id = %s ORDER BY name", (viewer.post,))
