"""The only queries of models of risk and of people's chances. Each takes a viewer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import Population, blueprint, extent
from commonweal.care.published.reads import CURRENT
from commonweal.care.risk.lists import COUNTED, HIGHEST, SORTS, Chosen, Likely, Page
from commonweal.care.risk.models import PersonRisk, RiskCard
from commonweal.care.risk.said import Foretold, Own, reasons

PAGE_SIZE = 50
EXPORTED_AT_A_TIME = 2000


@access.for_purpose(None)
def cards(viewer: Viewer | None) -> list[RiskCard]:
    """The models of the current refresh, in the order they were declared in, shown or not."""
    audit.look(viewer, "see_population", "risk.listed", {})
    return list(RiskCard.objects.filter(refresh=CURRENT).order_by("pk"))


@access.for_purpose(None)
def card(viewer: Viewer | None, model: str) -> RiskCard:
    """One of them; KeyError where there is none."""
    audit.look(viewer, "see_population", "risk.read", {"model": model})
    found = RiskCard.objects.filter(refresh=CURRENT, model=model).first()
    if found is None:
        raise KeyError(model)
    return found


@access.for_purpose("case_finding")
def highest(
    viewer: Viewer | None,
    chosen: Chosen,
    *,
    after: UUID | None = None,
    before: UUID | None = None,
    size: int = PAGE_SIZE,
) -> Page:
    """The page of the list that follows `after` or precedes `before`; its first page without either.

    Nobody where the model is not shown; a look through people, recorded as such.
    """
    viewer = audit.look(viewer, "list_people", "risk.people_listed", asdict(chosen))
    people = _chosen(viewer, chosen)
    here = _place(people, chosen.sort, before or after)
    backwards = bool(before and here)
    lines = [*map(_likely, _in_order(people, chosen.sort, backwards=backwards, beyond=here)[: size + 1])]
    more, lines = len(lines) > size, lines[:size]
    if backwards:
        lines.reverse()
    first, last = (lines[0].person.pk, lines[-1].person.pk) if lines else (None, None)
    follows, precedes = (more, True) if backwards else (bool(here), more)
    counted = people.order_by()[: COUNTED + 1].count()
    return Page(
        tuple(lines),
        None if counted > COUNTED else counted,
        after=last if precedes else None,
        before=first if follows else None,
    )


def exported(viewer: Viewer | None, chosen: Chosen) -> Iterator[Likely]:
    """Everybody in the same list, a few at a time; that it left as a file is recorded."""
    with access.acting(viewer, "case_finding"):
        viewer = audit.look(viewer, "list_people", "risk.exported", asdict(chosen))
        people = _in_order(_chosen(viewer, chosen), chosen.sort)
    return _exported(viewer, people)


@access.for_purpose("direct_care")
def of_person(viewer: Viewer | None, person: UUID) -> tuple[Foretold, ...]:
    """What the models that passed say of somebody whom the viewer sees, where they see all it is made of.

    Call where the look at the person is recorded already.
    """
    shown = {
        card.model: card for card in RiskCard.objects.filter(refresh=CURRENT, passed=True).order_by("pk")
    }
    found = {one.model: one for one in PersonRisk.objects.filter(person=person, model__in=shown)}
    return tuple(
        Foretold(model, card.card, card.as_at, one.chance, one.above, reasons(one.reasons))
        for model, card in shown.items()
        if (one := found.get(model))
    )


@access.for_purpose("direct_care")
def of_own(viewer: Viewer | None, person: UUID) -> Own:
    """What models say of the viewer's own record, of those that are declared to be shown to the person.

    Call where the look at their own record is recorded already.
    """
    found = of_person(viewer, person)
    declared = {one.id: one for one in blueprint().risk if one.shown_to_person}
    shown = tuple((one, declared[one.model].what_to_do) for one in found if one.model in declared)
    return Own(shown, kept_back=len(shown) < len(found))


def _exported(viewer: Viewer, people: QuerySet[PersonRisk]) -> Iterator[Likely]:
    with access.acting(viewer, "case_finding"):
        for one in people.iterator(chunk_size=EXPORTED_AT_A_TIME):
            yield _likely(one)


def _chosen(viewer: Viewer, chosen: Chosen) -> QuerySet[PersonRisk]:
    """Those of a list of whom the viewer sees all that a chance is made of; KeyError for an unknown area."""
    if not RiskCard.objects.filter(refresh=CURRENT, model=chosen.model, passed=True).exists():
        return PersonRisk.objects.none()
    seen = access.visible(viewer, "hospital", purpose="case_finding", person="person")
    practices = sorted(extent(chosen.area).members(Population.REGISTERED))
    people = PersonRisk.objects.filter(seen, model=chosen.model, practice__in=practices)
    least = HIGHEST[chosen.highest]
    return (people.filter(above__gte=least) if least else people).select_related("person")


def _place(people: QuerySet[PersonRisk], sort: str, mark: UUID | None) -> tuple[object, ...] | None:
    """What the person at `mark` is sorted by; None where they are in the list no more."""
    columns = [column.removeprefix("-") for column in SORTS[sort]]
    return people.filter(person=mark).values_list(*columns).first() if mark else None


def _in_order(
    people: QuerySet[PersonRisk],
    sort: str,
    *,
    backwards: bool = False,
    beyond: tuple[object, ...] | None = None,
) -> QuerySet[PersonRisk]:
    """In the order of `sort`, from the one after the place `beyond` on."""
    columns = [column.removeprefix("-") for column in SORTS[sort]]
    descending = SORTS[sort][0].startswith("-") != backwards
    if beyond is not None:
        people = people.filter(_further(columns, beyond, "lt" if descending else "gt"))
    return people.order_by(*(f"-{column}" if descending else column for column in columns))


def _further(columns: Sequence[str], place: Sequence[object], way: str) -> Q:
    """Beyond the place by the first column in which they differ; the first alone lets an index find it."""
    alike = [dict(zip(columns[:n], place[:n], strict=True)) for n in range(len(columns))]
    beyond = (
        Q(**same, **{f"{column}__{way}": place[n]})
        for n, (same, column) in enumerate(zip(alike, columns, strict=True))
    )
    return Q(**{f"{columns[0]}__{way}e": place[0]}) & reduce(or_, beyond)


def _likely(one: PersonRisk) -> Likely:
    return Likely(one.person, one.chance, one.above, reasons(one.reasons))
