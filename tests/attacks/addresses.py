"""Every address of the site, and what the id in it is of: a new one has to be said here before it is open."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

ALL_MAY = "no id, or one of the blueprint, which is no secret"
PERSON = "a person"
LOAD = "a load"
PART = "somebody's part in a person's care"
OPENING = "an opening in an emergency"
REFERRAL = "a referral"
ATTACHMENT = "a paper that is attached to a referral"
VISIT = "a visit"
SHIFT = "a team's rota, or a shift of it"
NOTICE = "a notice of a referral"
ASSESSMENT = "an assessment of a person"
SENT_ASSESSMENT = "an assessment as it was sent to somebody"
TASK = "a task"
PLACE_ON_CASELOAD = "an episode of a team, on its caseload"
MEETING = "a meeting"
AROUND = "somebody around the person whose own record it is"
OFFER = "somebody asked to coordinate a person's care"
PROPOSED = "somebody whom a care home says lives there"
ROUND = "a round of a care home"
PAIR = "two records that may be of one person"
MERGE = "two records that were brought together"
AUDITED = "a person, for whoever watches over the audit"

OURS = {  # name of the address → what its id is of
    "home": ALL_MAY,
    "population": ALL_MAY,
    "area": ALL_MAY,
    "ages-file": ALL_MAY,
    "practices": ALL_MAY,
    "practices-file": ALL_MAY,
    "small-areas": ALL_MAY,
    "small-areas-file": ALL_MAY,
    "segments": ALL_MAY,
    "registers": ALL_MAY,
    "inequality": ALL_MAY,
    "measure-map": ALL_MAY,
    "compare": ALL_MAY,
    "compare-file": ALL_MAY,
    "group": ALL_MAY,
    "number": ALL_MAY,
    "indicator-file": ALL_MAY,
    "costs": ALL_MAY,
    "report": ALL_MAY,
    "measured-file": ALL_MAY,
    "people": ALL_MAY,
    "risk": ALL_MAY,
    "risk-card": ALL_MAY,
    "risk-card-file": ALL_MAY,
    "risk-people": ALL_MAY,
    "risk-people-file": ALL_MAY,
    "people-file": ALL_MAY,
    "find-people": ALL_MAY,
    "our-people": ALL_MAY,
    "person": PERSON,
    "evidence-file": PERSON,
    "contacts-file": PERSON,
    "bring-in": PERSON,
    "choices": PERSON,
    "withdraw-choice": PERSON,
    "choose": PERSON,
    "plan": PERSON,
    "plan-easy": PERSON,
    "plan-file": PERSON,
    "plan-easy-file": PERSON,
    "plan-section": PERSON,
    "plan-keep": PERSON,
    "plan-history": PERSON,
    "plan-restore": PERSON,
    "plan-proposals": PERSON,
    "plan-proposal": PERSON,
    "plan-photo": PERSON,
    "plan-change-photo": PERSON,
    "plan-sign": PERSON,
    "crisis": PERSON,
    "plans-to-review": ALL_MAY,
    "own-plan": ALL_MAY,
    "own-plan-easy": ALL_MAY,
    "own-plan-file": ALL_MAY,
    "own-plan-easy-file": ALL_MAY,
    "own-plan-photo": ALL_MAY,
    "own-plan-change-photo": ALL_MAY,
    "own-plan-section": ALL_MAY,
    "own-plan-keep": ALL_MAY,
    "own-plan-history": ALL_MAY,
    "own-plan-restore": ALL_MAY,
    "own-plan-proposals": ALL_MAY,
    "own-crisis": ALL_MAY,
    "hand-over": PART,
    "end-involvement": PART,
    "open-in-emergency": ALL_MAY,
    "openings": ALL_MAY,
    "opening": OPENING,
    "shut-opening": OPENING,
    "own": ALL_MAY,
    "own-looked": ALL_MAY,
    "own-choices": ALL_MAY,
    "withdraw-own-choice": ALL_MAY,
    "choose-own": ALL_MAY,
    "find-who-looked": ALL_MAY,
    "who-looked": AUDITED,
    "loads": ALL_MAY,
    "loads-file": ALL_MAY,
    "load": LOAD,
    "reasons-file": LOAD,
    "sharing": ALL_MAY,
    "sharing-file": ALL_MAY,
    "agreement": ALL_MAY,
    "pathways": ALL_MAY,
    "pathways-file": ALL_MAY,
    "pathway": ALL_MAY,
    "refer": ALL_MAY,
    "refer-form": ALL_MAY,
    "refer-check": ALL_MAY,
    "refer-keep": ALL_MAY,
    "refer-look": ALL_MAY,
    "sent": ALL_MAY,
    "sent-referral": REFERRAL,
    "add-to-referral": REFERRAL,
    "attachment": ATTACHMENT,
    "journey": REFERRAL,
    "journey-file": REFERRAL,
    "own-referrals": ALL_MAY,
    "own-refer": ALL_MAY,
    "own-refer-step": ALL_MAY,
    "measures": ALL_MAY,
    "measures-file": ALL_MAY,
    "refer-several": ALL_MAY,
    "referrals": ALL_MAY,
    "referrals-file": ALL_MAY,
    "referral-views": ALL_MAY,
    "referral": REFERRAL,
    "undo-step": REFERRAL,
    "referral-person": REFERRAL,
    "teams": ALL_MAY,
    "team": ALL_MAY,
    "add-shift": ALL_MAY,
    "end-shift": SHIFT,
    "copy-week": ALL_MAY,
    "take-in-rota": ALL_MAY,
    "rota-file": SHIFT,
    "team-day": ALL_MAY,
    "plan-day": ALL_MAY,
    "visits": ALL_MAY,
    "visit": VISIT,
    "set-out": VISIT,
    "arrive": VISIT,
    "notices": ALL_MAY,
    "notices-wish": ALL_MAY,
    "answer-notice": NOTICE,
    "tasks": ALL_MAY,
    "tasks-file": ALL_MAY,
    "new-task": ALL_MAY,
    "task": TASK,
    "person-tasks": PERSON,
    "own-tasks": ALL_MAY,
    "case-finding": ALL_MAY,
    "found": ALL_MAY,
    "found-file": ALL_MAY,
    "found-dry-run": ALL_MAY,
    "answer-found": ALL_MAY,
    "caseload": ALL_MAY,
    "caseload-file": ALL_MAY,
    "add-to-caseload": ALL_MAY,
    "caseload-place": PLACE_ON_CASELOAD,
    "meetings": ALL_MAY,
    "new-meeting": ALL_MAY,
    "meeting": MEETING,
    "agenda-dry-run": MEETING,
    "minutes": MEETING,
    "action-preview": MEETING,
    "put-on-agenda": MEETING,
    "around": PERSON,
    "take-coordination": PERSON,
    "offer-coordination": PERSON,
    "end-coordination": PERSON,
    "join-care-team": PERSON,
    "leave-care-team": PERSON,
    "add-around": PERSON,
    "change-around": PERSON,
    "remove-around": PERSON,
    "carer-assessment": PERSON,
    "end-of-life": PERSON,
    "prefer": PERSON,
    "medicine-gone": PERSON,
    "contacted": PERSON,
    "change-end-of-life": PERSON,
    "coordination-offer": OFFER,
    "without-coordinator": ALL_MAY,
    "own-around": ALL_MAY,
    "add-own-around": ALL_MAY,
    "own-end-of-life": ALL_MAY,
    "end-of-life-register": ALL_MAY,
    "preferred-places": ALL_MAY,
    "preferred-places-file": ALL_MAY,
    "change-own-around": AROUND,
    "remove-own-around": AROUND,
    "identity": ALL_MAY,
    "pair": PAIR,
    "merge": MERGE,
    "our-home": ALL_MAY,
    "say-beds": ALL_MAY,
    "propose-resident": ALL_MAY,
    "call-for-resident": PERSON,
    "homes": ALL_MAY,
    "homes-file": ALL_MAY,
    "settle-resident": PROPOSED,
    "round": ROUND,
    "close-round": ROUND,
    "round-entry": ROUND,
    "care-home": ALL_MAY,
    "home-round": ALL_MAY,
    "resident": PERSON,
    "notice-resident": PERSON,
    "resident-done": PERSON,
    "observe": PERSON,
    "begin-stay": PERSON,
    "end-stay": PERSON,
    "choose-post": ALL_MAY,
    "person-assessments": PERSON,
    "assess": PERSON,
    "assessment-trend": PERSON,
    "assessments": ALL_MAY,
    "receive-assessment": SENT_ASSESSMENT,
    "change-assessment": SENT_ASSESSMENT,
    "assessment": ASSESSMENT,
    "send-assessment": ASSESSMENT,
    "strike-out-assessment": ASSESSMENT,
    "repeat-rates": ALL_MAY,
    "repeat-rates-file": ALL_MAY,
    "own-assessments": ALL_MAY,
}
SYSTEMS = {  # what systems ask for with a key of their own; no session opens it, and none is made there
    "fhir-create",
    "fhir-metadata",
    "fhir-nothing",
    "fhir-process-message",
    "fhir-questionnaire-response",
    "fhir-service-request",
    "fhir-task",
}
BEFORE_SIGNING_IN = {  # addresses around an account that answer to anybody
    "account_login",
    "account_inactive",
    "account_signup",
    "mfa_authenticate",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
}
SIGNED_IN = {
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "usersessions_list",
}
CLOSED = {  # what the packages bring and the operator does here instead
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "socialaccount_connections",
    "socialaccount_signup",
}


class Address(NamedTuple):
    route: str
    name: str


def every() -> list[Address]:
    """All that anybody can ask for, each with its name; those without one are closed by their route."""
    return list(_within(get_resolver(), ""))


def written(name: str, id: object = "k-1", **more: str) -> str:
    """The address with this name; `id` stands wherever it takes anything that is not said by its name.

    Beside an id that is no whole number stands 1 where only a whole number will do.
    """
    route = next(one.route for one in every() if one.name == name)
    for key, value in more.items():
        route = re.sub(rf"<\w+:{key}>", value, route)
    if "<uuid:" in route and not str(id).isdecimal():
        route = re.sub(r"<int:\w+>", "1", route)
    return "/" + re.sub(r"\(\?P<.*?\)|<.*?>", str(id), route).translate({ord("^"): None, ord("$"): None})


def some_id(name: str, uuid: object) -> object:
    """An id of the kind that the address with this name takes: this one, a number, or a word."""
    route = next(one.route for one in every() if one.name == name)
    return uuid if "<uuid:" in route else 1 if "<int:" in route else "hamlet"


def _within(resolver: URLResolver, before: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield Address(before + str(pattern.pattern), pattern.name or "")
        else:
            yield from _within(pattern, before + str(pattern.pattern))
