"""The only queries of messages, for whoever sees the referral, and of keys, for the operator."""

from __future__ import annotations

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.referrals.models import Referral
from commonweal.care.systems.models import Message, SystemKey


@access.for_purpose("direct_care")
def later(viewer: Viewer | None, referral: Referral) -> list[Message]:
    """What the system that sent a referral said of it afterwards, the newest first."""
    return list(Message.objects.filter(referral=referral).exclude(deed="refer").order_by("-received", "-pk"))


def systems() -> list[SystemKey]:
    """Every key that was ever given, the live ones first."""
    return list(SystemKey.objects.select_related("post__user").order_by("-ended", "title", "-since"))


def live(title: str) -> SystemKey | None:
    """The live key of the system with this title, if it has one."""
    return SystemKey.objects.filter(title=title, ended=None).first()
