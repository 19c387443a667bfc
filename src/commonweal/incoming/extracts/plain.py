"""Blocks of text in which each line is one row, which most extracts are made of, read all at once."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from commonweal.incoming.extracts.batch import UNREADABLE, WIDTH, Batch, Stray, table
from commonweal.incoming.extracts.lines import LONGEST


def plain_batch(block: str, first: int, width: int, delimiter: str) -> Batch | None:
    """The rows of `block`, whose first line has the number `first`; None where it needs a careful reader."""
    if width < 2 or not _is_plain(block):
        return None
    strays: list[Stray] = []

    def set_apart(row: pa_csv.InvalidRow) -> str:
        strays.append(Stray(first + row.number - 1, WIDTH, row.text))
        return "skip"

    rows = _rows(block, width, delimiter, set_apart)
    lines = block.count("\n")
    if rows is None or len(rows) + len(strays) != lines:
        return None  # some row runs over several lines
    numbers = pa.array(range(first, first + lines), pa.int64())
    if strays:
        numbers = numbers.filter(pc.invert(pc.is_in(numbers, pa.array([stray.line for stray in strays]))))
    return Batch(table(numbers, [column.combine_chunks() for column in rows.columns]), strays)


def _is_plain(block: str) -> bool:
    """Quotes are even in number, lines end alike and none is empty, every letter could be read."""
    empty = block.startswith(("\n", "\r")) or "\n\n" in block or "\n\r" in block
    ends = block.endswith("\n") and block.count("\r") == block.count("\r\n")
    return (
        ends and not empty and block.count('"') % 2 == 0 and UNREADABLE not in block and _no_long_line(block)
    )


def _no_long_line(block: str) -> bool:
    start = 0
    while start < len(block):
        end = block.rfind("\n", start, start + LONGEST)
        if end < 0:
            return False
        start = end + 1
    return True


def _rows(block: str, width: int, delimiter: str, set_apart: object) -> pa.Table | None:
    names = [str(place) for place in range(width)]
    content = block.encode()
    try:
        return pa_csv.read_csv(
            pa.py_buffer(content),
            pa_csv.ReadOptions(use_threads=False, block_size=len(content) + 1, column_names=names),
            pa_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=set_apart,
            ),
            pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None
