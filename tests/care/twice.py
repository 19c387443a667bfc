"""Somebody in Exampleshire who has two records, and a row about them in every table there is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from tests.care.control import person_of
from tests.care.referred import holding

from commonweal.care.access import Viewer
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import Post, User
from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person
from commonweal.care.prepared import ask
from commonweal.care.referrals.models import Referral

LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
OTHER_PERSON = ("care_entry", "care_merge", "care_movedrow", "care_pair", "care_audit_head")
PLAIN: dict[type[models.Field[Any, Any]], Any] = {
    models.TextField: "said",
    models.CharField: "said",
    models.DateTimeField: LONG_AGO,
    models.DateField: LONG_AGO.date(),
    models.IntegerField: 1,
    models.SmallIntegerField: 1,
    models.BooleanField: False,
    models.JSONField: {},
    models.BinaryField: b"said",
    ArrayField: ["said"],
}
ROWS: dict[str, dict[str, Any]] = {  # what of a row is not as plain as that
    "care_assessment": {"category": "assessments"},
    "care_coordinationoffer": {"state": "waiting"},
    "care_concern": {"kind": "see", "words": "said"},
    "care_carerassessment": {"state": "offered"},
    "care_caseloadplace": {"entry": "hand"},
    "care_advancedecision": {"made": "yes"},
    "care_findinganswer": {"deed": "caseload"},
    "care_involvement": {"kind": "episode", "team": "riverside-team", "organisation": "ZZ1"},
    "care_opening": {"opened": LONG_AGO, "until": LONG_AGO.replace(hour=10)},
    "care_preference": {"answer": "permit"},
    "care_proposal": {"category": "plan_care", "whose": "person"},
    "care_proposedresident": {"nhs_number": lambda: str(uuid4())},
    "care_referral": {"identity": "known", "pathway": "riverside-visit", "hub": "front-door"},
    "care_roundentry": {"seen": "seen"},
    "care_sectiondraft": {"category": "plan_care"},
    "care_sectionversion": {"category": "plan_care", "whose": "person"},
    "care_signoff": {"agreed": "person"},
    "care_task": {"state": "open", "source": "hand", "like": "said"},
}


def second(of: str = "Ann", **otherwise: Any) -> UUID:
    """A second record of somebody, under a source's own id unless it says otherwise."""
    first = Person.objects.filter(given=of).exclude(source_id="x").get()
    said = {
        field.attname: getattr(first, field.attname)
        for field in Person._meta.concrete_fields
        if not field.generated
    }
    return Person.objects.create(
        **{**said, "id": uuid4(), "key": f"second-{of}", "nhs_number": None, "source_id": "x", **otherwise}
    ).pk


def officer(name: str = "olive", area: str = "exampleshire") -> Viewer:
    """A records officer of an area."""
    if not User.objects.filter(username=name).exists():
        open_account(
            by=None, name=name, password="x" * 20, role="records-officer", area=area, organisation="ZZ1"
        )
    return holding(name)


def references() -> list[tuple[str, str, str]]:
    """Every column that refers to people, with how a merge deals with it."""
    return [tuple(row) for row in ask('SELECT "table", "column", how FROM care_references()')]


def row_about(person: UUID, table: str, column: str, **said: Any) -> models.Model:
    """A row of this table about somebody, as plain as the table lets it be."""
    [model] = [one for one in apps.get_models() if one._meta.db_table == table]
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.generated or isinstance(field, models.AutoField):
            continue
        if field.column == column:
            values[field.attname] = person
        elif field.name in ROWS.get(table, {}):
            value = ROWS[table][field.name]
            values[field.name] = value() if callable(value) else value
        elif field.is_relation and not field.null:
            values[field.attname] = _one(field.related_model, person)
        elif not field.null and not field.has_default() and not field.has_db_default():
            values[field.name] = _plain(field)
    return model._default_manager.create(**{**values, **said})


def everything() -> Mapping[str, list[tuple[Any, ...]]]:
    """All rows of all tables but the audit and what is known of merges."""
    tables = {model._meta.db_table for model in apps.get_app_config("care").get_models()}
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables - set(OTHER_PERSON)):
            cursor.execute(f"SELECT here::text FROM {table} here ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def born(person: UUID) -> date:
    return Person.objects.get(pk=person).birth_date


def _plain(field: models.Field[Any, Any]) -> Any:
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.UUIDField) or field.unique:
        return uuid4()
    return next((value for kind, value in PLAIN.items() if isinstance(field, kind)), "said")


def _one(model: Any, person: UUID) -> Any:
    """Some row that another can refer to."""
    if model is User:
        return User.objects.get(username="lead").pk
    if model is Post:
        return Post.objects.filter(user__username="lead").earliest("pk").pk
    if model is Involvement:
        return row_about(person, "care_involvement", "person_id", team=f"team {uuid4()}").pk
    if model is Referral:
        return row_about(person, "care_referral", "person_id", reference=str(uuid4())).pk
    found = model.objects.order_by("pk").first() or row_about(person, model._meta.db_table, "person_id")
    return found.pk


__all__ = ["LONG_AGO", "born", "everything", "officer", "person_of", "references", "row_about", "second"]
