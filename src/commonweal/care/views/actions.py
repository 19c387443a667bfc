"""The only writer of saved views. They show nobody more than the board does, so they are not audited."""

from __future__ import annotations

from commonweal.care import access
from commonweal.care.access import Refused, Viewer
from commonweal.care.possible import NotPossible
from commonweal.care.views.models import SavedView

LONGEST_NAME, LONGEST_QUERY, KEPT_AT_MOST = 60, 500, 40


@access.for_purpose("direct_care")
def keep(by: Viewer | None, *, name: str, query: str) -> str:
    """Keeps a choice under a name, in place of what had it before; the name as it is kept."""
    viewer, named = _at_work(by), " ".join(name.split())
    if not named or len(named) > LONGEST_NAME:
        raise NotPossible("name", f"Give the view a name of at most {LONGEST_NAME} letters")
    if len(query) > LONGEST_QUERY:
        raise NotPossible("name", "There is too much in this view; use fewer words")
    others = SavedView.objects.filter(post=viewer.post).exclude(name=named)
    if others.count() >= KEPT_AT_MOST:
        raise NotPossible("name", f"You keep {KEPT_AT_MOST} views already; drop one first")
    view = SavedView(post_id=viewer.post, name=named, query=query)
    SavedView.objects.bulk_create(
        [view], update_conflicts=True, unique_fields=["post", "name"], update_fields=["query"]
    )
    return named


@access.for_purpose("direct_care")
def drop(by: Viewer | None, *, name: str) -> None:
    """The post keeps this view no longer; nothing happens where it keeps none of this name."""
    SavedView.objects.filter(post=_at_work(by).post, name=name).delete()


def _at_work(by: Viewer | None) -> Viewer:
    decision = access.addressed(by)
    if by is None or not decision.allowed:
        raise Refused(decision)
    return by
