"""What several resources say of a referral in the same way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from commonweal.care.extents import blueprint
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.reads import Standing
from commonweal.fhir.writing import NHS_NUMBER, ODS, OURS


def ours(referral: Referral) -> list[dict[str, str]]:
    """By what the referral is known here."""
    return [{"system": f"{OURS}referral", "value": referral.reference}]


def subject(referral: Referral) -> dict[str, Any]:
    """Whom it is about, as the sender named them."""
    number = {"system": NHS_NUMBER, "value": referral.nhs_number} if referral.nhs_number else None
    return {"identifier": number, "display": name(referral) or "Name not known"}


def name(referral: Referral) -> str:
    """The name it was sent with; empty where there was none."""
    return " ".join(filter(None, (referral.given, referral.family)))


def requester(referral: Referral) -> dict[str, Any]:
    """Who sent it."""
    code = {"system": ODS, "value": referral.sender} if referral.sender else None
    return {"identifier": code, "display": referral.sender_name}


def owner(referral: Referral) -> dict[str, Any]:
    """Who has it now: the team it was given to, else the hub."""
    id = referral.team or referral.hub
    return {"display": next((team.title for team in blueprint().teams if team.id == id), id)}


def changed(standing: Standing) -> datetime:
    """When the last step of it was recorded."""
    return max(step.recorded for step in standing.steps)
