"""Rows of the audit are chained: each holds the hash of the one before it, so that none goes unmissed.

Lanes let pages that come at once be recorded at once. A row joins the lowest lane that no other open
transaction holds, and never waits for one.
"""

from django.db import migrations, models

APPLICATION = "commonweal_app"

ROLE = f"""
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION}') THEN
        CREATE ROLE {APPLICATION} NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
    IF NOT pg_has_role(current_user, '{APPLICATION}', 'MEMBER') THEN
        GRANT {APPLICATION} TO CURRENT_USER;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;  -- another database of this server was made at the same moment
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role {APPLICATION} is missing, and % may not make it', current_user
            USING HINT = format('as a superuser: CREATE ROLE {APPLICATION} NOLOGIN; GRANT {APPLICATION} TO %I', current_user);
END
$$;
"""

# What a row says, as text that can be read in one way only: each value with its length before it.
# commonweal/care/audit/rules.py says the same again, for whoever checks the chain.
CHAIN = """
CREATE FUNCTION care_audit_said(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(length(value)::text || ':' || value, '-')
$$;

CREATE FUNCTION care_audit_hash(entry care_entry, before bytea) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN sha256(convert_to(concat_ws(
        ',',
        care_audit_said(encode(before, 'hex')),
        care_audit_said(entry.id::text),
        care_audit_said(to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')),
        care_audit_said(entry.deed),
        care_audit_said(entry.by_id::text),
        care_audit_said(entry.role),
        care_audit_said(entry.area),
        care_audit_said(entry.organisation),
        care_audit_said(entry.purpose),
        care_audit_said(entry.about_id::text),
        care_audit_said(entry.clause),
        care_audit_said(entry.because),
        care_audit_said(entry.detail::text),
        care_audit_said(to_char(entry.day, 'YYYY-MM-DD')),
        care_audit_said(entry.lane::text),
        care_audit_said(entry.number::text)
    ), 'UTF8'));
END
$$;

CREATE FUNCTION care_audit_link(entry care_entry) RETURNS care_entry LANGUAGE plpgsql AS $$
DECLARE
    head care_audit_head;
BEGIN
    SELECT * INTO head FROM care_audit_head WHERE lane = entry.lane ORDER BY day DESC LIMIT 1;
    entry.day := greatest((entry.at AT TIME ZONE 'UTC')::date, head.day);
    entry.number := CASE WHEN head.day = entry.day THEN head.number ELSE 0 END + 1;
    entry.hash := care_audit_hash(entry, coalesce(head.hash, ''));
    INSERT INTO care_audit_head (lane, day, number, entry, hash)
        VALUES (entry.lane, entry.day, entry.number, entry.id, entry.hash)
        ON CONFLICT (lane, day)
        DO UPDATE SET number = excluded.number, entry = excluded.entry, hash = excluded.hash;
    RETURN entry;
END
$$;

CREATE FUNCTION care_audit_rows_join() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    NEW.lane := 0;
    WHILE NOT pg_try_advisory_xact_lock(TG_RELID::integer, NEW.lane) LOOP
        NEW.lane := NEW.lane + 1;
    END LOOP;
    NEW.at := clock_timestamp();
    RETURN care_audit_link(NEW);
END
$$;
"""

FILL = """
DO $$
DECLARE
    linked care_entry;
BEGIN
    FOR linked IN SELECT * FROM care_entry ORDER BY id LOOP
        linked.lane := 0;
        linked := care_audit_link(linked);
        UPDATE care_entry
            SET day = linked.day, lane = linked.lane, number = linked.number, hash = linked.hash
            WHERE id = linked.id;
    END LOOP;
END
$$;
"""

# The head of a lane moves on when a row joins it, and that trigger is then the one that asks.
STAY = """
CREATE TRIGGER audit_rows_join BEFORE INSERT ON care_entry
    FOR EACH ROW EXECUTE FUNCTION care_audit_rows_join();
CREATE TRIGGER audit_rows_stay BEFORE UPDATE OR DELETE ON care_entry
    FOR EACH ROW EXECUTE FUNCTION care_audit_rows_stay();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON care_entry
    FOR EACH STATEMENT EXECUTE FUNCTION care_audit_rows_stay();
CREATE TRIGGER audit_heads_move_with_rows BEFORE INSERT OR UPDATE ON care_audit_head
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION care_audit_rows_stay();
CREATE TRIGGER audit_heads_stay BEFORE DELETE ON care_audit_head
    FOR EACH ROW EXECUTE FUNCTION care_audit_rows_stay();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON care_audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION care_audit_rows_stay();

REVOKE ALL ON FUNCTION care_audit_link(care_entry) FROM PUBLIC;
"""


def text(help_text: str) -> "models.TextField[str, str]":
    return models.TextField(default="", help_text=help_text)


class Migration(migrations.Migration):
    dependencies = [("care", "0002_audit_rows_stay")]
    operations = [
        migrations.RunSQL(ROLE),
        migrations.RunSQL("DROP TRIGGER audit_rows_stay ON care_entry"),
        migrations.CreateModel(
            name="Head",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "lane", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("lane", models.IntegerField()),
                ("day", models.DateField()),
                ("number", models.IntegerField(help_text="rows of the lane that day")),
                ("entry", models.BigIntegerField(help_text="id of the last of them")),
                ("hash", models.BinaryField(help_text="and its hash")),
            ],
            options={"db_table": "care_audit_head"},
        ),
        migrations.AddField("entry", "organisation", text("ODS code of the organisation acted for")),
        migrations.AddField("entry", "purpose", text("what it was done for, such as direct_care")),
        migrations.AddField("entry", "clause", text("the clause of an agreement that allowed it")),
        migrations.AddField("entry", "because", text("why it was allowed or refused")),
        migrations.AddField("entry", "day", models.DateField(null=True)),
        migrations.AddField("entry", "lane", models.IntegerField(null=True)),
        migrations.AddField("entry", "number", models.IntegerField(null=True)),
        migrations.AddField("entry", "hash", models.BinaryField(null=True)),
        migrations.RunSQL(CHAIN),
        migrations.RunSQL(FILL),
        migrations.AlterField(
            "entry", "day", models.DateField(editable=False, help_text="the day of the chain, by UTC")
        ),
        migrations.AlterField(
            "entry",
            "lane",
            models.IntegerField(editable=False, help_text="one of the chains that grow side by side"),
        ),
        migrations.AlterField(
            "entry",
            "number",
            models.IntegerField(editable=False, help_text="its place in its lane that day, from 1"),
        ),
        migrations.AlterField(
            "entry",
            "hash",
            models.BinaryField(
                help_text="SHA-256 of the row before it in its lane, and of all that it says"
            ),
        ),
        migrations.AlterField(
            "entry",
            "by",
            models.ForeignKey(
                help_text="empty where the operator did it from the command line, or nobody had signed in",
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to="care.user",
            ),
        ),
        migrations.AddConstraint(
            "entry",
            models.UniqueConstraint(name="audit_places_are_taken_once", fields=["day", "lane", "number"]),
        ),
        migrations.RunSQL(STAY),
    ]
