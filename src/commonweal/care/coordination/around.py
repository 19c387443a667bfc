"""The only writer of who is in a care team by name, and who is around a person."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from commonweal.care import access, moments
from commonweal.care.access import Decision, NotSeen, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.coordination import reads, rules
from commonweal.care.coordination.models import CarerAssessment, PersonAround, TeamMember
from commonweal.care.coordination.rules import Overtaken, Somebody, check_words
from commonweal.care.coordination.writing import NOT_A_DEED_OF_A_CARER, may_write, record, written
from commonweal.care.possible import NotPossible

REFUSED = "around.refused"
NEW = 0  # the number of what is seen of somebody who is not noted yet


def note(*, by: Viewer, person: UUID, who: UUID, seen: int, said: Somebody) -> PersonAround:
    """What is said of somebody holds from now on; what was said before stays readable.

    `seen` is the number that whoever writes had before them; Overtaken where another one holds by now. The
    same form sent twice is taken once.
    """
    with access.acting(by, "direct_care"):
        decision = _may(by, person)
        said = rules.check_somebody(said, reads.today())
        live = _live(person, who)
        if live and seen != live.number:
            if live.number == seen + 1 and live.by_id == by.user and _says(live) == asdict(said):
                return live
            raise Overtaken(f"{live.by_name} changed it first")
        if live is None and (seen != NEW or PersonAround.objects.filter(who=who).exists()):
            raise Overtaken("Somebody has taken them out of the list meanwhile")
        made = _added(by, person, who, said, live)
        detail = {"who": str(who), "number": made.number, "sees_plan": made.sees_plan or ""}
        record("around.noted", by, person, decision, detail)
    return made


def remove(*, by: Viewer, person: UUID, who: UUID, reason: str) -> None:
    """They are no longer around the person; what was said of them stays, with the reason."""
    with access.acting(by, "direct_care"):
        decision = _may(by, person)
        live = _live(person, who)
        if live is None:
            raise Overtaken("Somebody has taken them out of the list already")
        said = check_words("reason", reason, "Say why, in a few words")
        _end(live, said)
        record("around.removed", by, person, decision, {"who": str(who)})


def assess_carer(
    *,
    by: Viewer,
    person: UUID,
    who: UUID,
    state: str,
    on: date,
    again: date | None = None,
    note: str = "",
    assessment: str = "",
) -> CarerAssessment:
    """What became of a carer's own assessment; the answers themselves are kept as an assessment."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, "plan_about_me", REFUSED)
        rules.check_carer_assessment(state, on, again, reads.today())
        live = _live(person, who)
        if live is None or not live.carer:
            raise NotPossible("state", "They are not noted as a carer")
        if assessment and assessment not in reads.carers_views(by, person):
            raise NotPossible("assessment", "Choose one that was recorded about this person")
        made = CarerAssessment.objects.create(
            **written(by, person),
            who=who,
            state=state,
            on=on,
            again=again,
            note=" ".join(note.split())[: rules.LONGEST_WORDS],
            assessment=assessment,
        )
        record("carer.assessed", by, person, decision, {"who": str(who), "state": state})
    return made


def join(*, by: Viewer, person: UUID, name: str, does: str, organisation: str, reach: str) -> TeamMember:
    """Somebody is in the care team by name; it gives them no sight of anything."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, "demographics", "care_team.refused")
        said = {
            "name": check_words("name", name, "Give their name", rules.LONGEST_NAME),
            "does": check_words("does", does, "Say what they do for the person", rules.LONGEST_NAME),
        }
        try:
            with transaction.atomic():
                made = TeamMember.objects.create(
                    **written(by, person),
                    **said,
                    organisation=" ".join(organisation.split())[: rules.LONGEST_NAME],
                    reach=" ".join(reach.split())[: rules.LONGEST_NAME],
                )
        except IntegrityError:
            raise NotPossible("name", "They are in the care team already") from None
        record("care_team.joined", by, person, decision, {"member": made.pk})
    return made


def leave(*, by: Viewer, person: UUID, member: int, reason: str) -> None:
    """They are in the care team no longer."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, "demographics", "care_team.refused")
        said = check_words("reason", reason, "Say why, in a few words")
        live = TeamMember.objects.filter(pk=member, person=person, ended=None)
        if not live.update(ended=moments.now(), ended_because=said):
            raise Overtaken("They have been taken out of the care team already")
        record("care_team.left", by, person, decision, {"member": member})


def _may(by: Viewer, person: UUID) -> Decision:
    """The person themselves, or a professional who sees this; a carer whom they named only reads it."""
    if by.person is not None and not rules.is_themselves(by, person):
        audit.refused(REFUSED, by=by, because=NOT_A_DEED_OF_A_CARER, detail={"person": str(person)})
        raise NotSeen
    return may_write(by, person, "plan_about_me", REFUSED, own=True)


def _live(person: UUID, who: UUID) -> PersonAround | None:
    """As they are noted now, held for us until this change is made."""
    return PersonAround.objects.select_for_update().filter(person=person, who=who, ended=None).first()


def _added(by: Viewer, person: UUID, who: UUID, said: Somebody, live: PersonAround | None) -> PersonAround:
    if live:
        _end(live, "")
    last = PersonAround.objects.filter(who=who).aggregate(Max("number"))["number__max"] or 0
    try:
        with transaction.atomic():
            return PersonAround.objects.create(
                **written(by, person),
                **asdict(said),
                who=who,
                number=last + 1,
                own_words=rules.is_themselves(by, person),
            )
    except IntegrityError:
        raise Overtaken("Somebody else changed it in this moment") from None


def _end(live: PersonAround, because: str) -> None:
    PersonAround.objects.filter(pk=live.pk).update(ended=moments.now(), ended_because=because)


def _says(row: PersonAround) -> dict[str, object]:
    return {name: getattr(row, name) for name in Somebody.__dataclass_fields__}
