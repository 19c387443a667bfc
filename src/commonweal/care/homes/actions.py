"""The only writer of stays, and of whom homes propose: somebody comes, comes back, leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.homes import reads, residents, rules
from commonweal.care.homes.models import SETTLED, ProposedResident, Stay
from commonweal.care.homes.rules import Overtaken
from commonweal.care.involvements import actions as involvements
from commonweal.care.involvements.models import Involvement
from commonweal.care.involvements.rules import Receiver
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.terms import nhs_number

ELSEWHERE = "It is recorded that they lived somewhere else on that day; ask the practice to settle it"
SETTLED_ALREADY = "It was settled before"
NOT_THE_HOME = "whether somebody lives here is settled by those who look after them, not by the home itself"


@dataclass(frozen=True)
class Coming:
    """Since when somebody lives in a home, and what else was said of it."""

    started: date | None
    room: str = ""
    funding: str = ""


@dataclass(frozen=True)
class Named:
    """Somebody as a home knows them."""

    nhs_number: str
    birth_date: date | None
    called: str


def begin_stay(by: Viewer, ods: str, person: UUID, coming: Coming) -> Stay:
    """They live in the home since then, as the home says of those the record has there, or who sees them."""
    with access.acting(by, "direct_care"), transaction.atomic():
        reads.at_work(by, ods)
        found, decision = reads.person(by, person, "demographics")
        if reads.is_home(by) and found.care_home != ods:
            residents.require(by, ods, person)
        stay = _began(by, ods, found, coming)
        _record("stay.began", by, stay, decision)
        return stay


def end_stay(by: Viewer, stay: int, outcome: str, ended: date | None) -> Stay:
    """They live in the home no more, and it sees them no more by that; Overtaken where it was ended."""
    with access.acting(by, "direct_care"), transaction.atomic():
        held = Stay.objects.select_for_update().filter(pk=stay).first()
        if held is None:
            audit.refused("home.refused", by=by, because=reads.NOT_SEEN.because, detail={"stay": stay})
            raise access.NotSeen
        reads.at_work(by, held.home)
        _, decision = reads.person(by, held.person_id, "demographics")
        if held.ended:
            raise Overtaken(f"{held.ended_by_name or 'Somebody'} ended it already, on {held.ended:%-d %B %Y}")
        held.ended = rules.check_left(outcome, ended, held.started, moments.today())
        held.outcome, held.ended_at, held.ended_by_name = outcome, moments.now(), by.name
        held.save(update_fields=["ended", "outcome", "ended_at", "ended_by_name"])
        _record("stay.ended", by, held, decision)
        _end_sight(by, held)
        return held


def propose(by: Viewer, named: Named, coming: Coming) -> ProposedResident:
    """The home says that somebody lives there; nothing of what the record has of them is told to it."""
    with access.acting(by, "direct_care"), transaction.atomic():
        by, decision = reads.ours(by)
        number = nhs_number.normal(named.nhs_number)
        if not number:
            raise NotPossible("nhs_number", "Give their NHS number: ten digits, as on their letters")
        if named.birth_date is None:
            raise NotPossible("birth_date", "Give the day they were born, such as 3 5 1940")
        called = rules.check_words("called", named.called, "Give their name")
        started = rules.check_started(coming.started, named.birth_date, moments.today())
        home = reads.declared(by.organisation)
        said = ProposedResident(
            home=by.organisation,
            practice=home.aligned_practice if home else "",
            nhs_number=number,
            birth_date=named.birth_date,
            called=called[:200],
            started=started,
            room=coming.room.strip()[:60],
            funding=rules.check_funding(coming.funding),
            person_id=_known(number, named.birth_date),
        )
        _signed(by, said)
        try:
            with transaction.atomic():
                ProposedResident.objects.bulk_create([said])
        except IntegrityError:
            raise NotPossible("nhs_number", "You have said so already; it waits to be settled") from None
        detail = {"home": by.organisation, "proposed": said.pk}
        audit.record(
            "resident.proposed", by=by, clause=decision.clause, because=decision.because, detail=detail
        )
        return said


def settle(by: Viewer, proposed: int, *, lives_there: bool, because: str) -> ProposedResident:
    """By those who see the person: the home sees them from now on as theirs, or learns that they are not."""
    with access.acting(by, "direct_care"), transaction.atomic():
        held = _open(by, proposed)
        if reads.is_home(by):
            audit.refused("home.refused", by=by, because=NOT_THE_HOME)
            raise Refused(Decision(False, NOT_THE_HOME))
        said = because.strip()[: rules.LONGEST]
        if lives_there:
            if held.person_id is None:
                raise NotPossible("lives", "Nobody whom you may see has this NHS number and day of birth")
            person, decision = reads.person(by, held.person_id, "demographics")
            stay = _began(by, held.home, person, Coming(held.started, held.room, held.funding))
            _record("stay.began", by, stay, decision)
            _begin_sight(by, person, held.home)
        else:
            said = rules.check_words("because", because, "Say why not, for the home to read")
        return _settled(by, held, "taken" if lives_there else "not", said)


def withdraw(by: Viewer, proposed: int) -> ProposedResident:
    """The home takes back what it said."""
    with access.acting(by, "direct_care"), transaction.atomic():
        by, _ = reads.ours(by)
        return _settled(by, _open(by, proposed), "withdrawn", "")


def _began(by: Viewer, ods: str, person: Person, coming: Coming) -> Stay:
    started = rules.check_started(coming.started, person.birth_date, moments.today())
    if person.death_date:
        raise NotPossible("started", f"The record says that they died on {person.death_date:%-d %B %Y}")
    live = Stay.objects.filter(person=person, home=ods, ended=None).first()
    if live:
        raise Overtaken(f"They are down as living here since {live.started:%-d %B %Y} already")
    before = Stay.objects.filter(person=person, home=ods).exclude(outcome="never")
    stay = Stay(
        person=person,
        home=ods,
        started=started,
        again=before.exists(),
        room=coming.room.strip()[:60],
        funding=rules.check_funding(coming.funding),
    )
    _signed(by, stay)
    try:
        with transaction.atomic():
            Stay.objects.bulk_create([stay])
    except IntegrityError:
        raise NotPossible("started", ELSEWHERE) from None
    return stay


def _begin_sight(by: Viewer, person: Person, ods: str) -> None:
    """The home looks after somebody whom the record does not have there yet."""
    receiver = Receiver(ods)
    if person.care_home != ods and not _sight(person.pk, ods).exists():
        reason = "Lives in the home, as the home said and was confirmed"
        involvements.begin(by=by, person=person.pk, kind="episode", receiver=receiver, reason=reason)


def _end_sight(by: Viewer, stay: Stay) -> None:
    """Only the home itself can end its part; while a stay goes on elsewhere it has none in it."""
    for part in _sight(stay.person_id, stay.home) if by.organisation == stay.home else ():
        outcome = f"Does not live in the home any more, since {stay.ended:%-d %B %Y}"
        involvements.end(by=by, involvement=part.pk, outcome=outcome)


def _sight(person: UUID, ods: str) -> QuerySet[Involvement]:
    return Involvement.objects.filter(person=person, kind="episode", organisation=ods, team="", ended=None)


def _known(number: str, born: date) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM care_known_person(%s, %s, NULL)", [number, born])
        found = cursor.fetchone()
    return found[0] if found else None


def _open(by: Viewer, id: int) -> ProposedResident:
    """What a home proposed, held until it is settled; NotSeen or Overtaken where it cannot be."""
    held = ProposedResident.objects.select_for_update().filter(pk=id).first()
    if held is None:
        audit.refused("home.refused", by=by, because=reads.NOT_SEEN.because, detail={"proposed": id})
        raise access.NotSeen
    reads.at_work(by, held.home)
    if held.settled:
        who = held.settled_by_name
        raise Overtaken(f"{SETTLED_ALREADY}{f' by {who}' if who else ''}: {SETTLED[held.settled].lower()}")
    return held


def _settled(by: Viewer, held: ProposedResident, settled: str, because: str) -> ProposedResident:
    held.settled, held.because = settled, because
    held.settled_at, held.settled_by_name = moments.now(), by.name
    held.save(update_fields=["settled", "because", "settled_at", "settled_by_name"])
    detail = {"home": held.home, "proposed": held.pk, "settled": settled}
    about = held.person_id if settled == "taken" else None
    audit.record("resident.settled", by=by, about=about, detail=detail)
    return held


def _signed(by: Viewer, said: Stay | ProposedResident) -> None:
    said.recorded, said.by_id, said.by_name = moments.now(), by.user, by.name


def _record(deed: str, by: Viewer, stay: Stay, decision: Decision) -> None:
    audit.record(
        deed,
        by=by,
        about=stay.person_id,
        clause=decision.clause,
        because=decision.because,
        detail={"home": stay.home, "stay": stay.pk},
    )
