"""Teams with room: who works when and whom they visit, and who may see and change that.

A rota is open to all who work with referrals, and kept by the team. A visit is seen by whoever sees its referral,
and changed by the team that makes it. Times that are taken are told to all who work with referrals, so that they
can see who has room; whose they are is not.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonweal.care.migrations._together import Together

FUNCTIONS = """
-- When people on shift are taken, and where they are then; not by whom.
CREATE FUNCTION care_taken(of_teams text[], since timestamptz, until timestamptz)
RETURNS TABLE (post_id bigint, starts timestamptz, ends timestamptz, place text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT visit.post_id,
        coalesce(visit.arrived, visit.planned) - make_interval(mins => visit.travel),
        coalesce(visit.finished, coalesce(visit.arrived, visit.planned) + make_interval(mins => visit.minutes)),
        visit.place
    FROM care_visit visit JOIN care_referral referral ON referral.id = visit.referral_id
    WHERE visit.team = ANY(of_teams) AND visit.state IN ('planned', 'on_the_way', 'with_person', 'done')
    AND (visit.state <> 'planned' OR referral.ended IS NULL
        AND coalesce(nullif(referral.team, ''), referral.hub) = visit.team)
    AND visit.planned >= since - interval '1 day' AND visit.planned < until
    AND (care_is_operator() OR (SELECT care_told('referrals', 'direct_care')));
END
$$;

-- The teams, hubs included, that have any open referral: one step along the index for each of them.
CREATE FUNCTION care_teams_with_referrals() RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF NOT (care_is_operator() OR (SELECT care_told('referrals', 'direct_care'))) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH RECURSIVE given (team) AS (
        (SELECT team FROM care_referral WHERE ended IS NULL ORDER BY team LIMIT 1)
        UNION ALL
        SELECT (SELECT next.team FROM care_referral next WHERE next.ended IS NULL AND next.team > given.team
            ORDER BY next.team LIMIT 1)
        FROM given WHERE given.team IS NOT NULL
    ), read (hub) AS (
        (SELECT hub FROM care_referral WHERE ended IS NULL ORDER BY hub LIMIT 1)
        UNION ALL
        SELECT (SELECT next.hub FROM care_referral next WHERE next.ended IS NULL AND next.hub > read.hub
            ORDER BY next.hub LIMIT 1)
        FROM read WHERE read.hub IS NOT NULL
    )
    SELECT team FROM given WHERE team <> '' UNION SELECT hub FROM read WHERE hub IS NOT NULL;
END
$$;
"""
# Nobody is on two shifts at once, whoever enters them at the same moment.
APART = """
ALTER TABLE care_shift ADD CONSTRAINT nobody_is_on_two_shifts EXCLUDE USING gist (
    int8range(post_id, post_id, '[]') WITH &&, tstzrange(starts, coalesce(ended, ends)) WITH &&
);
"""
WORKS = "(SELECT care_told('referrals', 'direct_care'))"
OUR_TEAM = "team = ANY((SELECT care_addressed())::text[])"
KNOWN = "(SELECT true FROM care_referral known WHERE known.id = care_visit.referral_id)"
SEEN = "(SELECT true FROM care_visit known WHERE known.id = care_visitrecord.visit_id)"
OURS = (
    "(SELECT known.team = ANY((SELECT care_addressed())::text[]) FROM care_visit known"
    " WHERE known.id = care_visitrecord.visit_id)"
)
POLICIES = {  # table → command → condition on the row
    "care_shift": {"SELECT": WORKS, "INSERT": OUR_TEAM, "UPDATE": OUR_TEAM},
    "care_dayplan": {"SELECT": OUR_TEAM, "INSERT": OUR_TEAM},
    "care_visit": {"SELECT": KNOWN, "INSERT": f"{OUR_TEAM} AND {KNOWN}", "UPDATE": f"{OUR_TEAM} AND {KNOWN}"},
    "care_visitrecord": {
        "SELECT": SEEN,
        "INSERT": f"by_id = (SELECT user_id FROM care_me()) AND {OURS}",
    },
}
HOW = {"SELECT": "USING ({0})", "INSERT": "WITH CHECK ({0})", "UPDATE": "USING ({0}) WITH CHECK ({0})"}


def enable() -> str:
    """The function, and row-level security with its policies for the application's role."""
    said = [FUNCTIONS, APART]
    for table, commands in POLICIES.items():
        said.append(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;")
        said += [
            f"CREATE POLICY {table}_{command.lower()} ON {table} FOR {command} TO commonweal_app"
            f" {HOW[command].format(condition)};"
            for command, condition in commands.items()
        ]
    return "\n".join(said)


def disable() -> str:
    """As it was before."""
    policies = [
        f"DROP POLICY {table}_{command.lower()} ON {table};"
        for table, commands in POLICIES.items()
        for command in commands
    ]
    return "\n".join([*policies, "DROP FUNCTION care_taken(text[], timestamptz, timestamptz), care_teams_with_referrals();"])


class Migration(migrations.Migration):
    dependencies = [("care", "0009_referrals")]
    operations = [
        Together(
            migrations.CreateModel(
                name='Visit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('team', models.TextField(help_text='id of the team in the blueprint')),
                    ('earliest', models.DateTimeField(help_text='when it may begin')),
                    ('latest', models.DateTimeField(help_text='when it has to have begun')),
                    ('minutes', models.IntegerField(help_text='how long it is thought to take')),
                    ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, help_text='what whoever goes has to be able to do', size=None)),
                    ('place', models.TextField(default='', help_text='code of the small area; of the practice where none is known')),
                    ('at_home', models.BooleanField(default=True, help_text='whether the place is where the person lives')),
                    ('purpose', models.TextField(default='', help_text='what it is for')),
                    ('know', models.TextField(default='', help_text='what to bring and to know')),
                    ('state', models.TextField(choices=[('waiting', 'waits for somebody to go'), ('planned', 'has somebody and a time'), ('on_the_way', 'somebody is on the way'), ('with_person', 'somebody is there'), ('done', 'was made'), ('not_done', 'was not made')], default='waiting')),
                    ('planned', models.DateTimeField(help_text='when it is to begin', null=True)),
                    ('travel', models.IntegerField(default=0, help_text='estimated minutes on the way to it')),
                    ('position', models.IntegerField(default=0, help_text='in the day of whoever goes, from 1')),
                    ('set_out', models.DateTimeField(null=True)),
                    ('arrived', models.DateTimeField(null=True)),
                    ('finished', models.DateTimeField(null=True)),
                    ('records', models.IntegerField(default=0, help_text='how many records of it there are')),
                    ('asked', models.DateTimeField(help_text='when it was asked for')),
                    ('asked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='care.post')),
                    ('referral', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='care.referral')),
                ],
                options={
                    "indexes": [
                        models.Index(fields=['team', 'earliest'], name='visits_of_a_team'),
                        models.Index(fields=['post', 'planned'], name='visits_of_a_post'),
                        models.Index(fields=['referral'], name='visits_of_a_referral'),
                    ],
                    "constraints": [
                        models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'planned', 'on_the_way', 'with_person', 'done', 'not_done'])), name='visit_state'),
                        models.CheckConstraint(condition=models.Q(('earliest__lte', models.F('latest'))), name='visit_window_runs_forwards'),
                        models.CheckConstraint(condition=models.Q(('minutes__gt', 0)), name='visit_takes_time'),
                        models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['planned', 'on_the_way', 'with_person']), _negated=True), models.Q(('planned__isnull', False), ('post__isnull', False)), _connector='OR'), name='visit_planned_has_somebody'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='VisitRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.IntegerField(help_text='from 1')),
                    ('made', models.BooleanField(help_text='whether the visit was made')),
                    ('reason', models.TextField(default='', help_text='why it was not made')),
                    ('arrived', models.DateTimeField(null=True)),
                    ('finished', models.DateTimeField(null=True)),
                    ('note', models.TextField(default='', help_text='what was observed and done')),
                    ('step', models.TextField(default='', help_text='the move of the pathway that was made with it')),
                    ('recorded', models.DateTimeField()),
                    ('by_name', models.TextField(default='')),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('visit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='recorded', to='care.visit')),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=('visit', 'number'), name='visit_records_are_numbered'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='DayPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('team', models.TextField()),
                    ('day', models.DateField()),
                    ('made', models.DateTimeField()),
                    ('placed', models.IntegerField(help_text='visits that have somebody and a time')),
                    ('late', models.IntegerField(help_text='minutes that visits begin after their clock has run out')),
                    ('travel', models.IntegerField(help_text='estimated minutes on the way')),
                    ('moved', models.JSONField(default=list, help_text='visits with another worker or time: before and after')),
                    ('rests', models.JSONField(default=dict, help_text='by shift, from when to when its rests are planned')),
                    ('unplaced', models.JSONField(default=list, help_text='visits that nobody can make, each with the reason')),
                    ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['team', 'day', '-id'], name='plans_of_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Shift',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('team', models.TextField(help_text='id of the team in the blueprint')),
                    ('starts', models.DateTimeField()),
                    ('ends', models.DateTimeField(help_text='as planned; one that ended early has its end in `ended`')),
                    ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, help_text='what they can do on this shift', size=None)),
                    ('place', models.TextField(default='', help_text="code of the small area they set out from; empty: the team's")),
                    ('rest_minutes', models.IntegerField(default=0, help_text='of the rest in its middle; 0 for none')),
                    ('note', models.TextField(default='', help_text='such as: agency, covers for Ann')),
                    ('ended', models.DateTimeField(help_text='when it ended early; its start where it never began', null=True)),
                    ('why', models.TextField(default='', help_text='why it ended early')),
                    ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='care.post')),
                ],
                options={
                    'indexes': [models.Index(fields=['team', 'starts'], name='shifts_of_a_team'), models.Index(fields=['post', 'starts'], name='shifts_of_a_post')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='shift_runs_forwards'), models.CheckConstraint(condition=models.Q(('ended', None), models.Q(('ended__gte', models.F('starts')), ('ended__lte', models.F('ends'))), _connector='OR'), name='shift_ends_within')],
                },
            ),
        ),
        migrations.RunSQL(enable(), disable()),
    ]
