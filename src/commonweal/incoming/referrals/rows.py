"""A row of a table of referrals, as what a system sends. docs/operating.md lists the columns."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from commonweal.care.systems.rules import BRITAIN, Coded, Deed, Moment, Remark, Sent, Unfit, Whom, printable
from commonweal.terms import nhs_number

COLUMNS = (
    "id", "status", "request", "pathway", "code", "received", "nhs_number", "given", "family", "birth_date",
    "age", "sex", "address", "postcode", "phone", "reason", "sender_name", "sender_contact",
)  # fmt: skip
QUESTION = "question:"  # before the id of a question of the pathway
DEEDS: dict[str, Deed] = {"": "refer", "new": "refer", "update": "update", "cancelled": "withdraw"}
SEXES = {"": "unknown", "f": "female", "m": "male"} | {
    one: one for one in ("female", "male", "other", "unknown")
}
Kind = TypeVar("Kind")
YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
DAYS = ("%Y-%m-%d", "%d/%m/%Y")
MOMENTS = ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")


def faults_of_header(header: Iterable[str]) -> list[str]:
    """Columns that are not known, with the one that may be meant; and that there is none to know rows by."""
    there = list(header)
    found = []
    for name in there:
        if name not in COLUMNS and not name.startswith(QUESTION):
            near = difflib.get_close_matches(name, COLUMNS, n=1)
            remedy = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(COLUMNS)}"
            found.append(f"the column '{name}' is not known; {remedy}")
    if "id" not in there:
        found.append("there is no column 'id'; give every row an id, so that it is taken once")
    return found


def read(row: dict[str, str]) -> Sent:
    """What a row says; Unfit names each column that cannot be read."""
    said, wrong = {name: printable(value) for name, value in row.items()}, list[Remark]()
    try:
        digest = hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    except UnicodeEncodeError:
        raise Unfit(
            "malformed", Remark("structure", "the row is not UTF-8; save the file as UTF-8", "row")
        ) from None
    get = {name: said.get(name, "") for name in COLUMNS}
    deed = _one_of("status", get["status"].lower(), DEEDS, wrong) or "refer"
    if not get["id"]:
        wrong.append(Remark("required", "give the row an id, so that it is taken once", "id"))
    received = _moment("received", get["received"], wrong)
    sent = Sent(
        message=get["id"] if deed == "refer" else f"{get['id']} {deed}",
        digest=digest,
        deed=deed,
        requests=(f"row|{get['request'] or get['id']}",),
        codes=_codes(get["code"]),
        pathway=get["pathway"],
        whom=_whom(get, wrong),
        whom_at="row",
        sender_name=get["sender_name"],
        sender_contact=get["sender_contact"],
        reason="\n".join(filter(None, (get["reason"], *_uncertain(get)))),
        answers=_answers(said, wrong),
        received=received,
        moments=(Moment(received, "received"),) if received else (),
    )
    if wrong:
        raise Unfit("malformed", *wrong)
    return sent


def _whom(get: dict[str, str], wrong: list[Remark]) -> Whom:
    number = get["nhs_number"]
    return Whom(
        given=get["given"],
        family=get["family"],
        birth_date=_day("birth_date", get["birth_date"], wrong),
        sex=_one_of("sex", get["sex"].lower(), SEXES, wrong) or "unknown",
        nhs_number=nhs_number.normal(number) or number,
        address=get["address"],
        postcode=get["postcode"].upper(),
        phone=get["phone"],
    )


def _uncertain(get: dict[str, str]) -> list[str]:
    """What has no place of its own, for whoever reads the referral."""
    said = []
    if get["nhs_number"] and not nhs_number.valid(get["nhs_number"]):
        said.append(f"NHS number as sent, which cannot be right: {get['nhs_number']}")
    if _is_part_of_a_date(get["birth_date"]):
        said.append(f"Born: {get['birth_date']}")
    return [*said, f"Age: {get['age']}"] if get["age"] else said


def _codes(said: str) -> tuple[Coded, ...]:
    system, _, code = said.rpartition("|")
    return ((system, code),) if code else ()


def _answers(said: dict[str, str], wrong: list[Remark]) -> dict[str, bool]:
    found = {}
    for name, value in said.items():
        if name.startswith(QUESTION) and value:
            answer = _one_of(name, value.lower(), YES, wrong)
            if answer is not None:
                found[name.removeprefix(QUESTION)] = answer
    return found


def _one_of(column: str, said: str, known: dict[str, Kind], wrong: list[Remark]) -> Kind | None:
    if said not in known:
        listed = ", ".join(filter(None, known))
        wrong.append(Remark("code-invalid", f"'{said[:40]}' should be one of {listed}", column))
    return known.get(said)


def _day(column: str, said: str, wrong: list[Remark]) -> date | None:
    if not said or _is_part_of_a_date(said):
        return None
    for form in DAYS:
        try:
            return datetime.strptime(said, form).date()
        except ValueError:
            continue
    wrong.append(Remark("value", f"'{said[:40]}' is no day; write it such as 1940-05-01", column))
    return None


def _moment(column: str, said: str, wrong: list[Remark]) -> datetime | None:
    """In Britain's time where the row says no other."""
    if not said:
        return None
    for form in ("", *MOMENTS):
        try:
            read = datetime.strptime(said, form) if form else datetime.fromisoformat(said)
            moment = read if read.tzinfo else read.replace(tzinfo=BRITAIN)
            moment.astimezone(BRITAIN)
        except (ValueError, OverflowError):
            continue
        return moment
    wrong.append(Remark("value", f"'{said[:40]}' is no moment; write it such as 2026-11-22T09:30", column))
    return None


def _is_part_of_a_date(said: str) -> bool:
    return said.replace("-", "").isdecimal() and len(said) in (4, 7)
