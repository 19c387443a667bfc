"""The only writer of who coordinates: taken on, offered, accepted, declined, taken back, ended."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.coordination import candidates, reads, rules
from commonweal.care.coordination.models import CoordinationOffer, Coordinator
from commonweal.care.coordination.rules import Overtaken, check_words
from commonweal.care.coordination.writing import may_write, name_of, record, written
from commonweal.care.involvements.models import Involvement
from commonweal.care.possible import NotPossible

REFUSED = "coordinator.refused"
NOT_YOURS = "only whoever coordinates, or their team, offers this to somebody else or ends it"
NOT_FOR_YOU = "it is offered to somebody else"
POST_ENDED = "Their post ended"
TAKEN = "{name} coordinates this person’s care now"


def take(*, by: Viewer, person: UUID, reason: str, reach: str = "") -> Coordinator:
    """Whoever acts coordinates from now on, where nobody does; Overtaken where somebody does."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, "demographics", REFUSED)
        said = check_words("reason", reason, "Say why, in a few words")
        live = _live(person)
        if live and _serves(live):
            raise Overtaken(TAKEN.format(name=live.name))
        made = _begun(by, person, said, reach, live, POST_ENDED)
        _close_offer(person, "overtaken")
        record("coordinator.taken", by, person, decision, {"coordinator": made.pk})
    return made


def offer(*, by: Viewer, person: UUID, post: int, reason: str) -> CoordinationOffer:
    """Whoever coordinates, or anybody where nobody does, offers it; nothing changes until it is accepted."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, "demographics", REFUSED)
        said = check_words("reason", reason, "Say why, and what they need to know")
        live = _live(person)
        serving = live if live and _serves(live) else None
        if serving:
            _require_theirs(by, serving)
        other = candidates.may_be_offered(post, person)
        if other is None or (serving and serving.post_id == post):
            raise NotPossible("post", "Choose somebody else in post who may see this person")
        made = _offered(by, person, other, said, serving)
        record("coordinator.offered", by, person, decision, {"offer": made.pk, "post": post})
    return made


def accept(*, by: Viewer, offer: int, reach: str = "") -> Coordinator:
    """The one to whom it was offered coordinates from now on, and the one before no more: in one change."""
    with access.acting(by, "direct_care"):
        waiting, decision = _for_us(by, offer)
        live = _live(waiting.person_id)
        if live and live.pk != waiting.coordinator_id and _serves(live):
            raise Overtaken(TAKEN.format(name=live.name))
        made = _begun(by, waiting.person_id, waiting.reason, reach, live, f"Handed over to {name_of(by)}")
        _answer(waiting, "accepted")
        record("coordinator.accepted", by, waiting.person_id, decision, {"offer": waiting.pk})
    return made


def decline(*, by: Viewer, offer: int, reason: str) -> None:
    """It stays with whoever has it; the reason is read by them."""
    with access.acting(by, "direct_care"):
        waiting, decision = _for_us(by, offer)
        said = check_words("answer", reason, "Say why not, so that they can find somebody else")
        _answer(waiting, "declined", said)
        record("coordinator.declined", by, waiting.person_id, decision, {"offer": waiting.pk})


def withdraw(*, by: Viewer, offer: int) -> None:
    """Taken back before it was answered, by whoever offered it or has it."""
    with access.acting(by, "direct_care"):
        waiting = _waiting(by, offer)
        decision = may_write(by, waiting.person_id, "demographics", REFUSED)
        if waiting.by_id != by.user:
            _require_theirs(by, waiting.coordinator)
        _answer(waiting, "withdrawn")
        record("coordinator.withdrawn", by, waiting.person_id, decision, {"offer": waiting.pk})


def end(*, by: Viewer, person: UUID, reason: str) -> None:
    """Nobody coordinates any more; only where nobody looks after the person in a way that needs one."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, "demographics", REFUSED)
        live = _live(person)
        if live is None:
            raise Overtaken("Nobody coordinates this person’s care")
        _require_theirs(by, live)
        said = check_words("reason", reason, "Say how it ended")
        if reads.is_needed(person):
            raise NotPossible(
                "reason", "Teams still work with this person; offer it to somebody else instead"
            )
        _end(live, said)
        _close_offer(person, "overtaken")
        record("coordinator.ended", by, person, decision, {"coordinator": live.pk})


def _live(person: UUID) -> Coordinator | None:
    """The live row, held for us until this change is made."""
    return Coordinator.objects.select_for_update().filter(person=person, ended=None).first()


def _serves(live: Coordinator) -> bool:
    return Coordinator.objects.filter(reads.IN_POST, pk=live.pk).exists()


def _require_theirs(by: Viewer, live: Coordinator | None) -> None:
    """Refused unless it is theirs, or their team's; without a team, their organisation's."""
    if live and not rules.is_theirs(by, live.post_id, live.team, live.organisation):
        audit.refused(REFUSED, by=by, about=live.person_id, because=NOT_YOURS)
        raise Refused(Decision(False, NOT_YOURS))


def _begun(
    by: Viewer, person: UUID, reason: str, reach: str, before: Coordinator | None, because: str
) -> Coordinator:
    """The row of whoever acts, after the one before has ended; their team is in the care team from now on."""
    if before:
        _end(before, because)
    try:
        with transaction.atomic():
            made = Coordinator.objects.create(
                person_id=person,
                post_id=by.post,
                name=name_of(by),
                role=by.role.id,
                organisation=by.organisation,
                team=by.team,
                reach=" ".join(reach.split())[:200],
                since=moments.now(),
                reason=reason,
                follows=before,
            )
    except IntegrityError:
        raise Overtaken("Somebody else took it on in this moment") from None
    _join(by, person)
    return made


def _join(by: Viewer, person: UUID) -> None:
    if not (by.team or by.organisation):
        return
    ours = {"person_id": person, "kind": "care_team", "team": by.team, "organisation": by.organisation}
    if not Involvement.objects.filter(**ours, ended=None).exists():
        with transaction.atomic():
            Involvement.objects.create(**ours, reason="Coordinates the care")


def _end(live: Coordinator, because: str) -> None:
    live.ended, live.ended_because = moments.now(), because
    Coordinator.objects.filter(pk=live.pk).update(ended=live.ended, ended_because=because)


def _offered(
    by: Viewer, person: UUID, other: Viewer, reason: str, live: Coordinator | None
) -> CoordinationOffer:
    try:
        with transaction.atomic():
            return CoordinationOffer.objects.create(
                **written(by, person),
                coordinator=live,
                post_id=other.post,
                name=name_of(other),
                reason=reason,
            )
    except IntegrityError:
        raise NotPossible("post", "It is offered to somebody already; take that back first") from None


def _waiting(by: Viewer, id: int) -> CoordinationOffer:
    """The offer, held for us; Overtaken where it waits no more, NotSeen where there is none."""
    found = CoordinationOffer.objects.select_for_update(of=("self",)).filter(pk=id).first()
    if found is None:
        audit.refused(REFUSED, by=by, because="no such offer", detail={"offer": id})
        raise access.NotSeen
    if found.state != "waiting":
        raise Overtaken(found.get_state_display())
    return found


def _for_us(by: Viewer, id: int) -> tuple[CoordinationOffer, Decision]:
    waiting = _waiting(by, id)
    if waiting.post_id != by.post:
        audit.refused(REFUSED, by=by, about=waiting.person_id, because=NOT_FOR_YOU)
        raise Refused(Decision(False, NOT_FOR_YOU))
    return waiting, may_write(by, waiting.person_id, "demographics", REFUSED)


def _answer(waiting: CoordinationOffer, state: str, answer: str = "") -> None:
    CoordinationOffer.objects.filter(pk=waiting.pk).update(state=state, answered=moments.now(), answer=answer)


def _close_offer(person: UUID, state: str) -> None:
    CoordinationOffer.objects.filter(person=person, state="waiting").update(
        state=state, answered=moments.now()
    )
