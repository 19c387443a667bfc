"""The words of agreements as people say them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from commonweal.blueprint import Agreement
from commonweal.web import words

PURPOSES = {
    "direct_care": "direct care",
    "case_finding": "finding people who need care",
    "planning": "planning, without names",
    "finance": "paying for care, without names",
    "oversight": "watching over what is shared",
}
CATEGORIES = {
    "demographics": "who somebody is and where they live",
    "gp_record": "GP record",
    "hospital": "hospital record",
    "community": "community services’ record",
    "mental_health": "mental health record",
    "social_care": "social care record",
    "referrals": "referrals, and what came of them",
    "assessments": "assessments, and what they scored",
    "plan_about_me": "plan: about me",
    "plan_care": "plan: care and support",
    "plan_crisis": "plan: in a crisis",
    "plan_end_of_life": "plan: end of life",
    "cost": "what care costs",
    "sensitive": "specially private records",
    "audit": "who looked",
    "loads": "what came in",
}
RELATIONSHIPS = {
    "registered": "the person is registered with a practice that their post covers",
    "referral": "the person has been referred to their team",
    "episode": "their team is looking after the person",
    "care_team": "they are in the person’s care team",
    "care_home": "the person lives in their care home",
    "own": "the record is their own",
    "break_glass": "they opened the record in an emergency and said why",
}
PLAN = "plan: "
STATES = {"ends_soon": "ends soon", "in_force": "in force", "not_yet": "not yet", "ended": "ended"}


def life(agreement: Agreement, on: date) -> str:
    """How long it has held and will hold, in a sentence."""
    first, last = words.day(agreement.starts), words.day(agreement.until)
    return {
        "not_yet": f"It begins on {first} and lets nobody see anything before then.",
        "in_force": f"It has held since {first} and holds until {last}.",
        "ends_soon": f"It ends on {last}, {left(agreement, on)}.",
        "ended": f"It ended on {last}, and what it shared is shut.",
    }[agreement.state(on)]


def left(agreement: Agreement, on: date) -> str:
    """How long it still holds."""
    days = (agreement.until - on).days
    if days == 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"


def seen(categories: Iterable[str]) -> str:
    """What is seen, in the order of the record, the sections of a plan together."""
    named = [said for category, said in CATEGORIES.items() if category in set(categories)]
    plan = [part for part in named if part.startswith(PLAN)]
    whole = f"{PLAN}{', '.join(part.removeprefix(PLAN) for part in plan)}"
    parts = [whole if part in plan[:1] else part for part in named if part not in plan[1:]]
    return words.capitalize_first("; ".join(parts))
