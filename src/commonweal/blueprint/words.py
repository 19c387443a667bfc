"""The kinds of word a declared file is made of, each with the sentence that explains it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictInt, StringConstraints

SLUG = r"^[a-z0-9]+([_-][a-z0-9]+)*$"
ODS = r"^[A-Z0-9]{3,6}$"
SMALL_AREA = r"^[EW]01[0-9]{6}$"
MEMBER = r"^(all|[A-Z0-9]+(\.\.[A-Z0-9]+)?)$"
ONE_LINE = r"^\S(.*\S)?$"
TIME_OF_DAY = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
MAILBOX = r"^[^@\s,;<>\"]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$"
SETTING = r"^COMMONWEAL_[A-Z0-9_]+$"

EXPLAINED = {
    SLUG: "lower-case words joined by hyphens, such as exeter-west",
    ODS: "an ODS code: three to six capital letters and digits, such as RH8",
    SMALL_AREA: "a small-area (LSOA) code: E01 or W01 and six digits",
    MEMBER: "a code, a range such as E01000001..E01000009, or the word all",
    ONE_LINE: "one line of text, without space at either end",
    TIME_OF_DAY: 'a time of day in quotes, such as "08:00", or "24:00" for the end of a day',
    MAILBOX: "an e-mail address",
    SETTING: "the name of a setting of the environment, such as COMMONWEAL_HUB_KEY",
}

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
Ods = Annotated[str, StringConstraints(pattern=ODS)]
SmallAreaCode = Annotated[str, StringConstraints(pattern=SMALL_AREA)]
Member = Annotated[str, StringConstraints(pattern=MEMBER)]
OneLine = Annotated[str, StringConstraints(pattern=ONE_LINE, min_length=1, max_length=500)]
TimeOfDay = Annotated[str, StringConstraints(pattern=TIME_OF_DAY)]
Mailbox = Annotated[str, StringConstraints(pattern=MAILBOX, max_length=254)]
Setting = Annotated[str, StringConstraints(pattern=SETTING, max_length=100)]
Whole = Annotated[StrictInt, Field()]
