"""The only writer of messages: each becomes a referral, changes one, or is kept with one; once."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import connection, transaction

from commonweal.care import access, moments
from commonweal.care.access import Decision, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals import reads
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import About, Given, Made, Overtaken, Received, Sender
from commonweal.care.systems import rules, wording
from commonweal.care.systems.models import Message, SystemKey
from commonweal.care.systems.rules import Deed, Remark, Sent, Unfit

NO_REASON = "The message gives no reason"


@dataclass(frozen=True)
class Taken:
    """What became of a message; `again` where it had been taken before, and nothing is new."""

    message: Message
    again: bool

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return tuple(Remark(**remark) for remark in self.message.remarks)


@access.for_purpose("direct_care")
def take(by: Viewer | None, key: SystemKey, sent: Sent, content: str, *, channel: str = "fhir") -> Taken:
    """One message, all of it or nothing. Unfit says why it cannot be taken; Refused, that they may not.

    The same message again changes nothing and is answered as before.
    """
    name = rules.brief(sent.message)
    _one_at_a_time(key, name)
    earlier = Message.objects.filter(system=key.title, message=name).select_related("referral").first()
    if earlier:
        return _again(by, earlier, sent)
    noticed = [*sent.remarks, *rules.remarks_on_moments(sent, moments.now())]
    if wrong := [remark for remark in noticed if remark.severity == "error"]:
        raise Unfit("unprocessable", *wrong)
    referral, deed, more = _done(by, key, sent, channel)
    message = Message.objects.create(
        key=key,
        system=key.title,
        message=name,
        digest=sent.digest,
        deed=deed,
        requests=[rules.brief(request) for request in sent.requests],
        referral=referral,
        received=moments.now(),
        remarks=[asdict(remark) for remark in (*noticed, *more)],
        says=sent.reason,
        content=content,
    )
    return Taken(message, again=False)


def _one_at_a_time(key: SystemKey, name: str) -> None:
    """Until this transaction ends, the same message in another one waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{key.title}\n{name}"])


def _again(by: Viewer | None, earlier: Message, sent: Sent) -> Taken:
    if earlier.digest == sent.digest:
        _note(by, earlier.referral, "referral.sent_again")
        return Taken(earlier, again=True)
    says = (
        f"a message of this id was taken on {earlier.received:%d %B %Y} and said something else; give what"
        " is new an id of its own, and say 'update' where it changes what was sent"
    )
    raise Unfit("clash", Remark("duplicate", says))


def _done(by: Viewer | None, key: SystemKey, sent: Sent, channel: str) -> tuple[Referral, Deed, list[Remark]]:
    """The referral that a message is about, what was done with it, and what the sender should know."""
    meant = _meant(key, sent) if sent.deed != "refer" else None
    if sent.deed == "withdraw":
        if meant is None:
            raise Unfit("not_known", wording.nothing_to_cancel(sent))
        return meant, "withdraw", _withdrawn(by, meant)
    if meant and meant.ended is None:
        _note(by, meant, "referral.update_kept")
        return meant, "update", [wording.UPDATE_KEPT]
    more = [wording.nothing_to_update(meant)] if sent.deed == "update" else []
    received = _received(by, key, sent, channel)
    return received.referral, "refer", [*more, *wording.about(received, sent.whom_at)]


def _meant(key: SystemKey, sent: Sent) -> Referral | None:
    """The newest open referral, else the newest, of this sender's request and of nobody else."""
    names = [rules.brief(name) for name in rules.meant(sent)]
    sent_before = Message.objects.filter(system=key.title, requests__overlap=names, deed="refer")
    found = list(Referral.objects.filter(pk__in=sent_before.values("referral")).order_by("-pk")[:50])
    ours = {request.rpartition("/")[2].rpartition("|")[2] for request in rules.meant(sent)}
    found += Referral.objects.filter(reference__in=ours).order_by("-pk")[:50]
    fitting = [one for one in found if rules.may_be(sent.whom, one.nhs_number, one.family, one.birth_date)]
    return next((one for one in fitting if one.ended is None), next(iter(fitting), None))


def _received(by: Viewer | None, key: SystemKey, sent: Sent, channel: str) -> Received:
    pathway = sent.pathway or rules.pathway_of(sent.codes, blueprint())
    if not pathway:
        raise Unfit("unprocessable", wording.no_pathway(sent.codes))
    whom, now = sent.whom, moments.now()
    given = Given(
        pathway=pathway,
        about=About(
            given=whom.given,
            family=whom.family,
            birth_date=whom.birth_date,
            sex=whom.sex,
            nhs_number=whom.nhs_number,
            address=whom.address,
            postcode=whom.postcode,
            phone=whom.phone,
            died=whom.died,
        ),
        sender=Sender(
            key.source, by.organisation if by else "", sent.sender_name or key.title, sent.sender_contact
        ),
        reason=sent.reason.replace("\n", "; ") if any(map(str.isalpha, sent.reason)) else NO_REASON,
        answers=sent.answers,
        received=min(sent.received, now) if sent.received else None,
        channel=channel,
    )
    try:
        return referrals.receive(by, given)
    except NotPossible as fault:
        raise Unfit("unprocessable", wording.not_possible(fault, sent.whom_at)) from None


def _withdrawn(by: Viewer | None, referral: Referral) -> list[Remark]:
    """Ends the referral by the move that its file has for that; where it cannot, says why it goes on."""
    standing = reads.standing(referral, by)
    cancelled = standing.pathway.cancelled
    if standing.journey.ended:
        because = "the referral had ended"
    elif cancelled is None:
        because = "those who have it decide how it ends"
    else:
        because = next(one.because for one in standing.moves if one.move.id == cancelled.move)
    if not because and cancelled:
        made = Made(
            move=cancelled.move,
            seen=referral.steps,
            reason=cancelled.reason or "",
            outcome=cancelled.outcome or "",
            note="Cancelled by whoever sent it",
        )
        try:
            with transaction.atomic():
                referrals.move(by, referral.reference, made)
        except (NotPossible, Overtaken) as fault:
            because = str(fault)
        else:
            return [wording.WITHDRAWN]
    _note(by, referral, "referral.cancellation_kept")
    return [wording.kept_on(because)]


def _note(by: Viewer | None, referral: Referral, deed: str) -> None:
    decision = access.referral(by, referral) if by else Decision(True, "")
    audit.record(
        deed,
        by=by,
        about=referral.person_id,
        purpose="direct_care",
        clause=decision.clause,
        because=decision.because,
        detail={"referral": referral.reference},
    )
