"""What a notice says in an e-mail and in a message to a system; it names nobody."""

from __future__ import annotations

from datetime import timedelta

from commonweal.care.deliveries.rules import Letter

NAMES_NOBODY = "This message names nobody on purpose."


def subject(letter: Letter) -> str:
    """One line: which referral, which clock and what is left of it; to the person, nothing of the kind."""
    if letter.kind == "person":
        return "There is news of your referral"
    if letter.kind == "referrer":
        return f"{letter.reference}: how it ended"
    first = "Nobody has answered: " if letter.escalated else ""
    return f"{first}{letter.reference}: {letter.title}, {left(letter)}"


def text(letter: Letter, site: str) -> str:
    """The whole message, with the page that says more."""
    if letter.kind == "person":
        about = [letter.says, "Your own page says more:", page(letter, site)]
    elif letter.kind == "referrer":
        what = f"Referral {letter.reference}, {letter.pathway_title}, has ended."
        about = [what, letter.says, "More of it:", page(letter, site)]
    else:
        what = f"Referral {letter.reference}, {letter.pathway_title}\n{letter.title}: {left(letter)}"
        about = [letter.says, what, "Say there that you see to it:", page(letter, site)]
    return "\n\n".join([*about, NAMES_NOBODY]) + "\n"


def message(letter: Letter, site: str) -> dict[str, object]:
    """The same for another system, as JSON."""
    said: dict[str, object] = {
        "id": letter.id,
        "kind": letter.kind,
        "reference": letter.reference,
        "pathway": letter.pathway,
        "says": letter.says,
        "reached": letter.reached.isoformat(),
        "page": page(letter, site),
    }
    if letter.kind == "role":
        of_clock = {"clock": letter.about, "percent": letter.rung, "escalated": letter.escalated}
        return {**said, **of_clock, "due": letter.due.isoformat() if letter.due else None}
    task = f"{site}/fhir/R4/Task/{letter.reference}"
    return {**said, "turn": letter.about, "outcome": letter.outcome, "task": task}


def page(letter: Letter, site: str) -> str:
    """Where more of it stands, for whoever may see it."""
    pages = {"role": "/notices/", "referrer": f"/refer/sent/{letter.reference}", "person": "/own/referrals"}
    return f"{site}{pages[letter.kind]}"


def left(letter: Letter) -> str:
    """31 minutes left, 2 hours 5 minutes over, or that it rests."""
    if letter.due is None or letter.now is None:
        return "its clock rests"
    apart = letter.due - letter.now
    return f"{_length(abs(apart))} {'over' if apart < timedelta(0) else 'left'}"


def _length(apart: timedelta) -> str:
    days, rest = divmod(int(apart.total_seconds()) // 60, 24 * 60)
    parts = ((days, "day"), (rest // 60, "hour"), (rest % 60, "minute"))
    said = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number]
    return " ".join(said[:2]) or "less than a minute"
