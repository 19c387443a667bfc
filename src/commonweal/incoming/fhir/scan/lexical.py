"""What the values of JSON and of FHIR look like, byte by byte. Each gives where the value ends, or -1."""

from __future__ import annotations

import numpy as np

from commonweal.incoming.fhir.scan import kinds
from commonweal.incoming.fhir.scan.compiling import within
from commonweal.incoming.fhir.scan.strides import STRIDE, plain

QUOTE, ESCAPE, CONTROL, WIDE = 1, 2, 3, 4  # classes of bytes within a text; 0 is plain
BYTES = np.zeros(256, np.uint8)
BYTES[:32], BYTES[ord('"')], BYTES[ord("\\")], BYTES[128:] = CONTROL, QUOTE, ESCAPE, WIDE
DAYS_IN = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int64)
SECOND = 1_000_000  # in microseconds


@within
def space(data, at):
    """Past white space, but not past the end of a line."""
    while data[at] == 32 or data[at] == 9 or data[at] == 13:
        at += 1
    return at


@within
def text(data, at):
    """From after the quote to the closing one; the second number says whether there are escapes."""
    escaped = False
    while True:
        length = plain(data, at)
        at += length
        if length == STRIDE:
            continue
        kind = BYTES[data[at]]
        if kind == QUOTE:
            return at, escaped
        if kind == ESCAPE:
            escaped = True
            at = _escape(data, at + 1)
        elif kind == WIDE:
            at = _wide(data, at)
        else:
            return -1, escaped
        if at < 0:
            return -1, escaped


@within
def _escape(data, at):
    """Past an escape; no NUL and no half of a surrogate pair."""
    byte = data[at]
    if byte == 117:
        first = unit(data, at + 1)
        if first <= 0 or 0xDC00 <= first < 0xE000:
            return -1
        if first < 0xD800 or first >= 0xE000:
            return at + 5
        if data[at + 5] != 92 or data[at + 6] != 117:
            return -1
        second = unit(data, at + 7)
        return at + 11 if 0xDC00 <= second < 0xE000 else -1
    plain = byte == 34 or byte == 92 or byte == 47 or byte == 98 or byte == 102 or byte == 110
    return at + 1 if plain or byte == 114 or byte == 116 else -1


@within
def unit(data, at):
    """Four hexadecimal digits as a number, or -1."""
    found = 0
    for place in range(at, at + 4):
        byte = data[place]
        if 48 <= byte <= 57:
            found = found * 16 + byte - 48
        elif 65 <= byte <= 70:
            found = found * 16 + byte - 55
        elif 97 <= byte <= 102:
            found = found * 16 + byte - 87
        else:
            return -1
    return found


@within
def _wide(data, at):
    """Past one character of several bytes, if it is UTF-8."""
    lead, second = data[at], data[at + 1]
    if 0xC2 <= lead <= 0xDF:
        return at + 2 if 0x80 <= second <= 0xBF else -1
    third = data[at + 2]
    if 0xE0 <= lead <= 0xEF:
        low = 0xA0 if lead == 0xE0 else 0x80
        high = 0x9F if lead == 0xED else 0xBF
        return at + 3 if low <= second <= high and 0x80 <= third <= 0xBF else -1
    if 0xF0 <= lead <= 0xF4:
        low = 0x90 if lead == 0xF0 else 0x80
        high = 0x8F if lead == 0xF4 else 0xBF
        good = low <= second <= high and 0x80 <= third <= 0xBF and 0x80 <= data[at + 3] <= 0xBF
        return at + 4 if good else -1
    return -1


@within
def number(data, at, kind):
    """Past a number of this kind: any, whole, from 0, or from 1."""
    start = at
    if data[at] == 45:
        if kind == kinds.UNSIGNED or kind == kinds.POSITIVE:
            return -1
        at += 1
    digits = at
    while 48 <= data[at] <= 57:
        at += 1
    if at == digits or (data[digits] == 48 and at > digits + 1) or at - start > 18:
        return -1
    if kind != kinds.DECIMAL:
        return -1 if kind == kinds.POSITIVE and data[digits] == 48 else at
    if data[at] == 46:
        at += 1
        if not 48 <= data[at] <= 57:
            return -1
        while 48 <= data[at] <= 57:
            at += 1
    if data[at] == 101 or data[at] == 69:
        at += 1
        if data[at] == 43 or data[at] == 45:
            at += 1
        digits = at
        while 48 <= data[at] <= 57:
            at += 1
        if at == digits or at > digits + 2:
            return -1
    return at


@within
def _two(data, at):
    """Two digits as a number, or -1."""
    tens, ones = data[at] - 48, data[at + 1] - 48
    return tens * 10 + ones if 0 <= tens <= 9 and 0 <= ones <= 9 else -1


@within
def date(data, start, end, kind):
    """Whether it is a date of this kind; its day from 1970, and its moment in microseconds from 1970, UTC.

    A year or a month is its first day, a day its midnight.
    """
    length = end - start
    if length < 4 or (kind == kinds.INSTANT and length < 20) or (kind == kinds.DATE and length > 10):
        return False, 0, 0
    century, rest, month, day = _two(data, start), _two(data, start + 2), 1, 1
    year = century * 100 + rest
    if century < 0 or rest < 0 or year == 0:
        return False, 0, 0
    if length > 4:
        if data[start + 4] != 45 or length < 7:
            return False, 0, 0
        month = _two(data, start + 5)
    if length > 7:
        if data[start + 7] != 45 or length < 10:
            return False, 0, 0
        day = _two(data, start + 8)
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if month < 1 or month > 12 or day < 1 or day > DAYS_IN[month] + leap:
        return False, 0, 0
    from_1970 = _day(year, month, day)
    if length <= 10:
        return length == 4 or length == 7 or length == 10, from_1970, from_1970 * 86_400 * SECOND
    good, moment = _moment(data, start + 10, end)
    return good, from_1970, from_1970 * 86_400 * SECOND + moment


@within
def _day(year, month, day):
    """Days from 1970: Howard Hinnant, chrono-compatible low-level date algorithms."""
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


@within
def _moment(data, at, end):
    """Whether it is a time with a zone, such as T10:30:00+01:00; microseconds from midnight UTC."""
    if data[at] != 84:
        return False, 0
    at, micros = clock(data, at + 1, end)
    if at < 0:
        return False, 0
    if data[at] == 90:
        return at + 1 == end, micros
    hours, minutes = _two(data, at + 1), _two(data, at + 4)
    sign = 1 if data[at] == 43 else -1
    good = (data[at] == 43 or data[at] == 45) and data[at + 3] == 58 and at + 6 == end
    if not good or hours < 0 or minutes < 0 or minutes > 59 or hours * 60 + minutes > 14 * 60:
        return False, 0
    return True, micros - sign * (hours * 60 + minutes) * 60 * SECOND


@within
def clock(data, at, end):
    """Past a time of day such as 10:30:00.5, and its microseconds."""
    hours, minutes, seconds = _two(data, at), _two(data, at + 3), _two(data, at + 6)
    if data[at + 2] != 58 or data[at + 5] != 58 or at + 8 > end:
        return -1, 0
    if not (0 <= hours <= 23 and 0 <= minutes <= 59 and 0 <= seconds <= 59):
        return -1, 0
    micros = ((hours * 60 + minutes) * 60 + seconds) * SECOND
    at += 8
    if data[at] == 46:
        at, worth = at + 1, SECOND // 10
        if not 48 <= data[at] <= 57:
            return -1, 0
        while 48 <= data[at] <= 57:
            micros += (data[at] - 48) * worth
            worth //= 10
            at += 1
    return at, micros


@within
def written(data, start, end, kind):
    """Whether a text is written as a code, an id or an address has to be."""
    if kind == kinds.ID and end - start > 64:
        return False
    before = 32
    for at in range(start, end):
        byte = data[at]
        if byte == 92:
            return False
        if kind == kinds.ID:
            letter = 48 <= byte <= 57 or 65 <= byte <= 90 or 97 <= byte <= 122
            if not letter and byte != 45 and byte != 46:
                return False
        elif byte == 32 and (kind == kinds.URI or before == 32):
            return False
        before = byte
    return before != 32
