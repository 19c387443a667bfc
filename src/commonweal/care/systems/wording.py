"""What senders are told of their messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonweal.care.possible import NotPossible
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import Received
from commonweal.care.systems.rules import Coded, Remark, Sent, meant

WITHDRAWN = Remark("informational", "the referral was withdrawn", severity="information")
UPDATE_KEPT = Remark("informational", "what changed is kept with the referral", severity="information")
MARKS = {  # mark of a referral → issue type, what the sender is told, and where in the person it stands
    "died": (
        "business-rule",
        "this person has died, as our record or your message says; it was taken, and is marked so",
        "",
    ),
    "nhs_number_not_valid": (
        "value",
        "this is no NHS number; it was taken without one, and somebody will find out who it is",
        ".identifier",
    ),
    "no_name": ("incomplete", "it was taken without a name; ring whoever it is for if you learn it", ".name"),
}
PLACES = {"birth_date": ".birthDate", "received": ".birthDate"}  # question of a form → place in the person
NAMED_AT_MOST = 5  # codes that a refusal repeats


def about(received: Received, whom_at: str) -> Iterator[Remark]:
    """Warnings about somebody that was referred, none of which stopped it."""
    for mark in received.marks:
        code, says, where = MARKS.get(mark, ("informational", mark, ""))
        yield Remark(code, says, f"{whom_at}{where}", "warning")
    if received.referral.identity != "known":
        says = "it was taken; who this is in our record will be found out by hand"
        yield Remark("informational", says, whom_at, "information")
    if received.alike:
        others = ", ".join(one.reference for one in received.alike)
        says = f"you have sent the same person before, and it is still open: {others}. Both are kept"
        yield Remark("duplicate", says, whom_at, "warning")


def no_pathway(codes: Iterable[Coded]) -> Remark:
    """Nothing in the message says where it goes, as this partnership declares it."""
    found = [f"{system}|{code}" for system, code in codes if code][:NAMED_AT_MOST]
    said = (
        f"none of its codes leads to a pathway here ({', '.join(found)})" if found else "it names no service"
    )
    return Remark(
        "not-found", f"{said}; send the id of the service, or have its code added to a pathway's file"
    )


def nothing_to_cancel(sent: Sent) -> Remark:
    """A cancellation of something that never came, or of somebody else's."""
    named = ", ".join(meant(sent)[:NAMED_AT_MOST]) or "without an id"
    says = f"no referral of yours for this person is known by that request ({named})"
    return Remark("not-found", f"{says}; send the id it was sent with")


def nothing_to_update(ended: Referral | None) -> Remark:
    """An update of something that never came or has ended is taken as new."""
    why = f"{ended.reference} has ended" if ended else "no referral of yours is known by that request"
    return Remark("informational", f"{why}, so this was taken as a new one", severity="warning")


def kept_on(because: str) -> Remark:
    """A cancellation that is kept while the referral stays as it is."""
    says = f"the referral was not withdrawn: {because}. Your message is kept with it"
    return Remark("business-rule", says, severity="warning")


def not_possible(fault: NotPossible, whom_at: str) -> Remark:
    """What stands against a referral, and what to do instead."""
    where = f"{whom_at}{PLACES[fault.about]}" if fault.about in PLACES else ""
    return Remark("business-rule", f"{fault.about}: {fault}", where)
