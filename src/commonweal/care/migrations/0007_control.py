"""Who asked for what is said about a record; how long an opening may last; who may change parts in care."""

import datetime

import django.db.models.expressions
from django.db import migrations, models

ASKED_BY = "who asked for it: the person, or who spoke for them"
ASKED_ON = "the day they asked; empty where it was not noted"

KNOWN = "EXISTS (SELECT FROM care_person known WHERE known.id = care_involvement.person_id)"
OURS = f"""{KNOWN} AND EXISTS (
    SELECT FROM care_me() me WHERE care_involvement.team <> '' AND care_involvement.team = me.team
    OR care_involvement.team = '' AND care_involvement.organisation <> ''
    AND care_involvement.organisation = me.organisation
)"""
MINE = "post_id IN (SELECT id FROM care_me())"
OVERSEES = "(SELECT care_told('audit', 'oversight'))"
REVIEWS = f"""{OVERSEES} AND post_id NOT IN (
    SELECT held.id FROM care_post held JOIN care_me() me ON me.user_id = held.user_id
)"""
SHUTS_OR_REVIEWS = f"{MINE} AND reviewed IS NULL OR {REVIEWS}"

CHANGES = {  # table → who may change which rows, before and now
    "care_involvement": (KNOWN, OURS),
    "care_opening": (f"{MINE} OR {OVERSEES}", SHUTS_OR_REVIEWS),
}

SOUGHT = """
-- Whose record an investigation is about: their id alone, and only for whoever watches over the audit.
CREATE FUNCTION care_audited_person(sought text)
RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id FROM care_person WHERE nhs_number = sought AND care_told('audit', 'oversight')
$$;
"""


def may_change(which: int) -> str:
    """The policies on changes: those of `which`, 0 for before and 1 for now."""
    return "\n".join(
        f"DROP POLICY {table}_update ON {table};"
        f" CREATE POLICY {table}_update ON {table} FOR UPDATE TO commonweal_app"
        f" USING ({conditions[which]}) WITH CHECK ({conditions[which]});"
        for table, conditions in CHANGES.items()
    )


class Migration(migrations.Migration):
    dependencies = [("care", "0006_row_level_security")]

    operations = [
        *(
            migrations.AddField(
                model_name=model, name="asked_by", field=models.TextField(default="", help_text=ASKED_BY)
            )
            for model in ("objection", "optout", "restriction")
        ),
        *(
            migrations.AddField(
                model_name=model, name="asked_on", field=models.DateField(null=True, help_text=ASKED_ON)
            )
            for model in ("objection", "optout", "restriction")
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "until__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("opened"), "+", models.Value(datetime.timedelta(seconds=14400))
                        ),
                    )
                ),
                name="opening_is_short",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("deed", "record.not_opened")),
                fields=["by", "-at"],
                name="audit_of_emergencies_tried",
            ),
        ),
        migrations.RunSQL(may_change(1), may_change(0)),
        migrations.RunSQL(SOUGHT, "DROP FUNCTION care_audited_person(text);"),
    ]
