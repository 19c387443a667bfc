"""Tasks, caseloads and meetings, and who may see and change which of them.

A task is seen by the teams it names, and by whoever may see the care planned for its person. A place on a
caseload is its team's. A meeting is seen by its team and by whoever is invited; somebody on its agenda only by
those of them who may see the care planned for that person. Lines and steps are added to and never changed.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonweal.care.migrations._policies import MINE, disable, enable, of_parent, of_person
from commonweal.care.migrations._together import Together

FUNCTIONS = """
-- The viewer's team and organisation, while an agreement shows them anybody by name.
CREATE FUNCTION care_works_as() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN coalesce((
        SELECT array_remove(ARRAY[me.team, me.organisation], '') FROM care_me() me
        WHERE me.person_id IS NULL AND EXISTS (SELECT FROM care_terms('demographics', 'direct_care'))
    ), '{}');
END
$$;

-- The tasks that are not over and that others do for the viewer's team or organisation, or that it follows.
CREATE FUNCTION care_followed() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT task.id FROM care_task task
    WHERE task.watchers && care_works_as() AND task.state IN ('open', 'taken')
    AND NOT task.owner = ANY(care_works_as())
    UNION
    SELECT task.id FROM care_task task
    WHERE task.made_for = ANY(care_works_as()) AND task.state IN ('open', 'taken')
    AND NOT task.owner = ANY(care_works_as());
END
$$;

-- How many people are on the agenda of a meeting, for those of it; who they are, the policies say.
CREATE FUNCTION care_listed_people(asked bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (
        SELECT count(*) FROM care_meetingitem item JOIN care_meeting meeting ON meeting.id = item.meeting_id
        WHERE meeting.id = asked AND NOT item.dropped
        AND (meeting.team = ANY(care_works_as()) OR meeting.invited && care_works_as())
    );
END
$$;
"""
OURS = "(SELECT care_works_as())::text[]"
NAMED = f"(owner = ANY({OURS}) OR made_for = ANY({OURS}) OR offered_to = ANY({OURS}) OR watchers && {OURS})"
TASK = of_parent("care_taskstep", "care_task", "task_id")
MEETING = {
    table: of_parent(table, "care_meeting", "meeting_id")
    for table in ("care_meetingitem", "care_meetingline", "care_attendance")
}
ITEM = f"{MEETING['care_meetingitem']} AND {of_person('care_meetingitem', 'plan_care')}"
LINE = (
    f"{MEETING['care_meetingline']}"
    f" AND (item_id IS NULL OR {of_parent('care_meetingline', 'care_meetingitem', 'item_id')})"
)
PLACE = f"""(SELECT known.team = ANY({OURS}) FROM care_involvement known
    WHERE known.id = care_caseloadplace.involvement_id AND known.person_id = care_caseloadplace.person_id)"""
CHANGE = """(SELECT true FROM care_caseloadplace known
    WHERE known.involvement_id = care_caseloadchange.place_id)"""
BY_ME = f"by_id = {MINE}"
POLICIES = {
    "care_task": {
        "SELECT": f"{NAMED} OR person_id IS NOT NULL AND {of_person('care_task', 'plan_care')}",
        "INSERT": f"made_by_id = {MINE} AND made_for = ANY({OURS})"
        " AND (person_id IS NULL OR (SELECT true FROM care_person known WHERE known.id = care_task.person_id))",
        "UPDATE": NAMED,
    },
    "care_taskstep": {"SELECT": TASK, "INSERT": f"{BY_ME} AND {TASK}"},
    "care_caseloadplace": {
        "SELECT": f"{PLACE} OR {of_person('care_caseloadplace', 'plan_care')}",
        "INSERT": PLACE,
        "UPDATE": PLACE,
    },
    "care_caseloadchange": {"SELECT": CHANGE, "INSERT": f"{BY_ME} AND {CHANGE}"},
    "care_meeting": {
        "SELECT": f"team = ANY({OURS}) OR invited && {OURS}",
        "INSERT": f"made_by_id = {MINE} AND team = ANY({OURS})",
        "UPDATE": f"team = ANY({OURS})",
    },
    "care_meetingitem": {
        "SELECT": ITEM,
        "INSERT": ITEM,
        "UPDATE": ITEM,
    },
    "care_meetingline": {"SELECT": LINE, "INSERT": f"{BY_ME} AND {LINE}"},
    "care_attendance": {
        "SELECT": MEETING["care_attendance"],
        "INSERT": f"{BY_ME} AND {MEETING['care_attendance']}",
    },
}
FORWARDS = FUNCTIONS + enable(POLICIES)
BACKWARDS = disable(POLICIES) + "\nDROP FUNCTION care_listed_people(bigint), care_followed(), care_works_as();"


class Migration(migrations.Migration):
    dependencies = [("care", "0019_end_of_life")]
    operations = [
        Together(
            migrations.CreateModel(
                name='CaseloadPlace',
                fields=[
                    ('involvement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='place', serialize=False, to='care.involvement')),
                    ('entry', models.TextField(choices=[('case_finding', 'found by looking through the population'), ('referral', 'referred'), ('meeting', 'agreed in a meeting'), ('hand', 'put on by hand')], help_text='how they came to be on it')),
                    ('reason', models.TextField(help_text='why, in words')),
                    ('priority', models.IntegerField(choices=[(1, 'high'), (2, 'medium'), (3, 'low')])),
                    ('next_review', models.DateField()),
                    ('changes', models.IntegerField(default=1, help_text='how often it was changed, the first time included')),
                    ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.person')),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=models.Q(('priority__in', [1, 2, 3])), name='caseload_priority'),
                        models.CheckConstraint(condition=models.Q(('entry__in', ['case_finding', 'referral', 'meeting', 'hand'])), name='caseload_entry'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='CaseloadChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('deed', models.TextField(help_text='added, priority, reviewed or removed')),
                    ('priority', models.IntegerField()),
                    ('next_review', models.DateField()),
                    ('reason', models.TextField()),
                    ('recorded', models.DateTimeField()),
                    ('by_name', models.TextField(default='')),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='changed', to='care.caseloadplace')),
                ],
                options={
                    "indexes": [
                        models.Index(fields=['place', 'id'], name='changes_of_a_place'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Meeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('team', models.TextField(help_text='id of the team in the blueprint')),
                    ('agenda', models.TextField(help_text='id of the agenda whose rules list people')),
                    ('title', models.TextField()),
                    ('starts', models.DateTimeField()),
                    ('place', models.TextField(default='', help_text='where it is, or the address of the call')),
                    ('chair', models.TextField(default='', help_text='who leads it, by name')),
                    ('invited', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, help_text='other teams and organisations that take part', size=None)),
                    ('closed', models.DateTimeField(null=True)),
                    ('listed', models.DateTimeField(help_text='when its agenda was last made by the rules', null=True)),
                    ('made', models.DateTimeField()),
                    ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=['team', '-starts', '-id'], name='meetings_of_a_team'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Attendance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.TextField()),
                    ('organisation', models.TextField(help_text='team or organisation, in words')),
                    ('how', models.TextField(choices=[('present', 'present'), ('apologies', 'sent apologies')])),
                    ('recorded', models.DateTimeField()),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('meeting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='care.meeting')),
                ],
                options={
                    "indexes": [
                        models.Index(fields=['meeting', 'id'], name='attendance_of_a_meeting'),
                    ],
                    "constraints": [
                        models.CheckConstraint(condition=models.Q(('how__in', ['present', 'apologies'])), name='attendance_how'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='MeetingItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reasons', models.JSONField(default=list, help_text='rule and words of each; or that it was by hand')),
                    ('place', models.IntegerField(help_text='by the first rule that lists them, from 0; those by hand first')),
                    ('dropped', models.BooleanField(default=False, help_text='no rule lists them any more')),
                    ('meeting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='care.meeting')),
                    ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.person')),
                ],
                options={
                    "indexes": [
                        models.Index(fields=['person'], name='meetings_about_a_person'),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=('meeting', 'person'), name='nobody_is_listed_twice'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Task',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('said', models.TextField(help_text='what is to be done, in words')),
                    ('like', models.TextField(help_text='the same words as they are compared, so that nothing is asked twice')),
                    ('owner', models.TextField(help_text='id of a team, or ODS code of an organisation without one')),
                    ('watchers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, help_text='teams that follow what becomes of it', size=None)),
                    ('offered_to', models.TextField(default='', help_text='whom it is to be handed over to, until they answer')),
                    ('due', models.DateField()),
                    ('source', models.TextField(choices=[('hand', 'asked for by hand'), ('meeting', 'agreed in a meeting'), ('plan', 'an action of the person’s plan'), ('referral', 'follows from a referral')])),
                    ('source_id', models.TextField(default='', help_text='which meeting, plan or referral it came from')),
                    ('made', models.DateTimeField()),
                    ('made_name', models.TextField(default='')),
                    ('made_for', models.TextField(help_text='the team or organisation of whoever asked for it')),
                    ('state', models.TextField(choices=[('open', 'nobody has taken it yet'), ('taken', 'somebody sees to it'), ('done', 'is done'), ('declined', 'was declined'), ('withdrawn', 'was withdrawn')], default='open')),
                    ('since', models.DateTimeField(help_text='when it came to this state')),
                    ('ended', models.DateTimeField(help_text='when it was done, declined or withdrawn', null=True)),
                    ('steps', models.IntegerField(default=1, help_text='how often it was changed, the asking included')),
                    ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='care.person')),
                    ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.post')),
                ],
                options={
                    "indexes": [
                        models.Index(condition=models.Q(('state__in', ('open', 'taken'))), fields=['owner', 'due', 'id'], name='tasks_of_a_team'),
                        models.Index(condition=models.Q(('state__in', ('open', 'taken')), _negated=True), fields=['owner', '-ended', '-id'], name='tasks_over'),
                        models.Index(condition=models.Q(('state__in', ('open', 'taken'))), fields=['made_for', 'due', 'id'], name='tasks_asked_for'),
                        models.Index(condition=models.Q(('state__in', ('open', 'taken')), _negated=True), fields=['made_for', '-ended', '-id'], name='tasks_asked_for_over'),
                        models.Index(condition=models.Q(('state__in', ('open', 'taken')), models.Q(('offered_to', ''), _negated=True)), fields=['offered_to'], name='tasks_offered'),
                        models.Index(fields=['person', 'due'], name='tasks_of_a_person'),
                        models.Index(fields=['source', 'source_id'], name='tasks_from'),
                        django.contrib.postgres.indexes.GinIndex(fields=['watchers'], name='tasks_watched'),
                    ],
                    "constraints": [
                        models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'taken'))), fields=('owner', 'like', 'person'), name='nothing_is_asked_twice', nulls_distinct=False),
                        models.CheckConstraint(condition=models.Q(('state__in', ['open', 'taken', 'done', 'declined', 'withdrawn'])), name='task_state'),
                        models.CheckConstraint(condition=models.Q(('owner', ''), _negated=True), name='task_has_an_owner'),
                        models.CheckConstraint(condition=models.Q(('source__in', ['hand', 'meeting', 'plan', 'referral'])), name='task_source'),
                        models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('open', 'taken')), ('ended', None)), models.Q(('ended__isnull', False), ('state__in', ['done', 'declined', 'withdrawn'])), _connector='OR'), name='task_is_live_or_ended'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='MeetingLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.TextField(choices=[('decision', 'a decision'), ('note', 'what was said'), ('basis', 'why this person may be spoken of'), ('action', 'what somebody is to do'), ('closed', 'the meeting was closed'), ('reopened', 'the meeting was opened again')])),
                    ('says', models.TextField(default='', help_text='empty where it strikes out the line that it amends')),
                    ('because', models.TextField(default='', help_text='why it was amended, or opened again')),
                    ('key', models.UUIDField(help_text='of the form that it was typed in: sent twice, it is kept once')),
                    ('recorded', models.DateTimeField()),
                    ('by_name', models.TextField(default='')),
                    ('amends', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.meetingline')),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('item', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='care.meetingitem')),
                    ('meeting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='care.meeting')),
                    ('task', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.task')),
                ],
                options={
                    "indexes": [
                        models.Index(fields=['meeting', 'id'], name='lines_of_a_meeting'),
                        models.Index(condition=models.Q(('task__isnull', False)), fields=['task'], name='lines_of_a_task'),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=('meeting', 'key'), name='taken_down_once'),
                        models.CheckConstraint(condition=models.Q(('kind__in', ['decision', 'note', 'basis', 'action', 'closed', 'reopened'])), name='meeting_line_kind'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='TaskStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('deed', models.TextField(help_text='asked, or a key of the deeds in rules.py')),
                    ('says', models.TextField(default='', help_text='the reason or the comment, in words')),
                    ('to', models.TextField(default='', help_text='the team or organisation that the deed names')),
                    ('due', models.DateField(help_text='by when, from this step on', null=True)),
                    ('recorded', models.DateTimeField()),
                    ('by_name', models.TextField(default='')),
                    ('by_team', models.TextField(default='')),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.post')),
                    ('task', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='taken', to='care.task')),
                ],
                options={
                    "indexes": [
                        models.Index(fields=['task', 'id'], name='steps_of_a_task'),
                    ],
                },
            ),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
