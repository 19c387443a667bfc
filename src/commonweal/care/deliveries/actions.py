"""The only writer of deliveries: where a notice goes is said once, then each is tried until it leaves.

A delivery is held while it is sent: two senders never send one, and what a sender was killed over is sent by
the next. It can then arrive twice, with the same id, and never not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from django.db import transaction

from commonweal.care import moments
from commonweal.care.accounts.models import Post
from commonweal.care.audit import actions as audit
from commonweal.care.deliveries import letters, rules
from commonweal.care.deliveries.models import Delivery
from commonweal.care.deliveries.rules import Letter, Mailbox, NotSent, System, Undeliverable
from commonweal.care.extents import blueprint
from commonweal.care.notices.models import Notice, Recipient

AT_ONCE = 500
RESTS = timedelta(minutes=1)  # how long a notice waits that its clock's rest holds back
NOBODY = "no address is known; it stands on their page"
Way = Callable[[Letter, Mailbox | System], None]


def to_address() -> list[int]:
    """The notices of which nobody has said yet where they go."""
    return list(Notice.objects.filter(addressed=None).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def address(notice: int) -> int:
    """Says where a notice goes; how many ways there are. One without any is told on the page alone."""
    found = _held(notice)
    if found is None or found.addressed:
        return 0
    now = moments.now()
    ways = [
        Delivery(notice=found, channel=channel, to=to, level=level, next_try=now)
        for channel, to, level in dict.fromkeys(_ways(found))
    ]
    Delivery.objects.bulk_create(ways, ignore_conflicts=True)
    found.addressed = now
    if not ways and found.kind != "role":
        found.state, found.because, found.closed = "told", NOBODY, now
    found.save(update_fields=["addressed", "state", "because", "closed"])
    return len(ways)


def to_deliver() -> list[int]:
    """The deliveries that are due, the longest waiting first."""
    due = Delivery.objects.filter(state="waiting", next_try__lte=moments.now()).order_by("next_try")
    return list(due.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def deliver(delivery: int, ways: Mapping[str, Way]) -> str:
    """Sends one, or notes why not; its state then. Empty where somebody else has it in hand."""
    rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",))
    found = rows.select_related("notice__referral").filter(pk=delivery, state="waiting").first()
    if found is None or found.next_try > moments.now():
        return ""
    now, standing = moments.now(), letters.standing(found.notice)
    to, because = letters.receiver(found), letters.untrue(found.notice, standing)
    if because or to is None:
        _settle(found, "dropped", because or "the address is no longer there")
    elif letters.rests(found.notice, standing):
        found.next_try = now + RESTS
    else:
        _send(found, letters.write(found, standing), to, ways[found.channel])
    found.save()
    _told(found.notice)
    return found.state


@transaction.atomic
def try_again() -> int:
    """Lets all that could not be sent be tried anew; how many there are."""
    return Delivery.objects.filter(state="dead").update(state="waiting", next_try=moments.now(), because="")


def _held(notice: int) -> Notice | None:
    rows = Notice.objects.select_for_update(skip_locked=True, of=("self",)).select_related("referral")
    return rows.filter(pk=notice).first()


def _ways(notice: Notice) -> Iterator[tuple[str, str, int]]:
    """Channel, receiver and level of each way that a notice goes."""
    if notice.kind == "role":
        for named in Recipient.objects.filter(notice=notice):
            yield from _to_role(named)
    elif notice.kind == "person":
        posts = letters.by_email(Post.objects.filter(person=notice.referral.person_id))
        yield from (("email", f"post:{post.pk}", 0) for post in posts)
    else:
        if letters.mailbox(notice.referral.sender_contact):
            yield "email", "sender", 0
        for entry in blueprint().notices:
            if entry.organisation and entry.organisation == notice.referral.sender:
                yield from ((channel, f"address:{entry.id}", 0) for channel in letters.channels(entry))


def _to_role(named: Recipient) -> Iterator[tuple[str, str, int]]:
    for entry in blueprint().notices:
        if entry.team == named.team and (not entry.roles or named.role in entry.roles):
            yield from ((channel, f"address:{entry.id}", named.level) for channel in letters.channels(entry))
    for post in letters.by_email(Post.objects.filter(team=named.team, role=named.role)):
        yield "email", f"post:{post.pk}", named.level


def _send(found: Delivery, letter: Letter, to: Mailbox | System, way: Way) -> None:
    """Notes that it left; or why not, and when it is tried again."""
    found.tries += 1
    now = moments.now()
    try:
        way(letter, to)
    except NotSent as fault:
        for_good = isinstance(fault, Undeliverable) or rules.given_up(found.notice.noted, now)
        found.because, found.next_try = str(fault), now + rules.pause(found.tries)
        if for_good:
            _settle(found, "dead", str(fault))
        return
    found.sent = now
    _settle(found, "sent", "")
    detail = {"referral": letter.reference, "kind": letter.kind, "channel": found.channel}
    audit.record("notice.sent", by=None, about=found.notice.referral.person_id, detail=detail)


def _settle(found: Delivery, state: str, because: str) -> None:
    found.state, found.because = state, because


def _told(notice: Notice) -> None:
    """What asks for no answer is closed once nothing of it is on its way, or lies with the dead letters."""
    states = dict(notice.deliveries.values_list("state", "because"))
    if notice.kind == "role" or {"waiting", "dead"} & states.keys():
        return
    state, because = ("told", "") if "sent" in states else ("moved_on", states["dropped"])
    closed = {"state": state, "because": because, "closed": moments.now()}
    Notice.objects.filter(pk=notice.pk, state="waiting").update(**closed)
