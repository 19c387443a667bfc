"""What the application's role may do with each table; which rows of it, row-level security says."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections
from psycopg import sql

APPLICATION = "commonweal_app"  # the role that row-level security binds
WRITTEN = {  # of our own tables, those that pages write; all others they only read
    "care_planphoto": "INSERT, UPDATE (ended, ended_by_id, ended_by_name)",
    "care_proposal": "INSERT, UPDATE (outcome, answered, answered_by_id, answered_name, answer, version_id)",
    "care_sectiondraft": "INSERT, UPDATE (category, said, seen, kept), DELETE",
    "care_sectionversion": "INSERT",
    "care_signoff": "INSERT",
    "care_advancedecision": "INSERT",
    "care_afterdeathreview": "INSERT",
    "care_anticipatorymedicine": "INSERT, UPDATE (ended, ended_because)",
    "care_bereavement": "INSERT, UPDATE (done_on, done_name, outcome)",
    "care_carerassessment": "INSERT",
    "care_coordinationoffer": "INSERT, UPDATE (state, answered, answer)",
    "care_coordinator": "INSERT, UPDATE (reach, ended, ended_because)",
    "care_death": "INSERT",
    "care_personaround": "INSERT, UPDATE (ended, ended_because)",
    "care_placewish": "INSERT",
    "care_preference": "INSERT",
    "care_registerentry": "INSERT, UPDATE (ended, ended_reason, ended_words)",
    "care_registerreview": "INSERT",
    "care_teammember": "INSERT, UPDATE (ended, ended_because)",
    "care_assessment": "INSERT",
    "care_attachment": "INSERT",
    "care_bedssaid": "INSERT",
    "care_call": "INSERT",
    "care_concern": "INSERT",
    "care_elementdone": "INSERT",
    "care_homeround": "INSERT, UPDATE (present, note, next_day, closed)",
    "care_proposedresident": "INSERT, UPDATE (settled, settled_at, settled_by_name, because)",
    "care_roundentry": "INSERT",
    "care_stay": "INSERT, UPDATE (ended, outcome, ended_by_name, ended_at)",
    "care_entry": "INSERT",
    "care_attendance": "INSERT",
    "care_caseloadchange": "INSERT",
    "care_findinganswer": "INSERT",
    "care_caseloadplace": "INSERT, UPDATE (priority, next_review, changes)",
    "care_dayplan": "INSERT",
    "care_instrumentversion": "INSERT",
    "care_involvement": "INSERT, UPDATE (ended, outcome)",
    "care_meeting": "INSERT, UPDATE (closed, listed, title, starts, place, chair, invited)",
    "care_meetingitem": "INSERT, UPDATE (reasons, place, dropped)",
    "care_meetingline": "INSERT",
    "care_message": "INSERT",
    "care_objection": "INSERT, UPDATE (ended)",
    "care_optout": "INSERT, UPDATE (ended)",
    "care_opening": "UPDATE (ended, reviewed, reviewed_by_id, finding, note)",
    "care_pair": "UPDATE (decision, decided, by_id, by_name, note)",
    "care_pathwayversion": "INSERT",
    "care_receipt": "INSERT",
    "care_referral": "INSERT",
    "care_restriction": "INSERT, UPDATE (ended)",
    "care_sentassessment": "INSERT",
    "care_shift": "INSERT, UPDATE (ended, why)",
    "care_savedview": "INSERT, UPDATE (query), DELETE",
    "care_sharedcache": "INSERT, UPDATE, DELETE",
    "care_step": "INSERT",
    "care_struckout": "INSERT",
    "care_systemkey": "UPDATE (last_used)",
    "care_task": "INSERT, UPDATE (state, since, ended, steps, owner, post_id, watchers, due, offered_to)",
    "care_taskstep": "INSERT",
    "care_user": "UPDATE",
    "care_visit": "INSERT, UPDATE"
    " (state, post_id, planned, travel, position, set_out, arrived, finished, records)",
    "care_visitrecord": "INSERT",
    "care_wish": "INSERT, UPDATE (by_email, changed)",
}
UNTOUCHED = "django_migrations"


def grant(using: str, **_: Any) -> None:
    """After every migration: tables that packages bring for sessions and sign-in are theirs to write."""
    models = apps.get_app_config("care").get_models(include_auto_created=True)
    ours = {model._meta.db_table for model in models}
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table == UNTOUCHED:
                continue
            rights = WRITTEN.get(table) if table in ours else "INSERT, UPDATE, DELETE"
            cursor.execute(
                sql.SQL("GRANT {} ON {} TO {}").format(
                    sql.SQL(", ".join(filter(None, ["SELECT", rights]))),
                    sql.Identifier(table),
                    sql.Identifier(APPLICATION),
                )
            )
