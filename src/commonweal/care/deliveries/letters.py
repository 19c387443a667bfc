"""What a delivery says and to whom, by what is recorded at the moment it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db.models import QuerySet

from commonweal.blueprint import Pathway
from commonweal.blueprint.notices import Address
from commonweal.blueprint.words import MAILBOX
from commonweal.care.accounts.models import Post
from commonweal.care.deliveries.models import Delivery
from commonweal.care.deliveries.rules import Letter, Mailbox, System
from commonweal.care.extents import blueprint
from commonweal.care.notices import rules as notices
from commonweal.care.notices.models import Notice, Wish
from commonweal.care.pathways.clocks import Run
from commonweal.care.referrals import reads as referrals
from commonweal.care.referrals.reads import Standing

ANSWERED = "somebody answered first, or it waits no longer"
WENT_ON = "the referral went on first"


def standing(notice: Notice) -> Standing:
    """How its referral stands now."""
    return referrals.standing(notice.referral, None)


def untrue(notice: Notice, standing: Standing) -> str:
    """Why it is not to be said any more; empty while it is."""
    if notice.state != "waiting":
        return notice.because or ANSWERED
    if notice.kind == "role":
        return notices.standing(_run(notice, standing), notice.rung)
    ended = standing.journey.ended
    step = next((step for step in standing.steps if step.number == notice.run), None)
    if notice.about == "ended":
        same = step is not None and step.outcome == standing.referral.outcome
        return "" if ended and same else WENT_ON
    later = notice.about == "given" and standing.referral.team != (step.given_team if step else "")
    return WENT_ON if ended or later else ""


def rests(notice: Notice, standing: Standing) -> bool:
    """Whether its clock rests now."""
    run = _run(notice, standing) if notice.kind == "role" else None
    return run is not None and run.state == "paused"


def write(delivery: Delivery, standing: Standing) -> Letter:
    """What is said; somebody who referred themselves reads it as the person they are."""
    notice, pathway = delivery.notice, standing.pathway
    run = _run(notice, standing) if notice.kind == "role" else None
    return Letter(
        id=f"{notice.pk}-{delivery.pk}",
        kind=_kind(notice),
        reference=notice.referral.reference,
        pathway=pathway.id,
        pathway_title=pathway.title,
        about=notice.about,
        title=run.clock.title if run else "",
        says=notice.says or _says(notice, pathway),
        reached=notice.reached,
        rung=notice.rung,
        due=run.due if run else None,
        now=standing.now,
        escalated=delivery.level > 0,
        outcome=notice.referral.outcome,
    )


def receiver(delivery: Delivery) -> Mailbox | System | None:
    """Where it goes, by what holds now; None where that is no more."""
    kind, _, id = delivery.to.partition(":")
    if kind == "sender":
        return mailbox(delivery.notice.referral.sender_contact)
    if kind == "post":
        post = by_email(Post.objects.filter(pk=id)).first()
        return mailbox(post.user.email) if post else None
    entry = next((one for one in blueprint().notices if one.id == id), None)
    if entry is None:
        return None
    if delivery.channel == "email":
        return mailbox(entry.email or "")
    return System(entry.webhook, entry.secret) if entry.webhook and entry.secret else None


def mailbox(text: str) -> Mailbox | None:
    """The e-mail address in a text such as somebody's contact; None where there is none, or several."""
    words = (word.strip(".,;:()<>") for word in text.split())
    found = {word for word in words if len(word) <= 254 and re.fullmatch(MAILBOX, word)}
    return Mailbox(found.pop()) if len(found) == 1 else None


def channels(entry: Address) -> Iterator[str]:
    """The ways that an entry of notices.yaml declares."""
    if entry.email:
        yield "email"
    if entry.webhook:
        yield "webhook"


def by_email(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Those of the posts whose holders work here, have an address, and wish to be told by e-mail."""
    wished = Wish.objects.filter(by_email=True).values("post")
    held = posts.filter(ended=None, user__is_active=True, pk__in=wished).exclude(user__email="")
    return held.select_related("user")


def _run(notice: Notice, standing: Standing) -> Run | None:
    return notices.numbered(standing.journey).get((notice.about, notice.run))


def _says(notice: Notice, pathway: Pathway) -> str:
    """What the pathway's file tells the person, or whoever referred, of this turn."""
    if notice.about == "ended":
        told = {outcome.id: outcome.told for outcome in pathway.outcomes}
        return told.get(notice.referral.outcome, "")
    stages = {stage.id: stage.says for stage in pathway.stages}
    return stages.get(notice.referral.stage, "") if notice.about == "given" else pathway.first.says


def _kind(notice: Notice) -> str:
    themselves = notice.kind == "referrer" and notice.referral.source == "person"
    return "person" if themselves else notice.kind
