"""What was typed into the form of a pathway: whether it will do, and the referral that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from commonweal.blueprint import Pathway
from commonweal.blueprint.pathways import Question
from commonweal.care.involvements.rules import check_words
from commonweal.care.people.rules import understood
from commonweal.care.possible import NotPossible
from commonweal.care.referrals.rules import About, Given, Sender, check_moment
from commonweal.terms import nhs_number
from commonweal.web.refer.when import moment

LONGEST = {  # field of the form → characters
    "find": 80,
    "person": 36,
    "nobody": 3,
    "nhs_number": 40,
    "born": 40,
    "given": 100,
    "family": 100,
    "sex": 10,
    "address": 300,
    "postcode": 12,
    "phone": 40,
    "reason": 4000,
    "contact": 200,
    "when": 40,
}
ASKED = "ask-"  # in front of the id of a question
ANSWERS = {"yes": True, "no": False}
SEXES = {"unknown": "Not known", "female": "Female", "male": "Male", "other": "Other"}
IDENTITY = (
    "person",
    "nobody",
    "nhs_number",
    "born",
    "given",
    "family",
    "sex",
    "address",
    "postcode",
    "phone",
)
OLDEST = 125  # years
Said = Mapping[str, str]


@dataclass(frozen=True)
class Asks:
    """Which words are asked for: all that somebody at work gives, or what a person says of themselves."""

    who: bool = True
    reason: str = "Say in a few words why you refer them"
    contact: str = "Say how you can be reached with the answer"


def typed(pathway: Pathway, said: Said) -> dict[str, str]:
    """The fields of this form as they were typed, none longer than one character too many."""
    fields = LONGEST | {ASKED + question.id: 3 for question in pathway.questions}
    words = {name: said.get(name, "").strip()[: longest + 1] for name, longest in fields.items()}
    return {name: word for name, word in words.items() if word}


def unfit(pathway: Pathway, said: Said) -> list[Question]:
    """The questions whose answer says that this pathway is not the one."""
    answered = ((question, ANSWERS.get(said.get(ASKED + question.id, ""))) for question in pathway.questions)
    return [question for question, answer in answered if answer is not None and answer != question.wanted]


def faults(pathway: Pathway, said: Said, now: datetime, asks: Asks) -> dict[str, str]:
    """What is wrong or missing, by field, in the order of the form."""
    found: dict[str, str] = {}
    for about, message in _faults(pathway, said, now, asks):
        found.setdefault(about, message)
    return found


def _faults(pathway: Pathway, said: Said, now: datetime, asks: Asks) -> Iterator[tuple[str, str]]:
    for question in pathway.questions:
        if said.get(ASKED + question.id) not in ANSWERS:
            yield ASKED + question.id, f"Answer yes or no: {question.ask}"
    if asks.who:
        yield from _about_nobody(said)
        yield from _born(said, now)
    for name, missing in (("reason", asks.reason), ("contact", asks.contact)):
        if missing and not _has_words(said.get(name, ""), name):
            yield name, missing
    yield from _when(said, now)
    for name, word in said.items():
        if len(word) > LONGEST.get(name, len(word)):
            yield name, f"This is too long; {LONGEST[name]} characters are taken"


def _about_nobody(said: Said) -> Iterator[tuple[str, str]]:
    if not any(said.get(name) for name in ("person", "nhs_number", "given", "family", "nobody")):
        yield "family", "Say who it is, or that nobody knows"


def _born(said: Said, now: datetime) -> Iterator[tuple[str, str]]:
    if not said.get("born"):
        return
    read = understood(said["born"])
    if read.birth_date is None or read.names:
        yield "born", "Type the date of birth such as 3 May 1936, or leave it empty"
    elif read.birth_date > now.date():
        yield "born", "This date of birth is in the future; check the year"
    elif read.birth_date < now.date() - timedelta(days=OLDEST * 366):
        yield "born", f"This is more than {OLDEST} years ago; check the year"


def _has_words(words: str, name: str) -> bool:
    if name == "contact":
        return any(map(str.isalnum, words))
    try:
        check_words(name, words, "")
    except NotPossible:
        return False
    return True


def _when(said: Said, now: datetime) -> Iterator[tuple[str, str]]:
    if not said.get("when"):
        return
    read = moment(said["when"], now)
    if read is None:
        yield "when", "Type the time such as 14:20, yesterday 9:05, or 21 November 2026 14:20"
        return
    try:
        check_moment("when", read, now, _birth_date(said))
    except NotPossible as fault:
        yield "when", str(fault)


def about(said: Said) -> About:
    """Whom it is about, as far as was typed; of nobody's words only where they can be found."""
    if said.get("person"):
        return About(person=UUID(said["person"]), phone=said.get("phone", ""))
    nobody = bool(said.get("nobody"))
    return About(
        given="" if nobody else said.get("given", ""),
        family="" if nobody else said.get("family", ""),
        nhs_number="" if nobody else said.get("nhs_number", ""),
        birth_date=_birth_date(said),
        sex=said.get("sex", "") if said.get("sex") in SEXES else "unknown",
        address=said.get("address", ""),
        postcode=said.get("postcode", ""),
        phone=said.get("phone", ""),
    )


def given(pathway: Pathway, said: Said, sender: Sender, now: datetime) -> Given:
    """The referral that a form without faults makes."""
    return Given(
        pathway=pathway.id,
        about=about(said),
        sender=sender,
        reason=_reason(said),
        answers={question.id: said[ASKED + question.id] == "yes" for question in pathway.questions},
        received=moment(said["when"], now) if said.get("when") else None,
    )


def is_invalid_number(said: Said) -> bool:
    """Whether an NHS number was typed that is none."""
    return (
        bool(said.get("nhs_number")) and not said.get("person") and not nhs_number.normal(said["nhs_number"])
    )


def _reason(said: Said) -> str:
    """A number that is no NHS number is kept too: it may be one digit away from it."""
    if is_invalid_number(said):
        return f"{said['reason']} (NHS number as it was given, which is not valid: {said['nhs_number']})"
    return said["reason"]


def _birth_date(said: Said) -> date | None:
    return understood(said.get("born", "")).birth_date
