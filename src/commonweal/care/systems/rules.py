"""A message as every system's is understood, and what can be said of it without a database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Literal
from zoneinfo import ZoneInfo

from commonweal.blueprint import Blueprint
from commonweal.blueprint.sending import bare

Severity = Literal["error", "warning", "information"]
Deed = Literal["refer", "update", "withdraw"]
Why = Literal["malformed", "not_known", "clash", "unprocessable"]
Coded = tuple[str, str]  # system, code

SKEW = timedelta(minutes=5)  # by which the clocks of two systems may differ
BRITAIN = ZoneInfo("Europe/London")
UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONGEST = 200  # characters of a name that an index takes
BEFORE_ANYBODY = datetime(1900, 1, 1, tzinfo=BRITAIN)


@dataclass(frozen=True)
class Remark:
    """Something said about a message: a FHIR issue type, the place in it, and what to do."""

    code: str
    says: str
    where: str = ""
    severity: Severity = "error"


class Unfit(Exception):
    """A message that cannot be taken, with everything that stands against it."""

    def __init__(self, why: Why, *remarks: Remark) -> None:
        super().__init__("; ".join(remark.says for remark in remarks))
        self.why = why
        self.remarks = remarks


@dataclass(frozen=True)
class Whom:
    """Somebody as a message names them; all of it may be missing."""

    given: str = ""
    family: str = ""
    birth_date: date | None = None
    sex: str = "unknown"
    nhs_number: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    died: bool = False


@dataclass(frozen=True)
class Moment:
    """When something in a message is said to have happened, and where that stands."""

    at: datetime
    where: str


@dataclass(frozen=True)
class Sent:
    """One message: which one, about which request of the sender's, and what it asks for about whom."""

    message: str
    digest: str
    deed: Deed = "refer"
    requests: tuple[str, ...] = ()  # names of the request; those with a system before a | are the surest
    replaces: tuple[str, ...] = ()  # names of requests whose place it takes
    codes: tuple[Coded, ...] = ()
    pathway: str = ""  # where the sender names it outright
    whom: Whom = Whom()
    whom_at: str = ""  # where in the message that stands
    sender_name: str = ""
    sender_contact: str = ""
    reason: str = ""
    answers: Mapping[str, bool] = field(default_factory=dict)
    received: datetime | None = None
    moments: tuple[Moment, ...] = ()
    remarks: tuple[Remark, ...] = ()


def printable(text: str) -> str:
    """Without what nobody can read and the database does not keep; lines and tabs stay."""
    return UNPRINTED.sub("\ufffd", text).strip()


def brief(name: str) -> str:
    """A sender's own name for something, as it is kept: one that is very long by its hash."""
    return name if len(name) <= LONGEST else f"sha256:{sha256(name.encode()).hexdigest()}"


def meant(sent: Sent) -> tuple[str, ...]:
    """The names by which an earlier request is found: those it replaces, else its own surest ones."""
    sure = tuple(name for name in sent.requests if "|" in name)
    return sent.replaces or sure or sent.requests


def may_be(whom: Whom, nhs_number: str, family: str, birth_date: date | None) -> bool:
    """Whether these may be one person: by their NHS numbers, else by all else that both say."""
    if whom.nhs_number and nhs_number:
        return whom.nhs_number == nhs_number
    said = ((whom.family.lower(), family.lower()), (whom.birth_date, birth_date))
    return all(ours == theirs for ours, theirs in said if ours and theirs)


def pathway_of(codes: Iterable[Coded], declared: Blueprint) -> str:
    """The pathway that the first code known here leads to; else the partnership's own choice; else none."""
    leads = {
        (bare(sent.system), sent.code): pathway.id for pathway in declared.pathways for sent in pathway.codes
    }
    found = (leads.get((bare(system), code)) for system, code in codes)
    return next(filter(None, found), declared.partnership.default_pathway or "")


def remarks_on_moments(sent: Sent, now: datetime) -> Iterator[Remark]:
    """Nothing is taken from the future, but for clocks that differ, nor from before somebody was born."""
    birth = sent.whom.birth_date
    if birth and birth > now.astimezone(BRITAIN).date():
        says = f"the birth date {birth} has not come yet; send the right one, or none"
        yield Remark("value", says, f"{sent.whom_at}.birthDate")
    born = datetime.combine(birth, time.min, BRITAIN) if birth else BEFORE_ANYBODY
    for moment in sent.moments:
        if moment.at > now + SKEW:
            yield Remark("value", f"{_said(moment.at)} has not come yet; send when it happened", moment.where)
        elif moment.at > now:
            said = f"{_said(moment.at)} has not come yet by our clock; it was taken as now. Set your clock"
            yield Remark("value", said, moment.where, "warning")
        elif moment.at < born:
            before = f"before the person was born ({birth})" if birth else "before anybody alive was born"
            yield Remark("value", f"{_said(moment.at)} is {before}; send when it happened", moment.where)


def _said(moment: datetime) -> str:
    return moment.astimezone(BRITAIN).isoformat(timespec="seconds")
