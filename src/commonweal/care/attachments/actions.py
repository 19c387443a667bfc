"""The only writer of attachments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from django.db import connection
from django.db.models import Sum

from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.attachments import rules, scanner
from commonweal.care.attachments.models import WORDS, Attachment
from commonweal.care.attachments.rules import Paper
from commonweal.care.audit import actions as audit
from commonweal.care.involvements.rules import check_words
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import reads as referrals
from commonweal.care.referrals.models import Referral

LONGEST = 4000
ADDED = "Added in writing"


def check(papers: Sequence[Paper]) -> None:
    """NotPossible where one of them cannot be taken; nothing is kept yet."""
    rules.check(papers)
    scanner.scan(papers)


def add(by: Viewer, reference: str, papers: Sequence[Paper], *, words: str = "") -> list[Attachment]:
    """Papers that were checked, and words, are kept with an open referral that the viewer sees."""
    with access.acting(by, "direct_care"):
        referral = referrals.seen(by, reference)
        if referral.ended:
            raise NotPossible("words", "This referral has ended; refer again instead")
        _room_for(referral, papers)
        found = [_kept(by, referral, one.name, rules.taken(one.content), one.content) for one in papers]
        if words:
            said = check_words("words", words, "Say in a few words what you add")[:LONGEST]
            found.append(_kept(by, referral, ADDED, WORDS, said.encode()))
        Attachment.objects.bulk_create(found)
        _record(by, referral, found)
        return found


def _room_for(referral: Referral, papers: Sequence[Paper]) -> None:
    """Two who add at once are counted one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('care_attachment'), %s)", [referral.pk % 2**31])
    there = Attachment.objects.filter(referral=referral).aggregate(size=Sum("size"))["size"] or 0
    rules.check_together([there, *(len(paper.content) for paper in papers)])


def _kept(by: Viewer, referral: Referral, name: str, kind: str, content: bytes) -> Attachment:
    return Attachment(
        referral=referral,
        name=rules.name(name),
        kind=kind,
        size=len(content),
        digest=sha256(content).hexdigest(),
        content=content,
        added=moments.now(),
        by_id=by.user,
        by_name=by.name,
        role=by.role.id,
        organisation=by.organisation,
    )


def _record(by: Viewer, referral: Referral, found: Sequence[Attachment]) -> None:
    decision = access.referral(by, referral)
    audit.record(
        "attachment.added",
        by=by,
        about=referral.person_id,
        purpose="direct_care",
        clause=decision.clause,
        because=decision.because,
        detail={"referral": referral.reference, "kinds": Counter(one.kind for one in found)},
    )
