"""What one code-list file comes to: its entries, what is wrong with it, and what was let pass."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field

from commonweal.blueprint.faults import BlueprintFault
from commonweal.terms import snomed
from commonweal.terms.codes import SNOMED, SYSTEMS
from commonweal.terms.deficits import CODED, POLYPHARMACY, deficit, slug

TERMINOLOGIES = SYSTEMS | {"snomedct": SNOMED, "snomed-ct": SNOMED, "read-v2": SYSTEMS["readv2"]}
THROUGH_A_SPREADSHEET = re.compile(r"\d+(\.\d+)?E\+\d+", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One code of one deficit, and the line it stands on."""

    deficit: str
    system: str
    code: str
    term: str
    line: int


@dataclass
class Reading:
    """A file being read; every problem is kept, so that one look shows them all."""

    file: str
    entries: list[Entry] = field(default_factory=list)
    faults: list[BlueprintFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fault(self, line: int, key: str, message: str) -> None:
        self.faults.append(BlueprintFault(self.file, line, key, message))

    def take(self, line: int, deficit_name: str, system: str, code: str, term: str) -> None:
        """Adds an entry, or the reason why it cannot be one."""
        name = self.deficit(line, deficit_name)
        if not code:
            self.fault(line, "code", "is empty; give the code or take the line away")
        elif lost_digits(code):
            remedy = "went through a spreadsheet and lost digits; export the list again with codes as text"
            self.fault(line, "code", f"{code} {remedy}")
        elif name:
            self.entries.append(Entry(name, system, code, term, line))

    def deficit(self, line: int, text: str) -> str | None:
        """The deficit that `text` names; a fault and None where it names none that is coded."""
        name = deficit(text)
        if name == POLYPHARMACY:
            self.fault(line, "deficit", "polypharmacy is counted from medicines, not coded; take it away")
        elif name is None:
            near = difflib.get_close_matches(slug(text), CODED, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(CODED)}"
            self.fault(line, "deficit", f"'{text}' is not a deficit of the frailty index; {hint}")
        return name if name in CODED else None

    def system(self, line: int, text: str) -> str | None:
        """The identifier of the terminology called `text`; a fault and None where nobody knows it."""
        if ":" in text:
            return text
        if text.lower() not in TERMINOLOGIES:
            known = ", ".join(sorted(SYSTEMS))
            self.fault(line, "terminology", f"'{text}' is not known; use its identifier, or one of {known}")
        return TERMINOLOGIES.get(text.lower())

    def check_digits(self) -> None:
        """Notes the SNOMED CT codes whose check digit is wrong, once for the file."""
        wrong = [e for e in self.entries if e.system == SNOMED and not snomed.valid(e.code)]
        if wrong:
            more = f" (and {len(wrong) - 1} more in this file)" if len(wrong) > 1 else ""
            problem = f"{wrong[0].code} is not a SNOMED CT identifier, its check digit is wrong{more}"
            self.notes.append(f"{self.file}:{wrong[0].line}: code: {problem}; copy it again from the source")


def lost_digits(code: str) -> bool:
    """Whether `code` is a number as a spreadsheet writes long ones, such as 2.76041E+14."""
    return THROUGH_A_SPREADSHEET.fullmatch(code) is not None


def text_of(content: bytes, reading: Reading) -> str | None:
    """UTF-8 text without a byte-order mark; a fault and None where it is not, or where there is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        reading.fault(line, "file", "is not UTF-8; save the file as UTF-8")
        return None
    if text.strip():
        return text
    reading.fault(1, "file", "is empty; fill it or take it away")
    return None
