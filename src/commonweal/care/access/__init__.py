"""Who may see what, and why: the one place where that is decided. Import it as `access`."""

from commonweal.care.access.acting import acting, for_purpose
from commonweal.care.access.addressed import addressed, referral, sends, works_on
from commonweal.care.access.decisions import DEEDS, decide, exactly, may, require, visible, withheld
from commonweal.care.access.teamwork import shared, teamwork, works_as
from commonweal.care.access.viewer import Audience, Decision, NotSeen, Refused, Viewer

__all__ = [
    "DEEDS",
    "Audience",
    "Decision",
    "NotSeen",
    "Refused",
    "Viewer",
    "acting",
    "addressed",
    "decide",
    "exactly",
    "for_purpose",
    "may",
    "referral",
    "require",
    "sends",
    "shared",
    "teamwork",
    "visible",
    "withheld",
    "works_as",
    "works_on",
]
