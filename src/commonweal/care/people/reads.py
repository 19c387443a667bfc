"""The only queries of people. Each takes a viewer, finds whom that viewer may see, and records the look."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import F, Func, Q, QuerySet, TextField, UUIDField, Value
from django.db.models.lookups import GreaterThan, LessThan

from commonweal.blueprint import Category
from commonweal.care import access
from commonweal.care.access import Decision, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import Population, extent
from commonweal.care.identity.models import Merge
from commonweal.care.people import rules
from commonweal.care.people.having import having, within
from commonweal.care.people.lists import ROW_COLUMNS, SORTS, Chosen, Page, Row
from commonweal.care.people.models import Person
from commonweal.care.published.groups import AGES, ALL
from commonweal.care.published.models import PersonContacts, PersonFrailty, PersonHospital

PAGE_SIZE = 50
FOUND_AT_MOST = 50
EXPORTED_AT_A_TIME = 2000
SHOWN: tuple[Category, ...] = ("gp_record", "hospital", "community", "social_care")  # on a person's page
LAST_CHARACTER = chr(sys.maxunicode)
NOT_SEEN = Decision(False, access.viewer.NOT_SEEN)


@dataclass(frozen=True)
class Known:
    """A person and what is known of them; no frailty where they died or left before the last refresh.

    `withheld` says of each category of the record that the viewer may not see, why not.
    """

    person: Person
    frailty: PersonFrailty | None
    contacts: list[list[object]]
    withheld: Mapping[Category, str] = field(default_factory=dict)
    hospital: PersonHospital | None = None


@dataclass(frozen=True)
class Found:
    """Whom a search found; `more` where there are others beyond these."""

    people: tuple[Person, ...]
    more: bool


@access.for_purpose("case_finding")
def list_people(
    viewer: Viewer | None,
    chosen: Chosen,
    *,
    sort: str = "deficits",
    after: UUID | None = None,
    before: UUID | None = None,
    size: int = PAGE_SIZE,
) -> Page:
    """The page of the list that follows `after` or precedes `before`; its first page without either."""
    viewer = audit.look(viewer, "list_people", "people.listed", {**asdict(chosen), "sort": sort})
    people = _chosen(viewer, chosen)
    here = _place(people, sort, before or after)
    backwards = bool(before and here)
    rows = _in_order(people, sort, backwards=backwards, beyond=here)[: size + 1]
    shown = [Row(*row) for row in rows.values_list(*ROW_COLUMNS)]
    more, shown = len(shown) > size, shown[:size]
    if backwards:
        shown.reverse()
    first, last = (shown[0].id, shown[-1].id) if shown else (None, None)
    follows, precedes = (more, True) if backwards else (bool(here), more)
    return Page(tuple(shown), after=last if precedes else None, before=first if follows else None)


def export_people(viewer: Viewer | None, chosen: Chosen, *, sort: str = "deficits") -> Iterator[Row]:
    """Every row of the list, a few at a time."""
    with access.acting(viewer, "case_finding"):
        viewer = audit.look(viewer, "list_people", "people.exported", {**asdict(chosen), "sort": sort})
        rows = _in_order(_chosen(viewer, chosen), sort).values_list(*ROW_COLUMNS)
    return _exported(viewer, rows)


@access.for_purpose("direct_care")
def person(viewer: Viewer | None, id: UUID, *, deed: str = "person.read") -> Known:
    """One person, and of what is known that which the viewer may see; NotSeen where they may not see them.

    It is recorded as `deed`, person.exported where it leaves as a file; and so is a refusal.
    """
    audit.require(viewer, "see_person", deed, {"person": str(id)})
    found = Person.objects.filter(pk=id).first()
    decision = access.may(viewer, "see_person", found) if found else NOT_SEEN
    if found is None or not decision.allowed:
        audit.refused("person.refused", by=viewer, because=decision.because, detail={"person": str(id)})
        raise access.NotSeen
    audit.record(deed, by=viewer, about=found.pk, clause=decision.clause, because=decision.because)
    assert viewer  # or there would have been no decision
    return replace(known(found), withheld=access.withheld(viewer, found, SHOWN))


@access.for_purpose("direct_care")
def search(viewer: Viewer | None, words: str) -> Found:
    """People by NHS number, or by the beginnings of names and date of birth, in order of name."""
    viewer = audit.look(viewer, "search_people", "people.searched", {"words": words})
    sought = rules.understood(words)
    if not sought:
        return Found((), more=False)
    people = Person.objects.filter(access.visible(viewer, "demographics"), _answering(sought))
    found = tuple(people.order_by("family", "given", "id")[: FOUND_AT_MOST + 1])
    return Found(found[:FOUND_AT_MOST], more=len(found) > FOUND_AT_MOST)


def known(found: Person) -> Known:
    """What of this person's record the database gives whoever looks."""
    texts = PersonContacts.objects.filter(person=found).values_list("contacts", flat=True)
    contacts = sorted((contact for text in texts for contact in json.loads(text)), key=lambda one: one[1])
    frailty = PersonFrailty.objects.filter(person=found).first()
    return Known(found, frailty, contacts, hospital=PersonHospital.objects.filter(person=found).first())


def _exported(viewer: Viewer, rows: QuerySet[PersonFrailty, tuple[Any, ...]]) -> Iterator[Row]:
    with access.acting(viewer, "case_finding"):
        for row in rows.iterator(chunk_size=EXPORTED_AT_A_TIME):
            yield Row(*row)


def _chosen(viewer: Viewer, chosen: Chosen) -> QuerySet[PersonFrailty]:
    """The people of a list; KeyError where the area or the ages are not known."""
    youngest, oldest = AGES[chosen.ages]
    place = "practice" if chosen.population == Population.REGISTERED else "lsoa"
    members = sorted(extent(chosen.area).members(chosen.population))
    seen = access.visible(viewer, "gp_record", purpose="case_finding", person="person")
    people = PersonFrailty.objects.filter(seen, **{f"{place}__in": members})
    exactly = {
        "practice": chosen.practice,
        "lsoa": chosen.small_area,
        "sex": "" if chosen.sex == ALL else chosen.sex,
        "band": "" if chosen.band == ALL else chosen.band,
        "riser": chosen.risers,
    }
    people = people.filter(**{column: value for column, value in exactly.items() if value})
    people = people.filter(having(chosen.having)) if chosen.having else people
    people = people.filter(within(chosen.of)) if chosen.of else people
    return people if chosen.ages == ALL else people.filter(age__range=(youngest, oldest))


def _place(people: QuerySet[PersonFrailty], sort: str, mark: UUID | None) -> tuple[object, ...] | None:
    """What the person at `mark` is sorted by; None where they are in the list no more."""
    columns = [column.removeprefix("-") for column in SORTS[sort]]
    return people.filter(person=mark).values_list(*columns).first() if mark else None


def _in_order(
    people: QuerySet[PersonFrailty],
    sort: str,
    *,
    backwards: bool = False,
    beyond: tuple[object, ...] | None = None,
) -> QuerySet[PersonFrailty]:
    """In the order of `sort`, from the one after the place `beyond` on."""
    columns = [column.removeprefix("-") for column in SORTS[sort]]
    descending = SORTS[sort][0].startswith("-") != backwards
    if beyond is not None:
        further = LessThan if descending else GreaterThan
        people = people.filter(further(_together(map(F, columns)), _together(map(Value, beyond))))
    return people.order_by(*(F(column).desc() if descending else F(column).asc() for column in columns))


def _together(values: Iterator[F] | Iterator[Value]) -> Func:
    """Values compared as one, first by the first: what lets an index find where a page begins."""
    return Func(*values, template="ROW(%(expressions)s)", output_field=TextField())


def _answering(sought: rules.Sought) -> Q:
    if sought.nhs_number:
        merged = Merge.objects.filter(number=sought.nhs_number, undone=None)
        now = merged.values_list(Func("kept", function="care_one", output_field=UUIDField()))
        return Q(nhs_number=sought.nhs_number) | Q(pk__in=now)
    found = Q(birth_date=sought.birth_date) if sought.birth_date else Q()
    if not sought.names:
        return found
    first, last = sought.names[0], sought.names[-1]
    if first == last:
        return found & (_begins("family", first) | _begins("given", first))
    given_first = _begins("given", first) & _begins("family", last)
    return found & (given_first | _begins("family", first) & _begins("given", last))


def _begins(name: str, words: str) -> Q:
    """Compared as plain characters, which row-level security lets an index answer."""
    first = words.upper()
    return Q(**{f"{name}_order__gte": first, f"{name}_order__lt": first + LAST_CHARACTER})
