"""How numbers, dates and names of groups are said on every page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from commonweal.care import moments

HERE = ZoneInfo("Europe/London")
FEWEST_SHOWN = 8  # a published number below this is suppressed for those who do not care for the people
WITHHELD = "withheld"
BANDS = ("fit", "mild", "moderate", "severe")
BAND_WORDS = {
    "all": "all bands",
    "fit": "fit",
    "mild": "mild frailty",
    "moderate": "moderate frailty",
    "severe": "severe frailty",
}
SEX_WORDS = {"all": "everyone", "female": "women", "male": "men"}


def count(number: int | None) -> str:
    """A published number; one that is suppressed says so."""
    return f"fewer than {FEWEST_SHOWN}" if number is None else f"{number:,}"


def stated(number: int | None, *, of: bool = False) -> str:
    """A published number of people, which may be withheld for another's sake however large it is."""
    return f"a {WITHHELD} number{' of' if of else ''}" if number is None else f"{number:,}"


def stated_people(number: int | None) -> str:
    return f"{stated(number, of=True)} {'person' if number == 1 else 'people'}"


def people(number: int | None) -> str:
    return f"{count(number)} {'person' if number == 1 else 'people'}"


def share(part: int | None, whole: int | None) -> str:
    """Part of whole in per cent, one decimal; empty where either is suppressed or there is nobody."""
    if part is None or not whole:
        return ""
    if part == 0:
        return "0%"
    return f"{100 * part / whole:.1f}%"


def day(value: date | str | None) -> str:
    """3 May 2019; also from its ISO text; empty where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime | None, now: datetime) -> str:
    """today 14:20, yesterday 09:05, else the day and time, as a clock in Britain shows it."""
    if value is None:
        return ""
    here = value.astimezone(HERE)
    ago = now.astimezone(HERE).date() - here.date()
    if ago == timedelta(0):
        return f"today {here:%H:%M}"
    if ago == timedelta(days=1):
        return f"yesterday {here:%H:%M}"
    return f"{day(here.date())} {here:%H:%M}"


def moment_now(value: datetime | None) -> str:
    return moment(value, moments.now())


def clock(value: datetime) -> str:
    """14:20, as a clock in Britain shows it."""
    return f"{value.astimezone(HERE):%H:%M}"


def since(value: datetime) -> str:
    """The day of a moment: 3 May 2019."""
    return day(value.astimezone(HERE).date())


def nhs_number(value: str | None) -> str:
    """943 476 5919; a dash is said in words where there is none."""
    if not value:
        return "no NHS number"
    return f"{value[:3]} {value[3:6]} {value[6:]}"


def pounds(pence: int | None) -> str:
    return "" if pence is None else f"£{pence / 100:,.0f}"


def ages(group: str) -> str:
    """all → all ages, 75+ → 75 and over, 80-84 → 80 to 84."""
    if group == "all":
        return "all ages"
    if group.endswith("+"):
        return f"{group[:-1]} and over"
    return group.replace("-", " to ")


def spoken(name: str) -> str:
    """An identifier of ours as words: care_home → care home."""
    return name.replace("_", " ")


def capitalize_first(text: str) -> str:
    """The first letter large and the rest as it is, so that names keep theirs."""
    return text[:1].upper() + text[1:]


def day_of_year(value: date) -> str:
    """1 May."""
    return f"{value.day} {value:%B}"
