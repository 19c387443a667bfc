"""The scan itself: a machine that goes through each line once, by the tables of rules.py."""

from __future__ import annotations

import numpy as np

from commonweal.incoming.fhir.scan import kinds
from commonweal.incoming.fhir.scan.compiling import compiled, within
from commonweal.incoming.fhir.scan.lexical import clock, date, number, space, text, written
from commonweal.incoming.fhir.scan.rules import FACTOR, HALF, NO_BIT, OFFSET, STEP, hashed
from commonweal.incoming.fhir.scan.strides import STRIDE, plain, word

START, TIMES, FOLD, ONE = np.uint64(OFFSET), np.uint64(FACTOR), np.uint64(HALF), np.int64(1)
NONE = np.int64(0)  # typed, as a bare 0 would be a type of its own, and all it is handed to compiled twice
FIRST_OF_WORD = np.array(
    [(1 << 8 * each) - 1 for each in range(STEP)], np.uint64
)  # the first bytes of a word
RESOURCE_TYPE = hashed("resourceType")
# Rows of the stack: which object, which of its elements were seen, which member of a list (or -1, the record)
# its values belong to, and of which element's list it is a member, or -1.
OBJECT, SEEN, OWNER, LIST = range(4)
# Columns of rules.Tables.
FIRST_KEY, KEY_MASK, REQUIRED, CONTEXT = range(4)
KIND, TARGET, MANY, BIT, SLOT, KEEP = range(6)
# Rows of `size`: how many there are of each.
RECORDS, ITEMS, VALUES, OTHERS = range(4)


@compiled
def scan(data, end, tables, looked_at, kept, stack):
    """Goes through all lines before `end`, after which `data` has some line ends more.

    `kept` gets a row for each record (root, line), each member of a wanted list (context, record, member that
    it is in), each wanted value (slot, member or record, two numbers) and each other line (line, start, end),
    and how many there are of each. Other is a line that is not a wanted resource, whole and right; and one
    with something in it that the tables do not tell about, unless that was `looked_at` before. Gives the
    lines.
    """
    objects, keys, elements, codes, first_code, roots = tables
    records, items, values, others, size = kept
    at, line = NONE, NONE
    while at < end:
        if data[at] == 10:
            at, line = at + 1, line + 1
            continue
        before, items_before, values_before = size[RECORDS], size[ITEMS], size[VALUES]
        stop, root = _type(data, at, roots)
        if stop >= 0 and before < records.shape[0]:
            records[before, 0], records[before, 1] = root, line
            size[RECORDS] = before + 1
            stop = _resource(
                data, stop, objects, keys, elements, codes, first_code, roots[root, 1], looked_at, before,
                items, values, size, stack,
            )  # fmt: skip
        if stop >= 0:
            stop = space(data, stop)
        if stop >= 0 and data[stop] == 10:
            at = stop + 1
        else:
            size[RECORDS], size[ITEMS], size[VALUES] = before, items_before, values_before
            other, start = size[OTHERS], at
            while data[at] != 10:
                at += 1
            others[other, 0], others[other, 1], others[other, 2] = line, start, at
            size[OTHERS] = other + 1
            at += 1
        line += 1
    return line


@within
def _type(data, at, roots):
    """Past the resourceType, which comes first, or -1; and which of the wanted ones it is."""
    at = space(data, at)
    if data[at] != 123:
        return -1, 0
    at, key = _hashed(data, space(data, at + 1))
    if at < 0 or key != RESOURCE_TYPE:
        return -1, 0
    at = space(data, at)
    if data[at] != 58:
        return -1, 0
    at, kind = _hashed(data, space(data, at + 1))
    for root in range(roots.shape[0]):
        if roots[root, 0] == kind:
            return at, root
    return -1, 0


@within
def _hashed(data, at):
    """Past a text in quotes that is a key or a code, and its hash; no escapes and nothing but ASCII."""
    found = START
    if data[at] != 34:
        return -1, np.int64(0)
    at += 1
    while True:
        length = plain(data, at)
        stop = at + length
        while at + STEP <= stop:
            found = mixed(found, word(data, at))
            at += STEP
        if length == STRIDE:
            continue
        if data[stop] != 34:
            return -1, np.int64(0)
        if at < stop:
            found = mixed(found, word(data, at) & FIRST_OF_WORD[stop - at])
        return stop + 1, np.int64(found)


@within
def mixed(found, more):
    """A hash with eight bytes more."""
    found = (found ^ more) * TIMES
    return found ^ (found >> FOLD)


@within
def _resource(
    data, at, objects, keys, elements, codes, first_code, root, looked_at, record, items, values, size, stack
):  # fmt: skip
    """Past the rest of a resource after its type, with all that is in it, or -1."""
    stack[OBJECT, 0], stack[SEEN, 0], stack[OWNER, 0], stack[LIST, 0] = root, 0, -1, -1
    depth, opened = NONE, False
    while True:
        at = space(data, at)
        if data[at] == 125:
            depth, at, opened = _close(data, at + 1, objects, elements, record, items, size, stack, depth)
            if depth < 0 or at < 0:
                return at
            continue
        if not opened:
            if data[at] != 44:
                return -1
            at = space(data, at + 1)
        opened = False
        at, element = _member(data, at, objects, keys, elements, stack, depth)
        if at < 0:
            return -1
        kind = elements[element, KIND]
        if kind == kinds.PART:
            at, opened = _open(data, at, objects, elements, element, record, items, size, stack, depth)
            depth += opened
        elif (kind == kinds.CONTAINED or kind == kinds.ANYTHING) and not looked_at:
            return -1
        else:
            owner = stack[OWNER, depth] if stack[OWNER, depth] >= 0 else record
            if elements[element, MANY] and kind != kinds.CONTAINED:
                at = _list(data, at, elements, codes, first_code, element, owner, values, size)
            else:
                at = _value(data, at, elements, codes, first_code, element, owner, values, size)
        if at < 0:
            return -1


@within
def _member(data, at, objects, keys, elements, stack, depth):
    """Past the key of a member and its colon, and its element; -1 if it has none, or is there again."""
    at, key = _hashed(data, at)
    if at < 0:
        return -1, 0
    object_ = stack[OBJECT, depth]
    first, mask = objects[object_, FIRST_KEY], objects[object_, KEY_MASK]
    place = key & mask
    while keys[first + place, 0] != key:
        if keys[first + place, 1] < 0:
            return -1, 0
        place = (place + 1) & mask
    element = keys[first + place, 1]
    bit = elements[element, BIT]
    if bit != NO_BIT:
        if stack[SEEN, depth] >> bit & 1:
            return -1, 0
        stack[SEEN, depth] |= ONE << bit
    at = space(data, at)
    return space(data, at + 1) if data[at] == 58 else -1, element


@within
def _open(data, at, objects, elements, element, record, items, size, stack, depth):
    """Into the object of an element, or the first of its list; the second number says if there is one."""
    many = elements[element, MANY]
    if many:
        if data[at] != 91:
            return -1, False
        at = space(data, at + 1)
        if elements[element, BIT] == NO_BIT:
            at = _nulls(data, at)
            if at >= 0 and data[at] == 93:
                return at + 1, False
    if at < 0 or data[at] != 123 or depth + 1 == stack.shape[1]:
        return -1, False
    stack[LIST, depth + 1] = element if many else -1
    entered = _enter(objects, elements, element, record, items, size, stack, depth + 1)
    return at + 1 if entered else -1, entered


@within
def _close(data, at, objects, elements, record, items, size, stack, depth):
    """Out of an object, and into the next of its list if there is one: the depth after it, where, whether."""
    required = objects[stack[OBJECT, depth], REQUIRED]
    if stack[SEEN, depth] & required != required:
        return 0, -1, False
    element = stack[LIST, depth]
    if element < 0:
        return depth - 1, at, False
    at = space(data, at)
    if data[at] != 44:
        return depth - 1, at + 1 if data[at] == 93 else -1, False
    at = space(data, at + 1)
    if elements[element, BIT] == NO_BIT:
        at = _nulls(data, at)
        if at >= 0 and data[at] == 93:
            return depth - 1, at + 1, False
    if at >= 0 and data[at] == 123 and _enter(objects, elements, element, record, items, size, stack, depth):
        return depth, at + 1, True
    return 0, -1, False


@within
def _enter(objects, elements, element, record, items, size, stack, depth):
    """Begins the object of an element at this depth; a member of a wanted list is noted, if it fits."""
    object_, owner = elements[element, TARGET], stack[OWNER, depth - 1]
    stack[OBJECT, depth], stack[SEEN, depth], stack[OWNER, depth] = object_, 0, owner
    if objects[object_, CONTEXT] >= 0:
        item = size[ITEMS]
        if item == items.shape[0]:
            return False
        items[item, 0], items[item, 1], items[item, 2] = objects[object_, CONTEXT], record, owner
        size[ITEMS] = item + 1
        stack[OWNER, depth] = item
    return True


@within
def _nulls(data, at):
    """Past nulls and commas, to what comes after them in a list."""
    while data[at] == 110:
        at = _null(data, at)
        if at < 0 or data[at] != 44:
            return at
        at = space(data, at + 1)
    return at


@within
def _null(data, at):
    """Past null and the space after it, or -1."""
    good = data[at + 1] == 117 and data[at + 2] == 108 and data[at + 3] == 108
    return space(data, at + 4) if good else -1


@within
def _list(data, at, elements, codes, first_code, element, owner, values, size):
    """Past a list of values, at least one."""
    if data[at] != 91:
        return -1
    while True:
        at = space(data, at + 1)
        if data[at] == 110:
            at = _null(data, at)
        else:
            at = _value(data, at, elements, codes, first_code, element, owner, values, size)
            at = space(data, at) if at >= 0 else at
        if at < 0:
            return -1
        if data[at] != 44:
            return at + 1 if data[at] == 93 else -1


@within
def _value(data, at, elements, codes, first_code, element, owner, values, size):
    """Past one value, checked as its kind has to be, and kept if it is wanted."""
    kind, start = elements[element, KIND], at
    one, two = at, at
    if kind == kinds.TRUTH:
        one, at = _truth(data, at)
    elif kinds.INTEGER <= kind <= kinds.DECIMAL:
        at = number(data, at, kind)
        two = at
    elif kind == kinds.ANYTHING or kind == kinds.CONTAINED:
        at = _anything(data, at, 123 if kind == kinds.ANYTHING else 91)
        two = at
    elif kind == kinds.LISTED:
        at, code = _hashed(data, at)
        if at < 0 or not _among(codes, first_code, elements[element, TARGET], code):
            return -1
        one, two = start + 1, at - 1
    else:
        if data[at] != 34:
            return -1
        stop, escaped = text(data, at + 1)
        if stop <= at + 1:  # broken off, or empty
            return -1
        one, two = at + 1, -stop if escaped else stop
        if kinds.CODE <= kind <= kinds.URI:
            if not written(data, at + 1, stop, kind):
                return -1
        elif kinds.DATE <= kind <= kinds.INSTANT:
            good, day, moment = date(data, at + 1, stop, kind)
            if not good:
                return -1
            if elements[element, KEEP] == kinds.AS_DATE:
                one, two = day, moment
        elif kind == kinds.TIME and clock(data, at + 1, stop)[0] != stop:
            return -1
        at = stop + 1
    if at >= 0 and elements[element, SLOT] >= 0:
        value = size[VALUES]
        if value == values.shape[0]:
            return -1
        values[value, 0], values[value, 1] = elements[element, SLOT], owner
        values[value, 2], values[value, 3] = one, two
        size[VALUES] = value + 1
    return at


@within
def _truth(data, at):
    """1 or 0, and past true or false, or -1."""
    if data[at] == 116 and data[at + 1] == 114 and data[at + 2] == 117 and data[at + 3] == 101:
        return 1, at + 4
    no = data[at] == 102 and data[at + 1] == 97 and data[at + 2] == 108 and data[at + 3] == 115
    return 0, at + 5 if no and data[at + 4] == 101 else -1


@within
def _among(codes, first_code, which, code):
    """Whether a code is in a list."""
    for place in range(first_code[which], first_code[which + 1]):  # noqa: SIM110  # numba has no any
        if codes[place] == code:
            return True
    return False


@within
def _anything(data, at, opening):
    """Past an object or a list; what is in it was looked at before, so that brackets are only counted."""
    depth = 0
    if data[at] != opening:
        return -1
    while True:
        byte = data[at]
        if byte == 34:
            at = text(data, at + 1)[0]
            if at < 0:
                return -1
        elif byte == 123 or byte == 91:
            depth += 1
        elif byte == 125 or byte == 93:
            depth -= 1
        elif byte == 10:
            return -1
        at += 1
        if depth == 0:
            return at
