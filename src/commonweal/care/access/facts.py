"""What the rule needs to know, as it is recorded."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from commonweal.care.access.acting import once
from commonweal.care.access.rules import About, Term
from commonweal.care.access.viewer import Viewer
from commonweal.care.break_glass.models import Opening
from commonweal.care.extents import blueprint
from commonweal.care.involvements.models import Involvement
from commonweal.care.objections.models import Objection, Restriction
from commonweal.care.prepared import Question, answer, ask

WRITTEN = Question(
    "SELECT count(*) AS n, max(xmin::text::bigint) AS by, max(cmin::text::bigint) AS nth FROM care_clause"
)
CLAUSES = """SELECT name, title, purpose, categories, roles, relationships, organisations, starts, until
FROM care_clause ORDER BY name"""


class Known(Protocol):
    """Whoever may be registered with a practice, and live in a care home; empty text where in none."""

    @property
    def id(self) -> UUID: ...

    @property
    def practice(self) -> str: ...

    @property
    def care_home(self) -> str: ...


def today() -> date:
    """The day by the partnership's clock."""
    return timezone.localdate()


def terms() -> tuple[Term, ...]:
    """Every clause there is, whether it holds today or not."""
    return once("terms", _terms)


def _terms() -> tuple[Term, ...]:
    """Read again only where one came, went or changed: the database says so with each row it writes."""
    return _read(tuple(answer(WRITTEN)[0]))


@lru_cache(maxsize=1)
def _read(written: tuple[int, ...]) -> tuple[Term, ...]:
    return tuple(Term(*row[:3], *map(frozenset, row[3:7]), *row[7:]) for row in ask(CLAUSES))


def about(viewer: Viewer, person: Known) -> About:
    """How this person stands to this viewer now."""
    ours = frozenset(practice.ods for practice in blueprint().practices)
    return About(
        practice=person.practice if person.practice in ours else "",
        relationships=frozenset(_relationships(viewer, person)),
        objections=frozenset(
            Objection.objects.filter(person=person.id, ended=None).values_list("organisation", "category")
        ),
        restricted=Restriction.objects.filter(person=person.id, ended=None).exists(),
    )


def working_with(viewer: Viewer) -> Q:
    """The involvements of this viewer's team, or of their organisation where no team is named."""
    organisation = Q(team="", organisation=viewer.organisation) if viewer.organisation else Q(pk__in=[])
    return Q(ended=None) & (organisation | Q(team=viewer.team) if viewer.team else organisation)


def open_now(viewer: Viewer) -> Q:
    """The records that this viewer has opened in an emergency, and that have not shut since."""
    return Q(post=viewer.post, ended=None, until__gt=timezone.now())


def left(viewer: Viewer) -> list[UUID]:
    """Of whom the viewer's home has said that they live there no more, whatever the record has."""
    return [person for (person,) in ask("SELECT care_left(%s)", [viewer.organisation])]


def _relationships(viewer: Viewer, person: Known) -> set[str]:
    found = set(
        Involvement.objects.filter(working_with(viewer), person=person.id).values_list("kind", flat=True)
    )
    if person.practice and person.practice in viewer.extent.practices:
        found.add("registered")
    if viewer.organisation and person.care_home == viewer.organisation and person.id not in left(viewer):
        found.add("care_home")
    if viewer.person == person.id:
        found.add("own")
    if Opening.objects.filter(open_now(viewer), person=person.id).exists():
        found.add("break_glass")
    return found
