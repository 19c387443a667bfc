"""The practices that a viewer sees are found by comparing two sets, not each with each: every page asks for them."""

from django.db import migrations

PRACTICES = """
CREATE OR REPLACE FUNCTION care_practices(asked text, purpose_asked text, guarded_only boolean)
RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN coalesce((
        SELECT ARRAY(
            SELECT unnest(covered.practices)
            INTERSECT
            SELECT unnest(term.signed) FROM care_terms(asked, purpose_asked) term
            WHERE term.relationship = 'registered' AND (term.guarded OR NOT guarded_only)
        )
        FROM care_me() me JOIN care_coverage covered ON covered.id = me.area
    ), '{}');
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0014_measures")]
    operations = [migrations.RunSQL(PRACTICES, migrations.RunSQL.noop)]
