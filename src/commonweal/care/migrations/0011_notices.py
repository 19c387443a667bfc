"""Notices and how they leave: who may read and answer them, and what a referral's turns leave by themselves.

A notice is seen by whoever sees its referral, and answered by those it names. Whatever comes to a referral, through
whichever door, a notice to whoever referred and to the person is left in the same transaction.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonweal.care.migrations._together import Together

FUNCTIONS = """
-- Somebody whom it names sees to it; false where it waits no longer, or names others.
CREATE FUNCTION care_answer_notice(asked bigint, moment timestamptz, called text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE care_notice notice SET
        state = 'answered', closed = moment, answered_by_id = me.user_id, answered_name = called
    FROM care_me() me
    WHERE notice.id = asked AND notice.kind = 'role' AND notice.state = 'waiting' AND EXISTS (
        SELECT FROM care_recipient named
        WHERE named.notice_id = asked AND named.role = me.role AND named.team = ANY(care_addressed())
    );
    RETURN FOUND;
END
$$;

CREATE FUNCTION care_notice_waits_no_more() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE care_recipient SET waits = false WHERE notice_id = NEW.id AND waits;
    RETURN NULL;
END
$$;
CREATE TRIGGER notice_waits_no_more AFTER UPDATE OF state ON care_notice FOR EACH ROW
WHEN (OLD.state = 'waiting' AND NEW.state <> 'waiting') EXECUTE FUNCTION care_notice_waits_no_more();

CREATE FUNCTION care_leave_notice(whose care_referral, told text, turn text, moment timestamptz) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    INSERT INTO care_notice
        (referral_id, kind, about, run, rung, says, reached, noted, answered_name, state, because, seen)
    VALUES (whose.id, told, turn, whose.steps, 0, '', moment, moment, '', 'waiting', '', whose.steps)
    ON CONFLICT DO NOTHING
$$;

-- The person is told where they have an account for their own record and wish to be.
CREATE FUNCTION care_tell_person(whose care_referral, turn text, moment timestamptz) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    SELECT care_leave_notice(whose, 'person', turn, moment)
    WHERE whose.person_id IS NOT NULL AND EXISTS (
        SELECT FROM care_post post JOIN care_wish wish ON wish.post_id = post.id AND wish.by_email
        WHERE post.person_id = whose.person_id AND post.ended IS NULL
    )
$$;

CREATE FUNCTION care_tell_how_it_goes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM care_tell_person(NEW, 'began', NEW.received);
    ELSIF NEW.ended IS NOT NULL THEN
        PERFORM care_tell_person(NEW, 'ended', NEW.ended);
        IF NEW.sender <> '' OR NEW.sender_contact <> '' THEN
            PERFORM care_leave_notice(NEW, 'referrer', 'ended', NEW.ended);
        END IF;
    ELSIF NEW.team <> '' AND NEW.team <> OLD.team THEN
        PERFORM care_tell_person(NEW, 'given', NEW.since);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER beginning_is_told AFTER INSERT ON care_referral FOR EACH ROW
WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION care_tell_how_it_goes();
CREATE TRIGGER turns_are_told AFTER UPDATE OF ended, outcome, team ON care_referral FOR EACH ROW
WHEN (
    NEW.ended IS NOT NULL AND (OLD.ended IS NULL OR OLD.outcome <> NEW.outcome)
    OR NEW.ended IS NULL AND NEW.team <> OLD.team
) EXECUTE FUNCTION care_tell_how_it_goes();
"""
UNDO_FUNCTIONS = """
DROP TRIGGER turns_are_told ON care_referral;
DROP TRIGGER beginning_is_told ON care_referral;
DROP TRIGGER notice_waits_no_more ON care_notice;
DROP FUNCTION care_tell_how_it_goes(), care_tell_person(care_referral, text, timestamptz),
    care_leave_notice(care_referral, text, text, timestamptz), care_notice_waits_no_more(),
    care_answer_notice(bigint, timestamptz, text);
"""
MINE = "post_id IN (SELECT id FROM care_me())"
POLICIES = {  # table → command → condition on the row
    "care_notice": {
        "SELECT": "(SELECT true FROM care_referral known WHERE known.id = care_notice.referral_id)"
    },
    "care_recipient": {"SELECT": "team = ANY((SELECT care_addressed())::text[])"},
    "care_delivery": {
        "SELECT": "(SELECT true FROM care_notice known WHERE known.id = care_delivery.notice_id)"
    },
    "care_wish": {"SELECT": MINE, "INSERT": MINE, "UPDATE": MINE},
}
HOW = {"SELECT": "USING ({0})", "INSERT": "WITH CHECK ({0})", "UPDATE": "USING ({0}) WITH CHECK ({0})"}


def enable() -> str:
    """The functions, and row-level security with its policies for the application's role."""
    said = [FUNCTIONS]
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
    said = [
        f"DROP POLICY {table}_{one.lower()} ON {table};" for table, how in POLICIES.items() for one in how
    ]
    return "\n".join([*said, UNDO_FUNCTIONS])


class Migration(migrations.Migration):
    dependencies = [("care", "0010_teams")]

    operations = [
        Together(
            migrations.CreateModel(
                name="Notice",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.TextField(
                            choices=[
                                ("role", "those who work on it, of a clock"),
                                ("referrer", "whoever referred, of how it ended"),
                                ("person", "the person, of how it goes"),
                            ]
                        ),
                    ),
                    ("about", models.TextField()),
                    ("run", models.IntegerField()),
                    (
                        "rung",
                        models.IntegerField(
                            default=0, help_text="per cent of the time; 0 where it is of no clock"
                        ),
                    ),
                    ("says", models.TextField(default="", help_text="in the words of the pathway's file")),
                    ("reached", models.DateTimeField(help_text="when it came to this")),
                    ("noted", models.DateTimeField(help_text="when it was seen to have come to this")),
                    ("addressed", models.DateTimeField(help_text="when it was said where it goes", null=True)),
                    (
                        "answer_by",
                        models.DateTimeField(help_text="when others are told, where nobody answers", null=True),
                    ),
                    ("escalated", models.DateTimeField(help_text="when others were told", null=True)),
                    ("answered_name", models.TextField(default="")),
                    (
                        "state",
                        models.TextField(
                            choices=[
                                ("waiting", "nobody has answered yet, or it is still to be sent"),
                                ("answered", "somebody sees to it"),
                                ("told", "it has left, and asks for no answer"),
                                ("moved_on", "the referral went on first"),
                                ("overtaken", "more of the time was used, and that was told instead"),
                                ("withdrawn", "a step was corrected, and it never came to this"),
                            ],
                            default="waiting",
                        ),
                    ),
                    ("because", models.TextField(default="", help_text="why it waits no longer")),
                    ("closed", models.DateTimeField(null=True)),
                    (
                        "seen",
                        models.IntegerField(
                            help_text="how many steps the referral had when it was last looked at"
                        ),
                    ),
                    (
                        "answered_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "referral",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="notices",
                            to="care.referral",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state", "waiting")), fields=["referral"], name="notices_waiting"
                        ),
                        models.Index(
                            condition=models.Q(("addressed", None)), fields=["id"], name="notices_to_address"
                        ),
                        models.Index(
                            condition=models.Q(("state", "waiting"), ("escalated", None)),
                            fields=["answer_by"],
                            name="notices_to_escalate",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("referral", "kind", "about", "run", "rung"), name="told_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["role", "referrer", "person"])), name="notice_is_of_a_kind"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "waiting"), ("closed", None)),
                                models.Q(
                                    ("closed__isnull", False),
                                    ("state__in", ["answered", "told", "moved_on", "overtaken", "withdrawn"]),
                                ),
                                _connector="OR",
                            ),
                            name="notice_is_closed_or_waits",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Delivery",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("channel", models.TextField(choices=[("email", "e-mail"), ("webhook", "to a system")])),
                    (
                        "to",
                        models.TextField(
                            help_text="an entry of notices.yaml, a post, or whoever sent the referral"
                        ),
                    ),
                    ("level", models.IntegerField(default=0)),
                    (
                        "state",
                        models.TextField(
                            choices=[
                                ("waiting", "still to be sent"),
                                ("sent", "sent"),
                                ("dropped", "not sent, because it was no longer true"),
                                ("dead", "could not be sent"),
                            ],
                            default="waiting",
                        ),
                    ),
                    ("tries", models.IntegerField(default=0)),
                    ("next_try", models.DateTimeField()),
                    ("sent", models.DateTimeField(null=True)),
                    ("because", models.TextField(default="", help_text="why it was not sent, naming nobody")),
                    (
                        "notice",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="deliveries",
                            to="care.notice",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state", "waiting")), fields=["next_try"], name="deliveries_to_send"
                        ),
                        models.Index(condition=models.Q(("state", "dead")), fields=["id"], name="dead_letters"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("notice", "channel", "to", "level"), name="sent_once"),
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["waiting", "sent", "dropped", "dead"])),
                            name="delivery_state",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Recipient",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("team", models.TextField()),
                    ("role", models.TextField()),
                    ("level", models.IntegerField(default=0)),
                    (
                        "waits",
                        models.BooleanField(
                            default=True, help_text="kept by the database: whether the notice does"
                        ),
                    ),
                    (
                        "notice",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recipients",
                            to="care.notice",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("waits", True)), fields=["team", "role", "notice"], name="waiting_for"
                        ),
                        models.Index(fields=["team", "role", "-notice"], name="told_before"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("notice", "team", "role"), name="named_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Wish",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("by_email", models.BooleanField()),
                    ("changed", models.DateTimeField()),
                    (
                        "post",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.post"
                        ),
                    ),
                ],
            ),
        ),
        migrations.RunSQL(enable(), disable()),
    ]
