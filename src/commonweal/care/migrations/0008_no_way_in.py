"""Whoever has a record open in an emergency cannot make that last, nor change what its person chooses."""

from django.db import migrations

KNOWN = "EXISTS (SELECT FROM care_person known WHERE known.id = {table}.person_id)"
SHUT = KNOWN + """ AND {table}.person_id NOT IN (
    SELECT opening.person_id FROM care_opening opening JOIN care_me() me ON me.id = opening.post_id
    WHERE opening.ended IS NULL AND opening.until > now()
)"""
WRITTEN = {
    "care_involvement": ("INSERT",),
    "care_objection": ("INSERT", "UPDATE"),
    "care_optout": ("INSERT", "UPDATE"),
    "care_restriction": ("INSERT", "UPDATE"),
}
CHECK = {"INSERT": "WITH CHECK ({0})", "UPDATE": "USING ({0}) WITH CHECK ({0})"}


def written_where(condition: str) -> str:
    """The policies on what is said of a person, with this condition on the `table`."""
    return "\n".join(
        f"DROP POLICY {table}_{command.lower()} ON {table};"
        f" CREATE POLICY {table}_{command.lower()} ON {table} FOR {command} TO commonweal_app"
        f" {CHECK[command].format(condition.format(table=table))};"
        for table, commands in WRITTEN.items()
        for command in commands
    )


class Migration(migrations.Migration):
    dependencies = [("care", "0007_control")]
    operations = [migrations.RunSQL(written_where(SHUT), written_where(KNOWN))]
