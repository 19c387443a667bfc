"""A row of the audit is never changed or removed, whoever asks."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION care_audit_rows_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of the audit are never changed or removed';
END
$$;
CREATE TRIGGER audit_rows_stay BEFORE UPDATE OR DELETE ON care_entry
    FOR EACH ROW EXECUTE FUNCTION care_audit_rows_stay();
"""
ALLOW = "DROP TRIGGER audit_rows_stay ON care_entry; DROP FUNCTION care_audit_rows_stay();"


class Migration(migrations.Migration):
    dependencies = [("care", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
