"""Who coordinates a person's care, and who is around them."""

import uuid
from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from commonweal.care.migrations._together import Together

policies = import_module("commonweal.care.migrations._policies")
written = import_module("commonweal.care.migrations._written").written

SOMEBODY = "care_personaround"
ABOUT_ME = policies.of_person(SOMEBODY, "plan_about_me")
IN_A_CRISIS = f"""(
    (care_personaround.emergency_order IS NOT NULL OR care_personaround.attorney <> '')
    AND {policies.of_person(SOMEBODY, "plan_crisis")}
)"""
MAY_BE_CHANGED = ("SELECT", "INSERT", "UPDATE")
POLICIES = {
    **{
        table: dict.fromkeys(MAY_BE_CHANGED, policies.of_person(table, "demographics"))
        for table in ("care_coordinator", "care_coordinationoffer", "care_teammember")
    },
    SOMEBODY: {"SELECT": f"{ABOUT_ME} OR {IN_A_CRISIS}", "INSERT": ABOUT_ME, "UPDATE": ABOUT_ME},
    "care_carerassessment": dict.fromkeys(
        ("SELECT", "INSERT"), policies.of_person("care_carerassessment", "plan_about_me")
    ),
}

# Whoever has somebody to look after them keeps a coordinator: the change that would leave them without one
# fails as a whole. A post that ends changes no row here; that such a person has nobody is found when read.
FOLLOWED = """
CREATE FUNCTION care_coordinator_is_followed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM care_involvement part JOIN care_person person ON person.id = part.person_id
        WHERE part.person_id = NEW.person_id AND part.ended IS NULL
        AND part.kind IN ('care_team', 'episode') AND person.death_date IS NULL
    ) AND NOT EXISTS (
        SELECT FROM care_coordinator live WHERE live.person_id = NEW.person_id AND live.ended IS NULL
    ) THEN
        RAISE EXCEPTION 'nobody would coordinate the care of this person' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER coordinators_are_followed AFTER UPDATE OF ended ON care_coordinator
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (OLD.ended IS NULL AND NEW.ended IS NOT NULL) EXECUTE FUNCTION care_coordinator_is_followed();
"""
NOT_FOLLOWED = """
DROP TRIGGER coordinators_are_followed ON care_coordinator;
DROP FUNCTION care_coordinator_is_followed();
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0017_plans")]
    operations = [
        Together(
            migrations.CreateModel(
                name="Coordinator",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.TextField(help_text="as they signed when they took it on")),
                    ("role", models.TextField()),
                    ("organisation", models.TextField(default="")),
                    ("team", models.TextField(default="")),
                    ("reach", models.TextField(default="", help_text="how to reach them, in their words")),
                    ("since", models.DateTimeField()),
                    ("reason", models.TextField(help_text="why they took it on, in words")),
                    ("ended", models.DateTimeField(null=True)),
                    ("ended_because", models.TextField(default="")),
                    (
                        "follows",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.coordinator",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.person"
                        ),
                    ),
                    (
                        "post",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.post"
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended", None)), fields=("person",), name="one_live_coordinator"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CoordinationOffer",
                fields=[
                    *written(),
                    ("name", models.TextField(help_text="to whom it is offered")),
                    ("reason", models.TextField(help_text="why, and what they need to know")),
                    (
                        "state",
                        models.TextField(
                            choices=[
                                ("waiting", "waits for an answer"),
                                ("accepted", "accepted"),
                                ("declined", "declined"),
                                ("withdrawn", "withdrawn"),
                                ("overtaken", "somebody else took it on first"),
                            ],
                            default="waiting",
                        ),
                    ),
                    ("answered", models.DateTimeField(null=True)),
                    (
                        "answer",
                        models.TextField(default="", help_text="why it was declined or withdrawn, in words"),
                    ),
                    (
                        "post",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.post",
                        ),
                    ),
                    (
                        "coordinator",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="care.coordinator",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state", "waiting")), fields=["post"], name="offers_waiting_for"
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state", "waiting")), fields=("person",), name="one_offer_waits"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("answered", None), ("state", "waiting")),
                                models.Q(
                                    ("answered__isnull", False),
                                    ("state__in", ["accepted", "declined", "withdrawn", "overtaken"]),
                                ),
                                _connector="OR",
                            ),
                            name="offer_is_answered_or_waits",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("answer", ""), ("state", "declined"), _negated=True),
                            name="offer_is_declined_with_a_reason",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PersonAround",
                fields=[
                    *written(),
                    (
                        "who",
                        models.UUIDField(
                            default=uuid.uuid4, help_text="the same in every row about this somebody"
                        ),
                    ),
                    ("number", models.IntegerField(default=1, help_text="which row about them it is, from 1")),
                    ("own_words", models.BooleanField(default=False, help_text="the person wrote it themselves")),
                    ("name", models.TextField()),
                    ("relation", models.TextField(help_text="in words, such as daughter")),
                    ("kind", models.TextField(help_text="family, friend, neighbour or other")),
                    ("phone", models.TextField(default="")),
                    ("lives_with", models.BooleanField(default=False)),
                    ("next_of_kin", models.BooleanField(default=False)),
                    ("carer", models.BooleanField(default=False, help_text="looks after the person, unpaid")),
                    ("young_carer", models.BooleanField(default=False, help_text="a carer under 18")),
                    (
                        "bereavement",
                        models.BooleanField(default=False, help_text="whom to turn to after a death"),
                    ),
                    ("emergency_order", models.SmallIntegerField(help_text="1 is called first", null=True)),
                    (
                        "attorney",
                        models.TextField(default="", help_text="for health, property or both; empty for none"),
                    ),
                    ("attorney_registered", models.TextField(default="", help_text="yes, no or unknown")),
                    ("attorney_seen_by", models.TextField(default="", help_text="who saw the paper, in words")),
                    ("attorney_seen_on", models.DateField(null=True)),
                    ("may_share", models.TextField(help_text="what the person lets be said to them")),
                    (
                        "sees_plan",
                        models.BooleanField(default=False, help_text="the person wishes them to see the plan"),
                    ),
                    ("note", models.TextField(default="")),
                    ("ended", models.DateTimeField(null=True)),
                    ("ended_because", models.TextField(default="")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("who", "number"), name="one_row_of_a_number"),
                        models.UniqueConstraint(
                            condition=models.Q(("ended", None)), fields=("who",), name="one_live_row_of_somebody"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("emergency_order", None),
                                models.Q(("emergency_order__gte", 1), ("emergency_order__lte", 9)),
                                _connector="OR",
                            ),
                            name="emergency_order_counts_from_one",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("young_carer", False), ("carer", True), _connector="OR"),
                            name="young_carer_is_a_carer",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="TeamMember",
                fields=[
                    *written(),
                    ("name", models.TextField()),
                    ("does", models.TextField(help_text="what they do for the person, in words")),
                    ("organisation", models.TextField(default="", help_text="in words")),
                    ("reach", models.TextField(default="", help_text="telephone, or another way")),
                    ("ended", models.DateTimeField(null=True)),
                    ("ended_because", models.TextField(default="")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended", None)),
                            fields=("person", "name", "does"),
                            name="one_live_member_of_a_name",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CarerAssessment",
                fields=[
                    *written(),
                    ("who", models.UUIDField(help_text="whom around the person it is about")),
                    ("state", models.TextField()),
                    ("on", models.DateField()),
                    ("again", models.DateField(help_text="when it is due again", null=True)),
                    ("note", models.TextField(default="")),
                    (
                        "assessment",
                        models.TextField(default="", help_text="id of the answers to an instrument, where kept"),
                    ),
                ],
                options={
                    "indexes": [models.Index(fields=["who", "-id"], name="carer_assessments")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["offered", "declined", "done"])),
                            name="carer_assessment_state",
                        )
                    ],
                },
            ),
        ),
        migrations.RunSQL(policies.enable(POLICIES), policies.disable(POLICIES)),
        migrations.RunSQL(FOLLOWED, NOT_FOLLOWED),
    ]
