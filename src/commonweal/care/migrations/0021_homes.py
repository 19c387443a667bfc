"""Care homes: stays, beds, what is noticed of residents, rounds and calls; who may see and write them.

What a home says of a person is seen by whoever sees the person, the home itself only while they are its
resident. Beds and rounds name nobody and are open to all who work with referrals.
"""

from importlib import import_module

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonweal.care.migrations._policies import MINE, disable, enable, of_parent, of_person
from commonweal.care.migrations._together import Together

FUNCTIONS_BEFORE = import_module("commonweal.care.migrations.0006_row_level_security").FUNCTIONS
FUNCTIONS = """
-- The home whose residents the viewer sees as such, while an agreement lets it; empty for everybody else.
CREATE FUNCTION care_my_home() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN coalesce((
        SELECT me.organisation FROM care_me() me WHERE EXISTS (
            SELECT FROM care_terms('demographics', 'direct_care') term WHERE term.relationship = 'care_home'
        )
    ), '');
END
$$;

-- Nobody lives in two homes on one day, whoever may see the other stay; and what has ended stays as it was.
CREATE FUNCTION care_stays_apart() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended IS NOT NULL AND current_setting('role') = 'commonweal_app' THEN
        RAISE EXCEPTION 'a stay ends once';
    END IF;
    IF NEW.outcome <> 'never' AND EXISTS (
        SELECT FROM care_stay other WHERE other.person_id = NEW.person_id AND other.id <> NEW.id
        AND other.outcome <> 'never'
        AND other.started < coalesce(NEW.ended, 'infinity') AND NEW.started < coalesce(other.ended, 'infinity')
    ) THEN
        RAISE EXCEPTION 'they live in another home on that day' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER stays_apart BEFORE INSERT OR UPDATE OF started, ended, outcome ON care_stay
FOR EACH ROW EXECUTE FUNCTION care_stays_apart();

CREATE FUNCTION care_rounds_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed IS NOT NULL THEN
        RAISE EXCEPTION 'a round that is closed stays as it was';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER rounds_close BEFORE UPDATE ON care_homeround FOR EACH ROW EXECUTE FUNCTION care_rounds_close();

-- Of whom a home has said that they live there no more, for those of the home: the record may say it later.
CREATE FUNCTION care_left(of_home text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT last.person_id FROM (
        SELECT DISTINCT ON (stay.person_id) stay.person_id, stay.ended, stay.outcome FROM care_stay stay
        WHERE stay.home = of_home AND (care_is_operator() OR of_home = (SELECT organisation FROM care_me()))
        ORDER BY stay.person_id, stay.started DESC, stay.id DESC
    ) last
    WHERE last.ended IS NOT NULL AND last.outcome <> 'hospital';
END
$$;
"""
LIVES = "WHERE resident.care_home = me.organisation AND resident.care_home <> ''"
STILL = f"{LIVES} AND resident.id NOT IN (SELECT care_left(me.organisation))"
PEOPLE = FUNCTIONS_BEFORE[FUNCTIONS_BEFORE.index("CREATE FUNCTION care_people"):].partition("$$;")[0] + "$$;"
PEOPLE = PEOPLE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
UNDO = f"""
{PEOPLE}
DROP FUNCTION care_left(text);
"""
UNDO += """
DROP TRIGGER rounds_close ON care_homeround;
DROP TRIGGER stays_apart ON care_stay;
DROP FUNCTION care_rounds_close(), care_stays_apart(), care_my_home();
"""
HOME = "(SELECT care_my_home())"
OWN_OR_NONE = f"{HOME} IN ('', home)"  # a home writes and sees only what is its own
WORKS = "(SELECT care_told('referrals', 'direct_care'))"
SIGNED = f"by_id = {MINE}"
ASKED = "practice = ANY((SELECT care_practices('demographics', 'direct_care', false))::text[])"


def _kept(table: str, category: str) -> dict[str, str]:
    """Seen by whoever sees this of the person, and added to by them; a home's by no other home."""
    seen = f"{of_person(table, category)} AND {OWN_OR_NONE}"
    return {"SELECT": seen, "INSERT": f"{SIGNED} AND {seen}"}


STAY = _kept("care_stay", "demographics")
PROPOSED = (
    f"CASE {HOME} WHEN '' THEN {ASKED} OR coalesce({of_person('care_proposedresident', 'demographics')}, false)"
    f" ELSE home = {HOME} END"
)
ENTRY = of_person("care_roundentry", "assessments")
ENTRY += f" AND {of_parent('care_roundentry', 'care_homeround', 'round_id')}"
CALL = f"{of_parent('care_call', 'care_referral', 'referral_id')} AND {OWN_OR_NONE}"
ROUND = f"{WORKS} AND {OWN_OR_NONE}"
POLICIES = {
    "care_stay": {**STAY, "UPDATE": STAY["SELECT"]},
    "care_proposedresident": {
        "SELECT": PROPOSED,
        "INSERT": f"{SIGNED} AND home = {HOME}",
        "UPDATE": PROPOSED,
    },
    "care_bedssaid": {
        "SELECT": WORKS,
        "INSERT": f"{SIGNED} AND {WORKS} AND home = (SELECT organisation FROM care_me())",
    },
    "care_concern": _kept("care_concern", "assessments"),
    "care_elementdone": _kept("care_elementdone", "assessments"),
    "care_homeround": {"SELECT": ROUND, "INSERT": f"{SIGNED} AND {ROUND}", "UPDATE": ROUND},
    "care_roundentry": {"SELECT": ENTRY, "INSERT": f"{SIGNED} AND {ENTRY}"},
    "care_call": {"SELECT": CALL, "INSERT": f"{SIGNED} AND {CALL}"},
}


class Migration(migrations.Migration):
    dependencies = [("care", "0020_tasks_and_meetings")]

    operations = [
        Together(
            migrations.CreateModel(
                name='HomeRound',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded', models.DateTimeField()),
                    ('by_name', models.TextField(default='')),
                    ('home', models.TextField(help_text='ODS code')),
                    ('day', models.DateField()),
                    ('present', models.TextField(default='', help_text='who took part')),
                    ('note', models.TextField(default='')),
                    ('next_day', models.DateField(null=True)),
                    ('closed', models.DateTimeField(null=True)),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=('home', 'day'), name='one_round_of_a_home_a_day'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ProposedResident',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded', models.DateTimeField()),
                    ('by_name', models.TextField(default='')),
                    ('home', models.TextField(help_text='ODS code')),
                    ('practice', models.TextField(help_text='ODS code of the aligned practice, which is asked')),
                    ('nhs_number', models.TextField()),
                    ('birth_date', models.DateField()),
                    ('called', models.TextField(help_text='the name, as the home says it')),
                    ('started', models.DateField()),
                    ('room', models.TextField(default='')),
                    ('funding', models.TextField(default='')),
                    ('settled', models.TextField(default='', help_text='a key of SETTLED')),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('settled_by_name', models.TextField(default='')),
                    ('because', models.TextField(default='')),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(help_text='whose number and birth date it is', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.person')),
                ],
                options={
                    "indexes": [
                        models.Index(fields=['home', '-recorded'], name='proposed_by_a_home'),
                    ],
                    "constraints": [
                        models.UniqueConstraint(condition=models.Q(('settled', '')), fields=('home', 'nhs_number', 'birth_date'), name='proposed_once_at_a_time'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='RoundEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded', models.DateTimeField()),
                    ('by_name', models.TextField(default='')),
                    ('number', models.IntegerField(help_text='from 1, by person')),
                    ('seen', models.TextField(choices=[('seen', 'Seen'), ('not_seen', 'Not seen'), ('declined', 'Did not want to be seen'), ('away', 'Away')])),
                    ('decided', models.TextField(default='')),
                    ('points', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, help_text='what was gone through: ids of homes.yaml', size=None)),
                    ('follow_up', models.TextField(default='', help_text='what is still to be done')),
                    ('owner', models.TextField(default='', help_text='who does it: id of a team, or ODS code')),
                    ('due', models.DateField(null=True)),
                    ('task', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.task')),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='round_entries', to='care.person')),
                    ('round', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='care.homeround')),
                ],
                options={
                    "indexes": [
                        models.Index(fields=['person', '-recorded'], name='rounds_of_a_person'),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=('round', 'person', 'number'), name='round_entries_are_numbered'),
                        models.CheckConstraint(condition=models.Q(('seen__in', ['seen', 'not_seen', 'declined', 'away'])), name='round_entry_seen'),
                        models.CheckConstraint(condition=models.Q(('follow_up', ''), models.Q(models.Q(('owner', ''), _negated=True), ('due__isnull', False)), _connector='OR'), name='follow_up_has_owner_and_day'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Stay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded', models.DateTimeField()),
                    ('by_name', models.TextField(default='')),
                    ('home', models.TextField(help_text='ODS code')),
                    ('started', models.DateField()),
                    ('again', models.BooleanField(default=False, help_text='whether they came back to a home they had lived in')),
                    ('room', models.TextField(default='')),
                    ('funding', models.TextField(default='', help_text='a key of FUNDING; empty where not said')),
                    ('ended', models.DateField(null=True)),
                    ('outcome', models.TextField(default='', help_text='a key of LEFT')),
                    ('ended_by_name', models.TextField(default='')),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='care.person')),
                ],
                options={
                    "indexes": [
                        models.Index(fields=['home', 'person'], name='stays_in_a_home'),
                        models.Index(fields=['person', '-started'], name='stays_of_a_person'),
                    ],
                    "constraints": [
                        models.UniqueConstraint(condition=models.Q(('ended', None)), fields=('person',), name='in_one_home_at_a_time'),
                        models.CheckConstraint(condition=models.Q(('ended', None), ('ended__gte', models.F('started')), _connector='OR'), name='stay_runs_forwards'),
                        models.CheckConstraint(condition=models.Q(models.Q(('ended', None), ('outcome', '')), models.Q(('ended__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='stay_ends_somehow'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='BedsSaid',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded', models.DateTimeField()),
                    ('by_name', models.TextField(default='')),
                    ('home', models.TextField(help_text='ODS code')),
                    ('kind', models.TextField(help_text='id of a type of bed in homes.yaml')),
                    ('beds', models.IntegerField()),
                    ('free', models.IntegerField()),
                    ('note', models.TextField(default='', help_text='such as: from Monday; ground floor')),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['home', 'kind', '-recorded'], name='beds_of_a_home')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('beds__gte', models.F('free')), ('free__gte', 0)), name='free_beds_are_beds')],
                },
            ),
            migrations.CreateModel(
                name='Call',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded', models.DateTimeField()),
                    ('by_name', models.TextField(default='')),
                    ('home', models.TextField(help_text='ODS code')),
                    ('situation', models.TextField()),
                    ('background', models.TextField(default='')),
                    ('assessed', models.TextField(default='')),
                    ('recommendation', models.TextField()),
                    ('assessment', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.assessment')),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='care.person')),
                    ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='call', to='care.referral')),
                ],
                options={
                    'indexes': [models.Index(fields=['home', '-recorded'], name='calls_of_a_home')],
                },
            ),
            migrations.CreateModel(
                name='Concern',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded', models.DateTimeField()),
                    ('by_name', models.TextField(default='')),
                    ('home', models.TextField(help_text='ODS code')),
                    ('kind', models.TextField(choices=[('see', 'Asked to be seen'), ('fall', 'Fell'), ('unwell', 'Unwell'), ('signs', 'Not as usual')])),
                    ('words', models.TextField(default='')),
                    ('signs', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, help_text='ids of signs in homes.yaml', size=None)),
                    ('happened', models.DateTimeField()),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='care.person')),
                ],
                options={
                    'indexes': [models.Index(fields=['home', 'person', '-happened'], name='concerns_of_a_home')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['see', 'fall', 'unwell', 'signs'])), name='concern_kind'), models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), models.Q(('signs', []), _negated=True), _connector='OR'), name='concern_says_something')],
                },
            ),
            migrations.CreateModel(
                name='ElementDone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded', models.DateTimeField()),
                    ('by_name', models.TextField(default='')),
                    ('home', models.TextField(help_text='ODS code')),
                    ('element', models.TextField(help_text='id of an element in homes.yaml')),
                    ('done', models.DateField()),
                    ('note', models.TextField(default='')),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='elements_done', to='care.person')),
                ],
                options={
                    'indexes': [models.Index(fields=['person', 'element', '-done'], name='elements_of_a_person')],
                },
            ),
        ),
        migrations.RunSQL(FUNCTIONS + PEOPLE.replace(LIVES, STILL) + enable(POLICIES), disable(POLICIES) + UNDO),
    ]
