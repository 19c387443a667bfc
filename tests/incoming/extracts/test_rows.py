"""Text becomes rows, each with its line; what is no row is set apart and the rest goes on."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.incoming.extracts.village import EVENTS, source

from commonweal.incoming.extracts import rows as reading
from commonweal.incoming.extracts.batch import BREAKS_OFF, QUOTES, WIDTH, Unusable
from commonweal.incoming.extracts.lines import LONGEST
from commonweal.incoming.extracts.rows import TOO_LONG, open_csv


def read(file: Path, **changed: Any) -> tuple[list[tuple[int, ...]], list[tuple[int | None, str, str]]]:
    """The rows, each after its line, and the strays."""
    batches = open_csv(file, source(EVENTS, **changed)).batches
    rows: list[tuple[int, ...]] = []
    strays: list[tuple[int | None, str, str]] = []
    for batch in batches:
        rows += [tuple(row.values()) for row in batch.rows.to_pylist()]
        strays += [(stray.line, stray.reason, stray.content) for stray in batch.strays]
    return rows, strays


ROWS = [
    ("a,b\n1,2\n3,4\n", [(2, "1", "2"), (3, "3", "4")], []),
    ("a,b\r\n1,2\r\n\r\n3,4", [(2, "1", "2"), (4, "3", "4")], []),
    ('a,b\n"1","say ""so"", then"\n', [(2, "1", 'say "so", then')], []),
    ('a,b\n1,"two\nlines"\n3,4\n', [(2, "1", "two\nlines"), (4, "3", "4")], []),
    ("a,b\n007,1.50\n", [(2, "007", "1.50")], []),
    ("a,b\n1\n2,3\n4,5,6\n", [(3, "2", "3")], [(2, WIDTH, "1"), (4, WIDTH, "4,5,6")]),
    ('a,b\n1,"open\n3,4\n5,6\n', [(3, "3", "4"), (4, "5", "6")], [(2, QUOTES, '1,"open')]),
    ('a,b\n1,"open\n3,"4"\n', [(3, "3", "4")], [(2, QUOTES, '1,"open')]),
    ('a,b\n1,5" pipe\n', [(2, "1", '5" pipe')], []),
]


@pytest.mark.parametrize(("text", "rows", "strays"), ROWS)
def test_rows_and_strays(
    tmp_path: Path, text: str, rows: list[tuple[int, ...]], strays: list[tuple[int, str, str]]
) -> None:
    file = tmp_path / "extract.csv"
    file.write_bytes(text.encode())
    assert read(file) == (rows, strays)


@pytest.mark.parametrize(
    ("encoding", "codec"), [("utf-8", "utf-8-sig"), ("latin-1", "latin-1"), ("utf-16", "utf-16")]
)
def test_the_encoding_is_the_one_declared(tmp_path: Path, encoding: str, codec: str) -> None:
    file = tmp_path / "extract.csv"
    file.write_bytes("a,b\n1,Ménière\n".encode(codec))
    assert read(file, encoding=encoding) == ([(2, "1", "Ménière")], [])


def test_a_line_too_long_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "extract.csv"
    file.write_text("a,b\n1,2\n" + "x" * (3 * LONGEST) + "\n3,4\n", encoding="utf-8")
    assert read(file) == ([(2, "1", "2"), (4, "3", "4")], [(3, TOO_LONG, "")])


def test_a_quote_that_nobody_closes_costs_its_own_line_only(tmp_path: Path) -> None:
    file = tmp_path / "extract.csv"
    file.write_text('a,b\n1,"open\n' + "2,shut\n" * 1_000, encoding="utf-8")
    rows, strays = read(file)
    assert rows == [(line, "2", "shut") for line in range(3, 1_003)]
    assert strays == [(2, QUOTES, '1,"open')]


@pytest.mark.parametrize("row", ["1,2", '1,"2"', '1,"two"x', "1", '"1","2"', '1,"a""b"', '1,5" pipe', "é,ü"])
def test_the_reader_in_a_hurry_and_the_careful_one_agree(tmp_path: Path, row: str) -> None:
    """A block with one odd quote is read carefully, all others at once; the other rows are read the same."""
    file = tmp_path / "extract.csv"
    file.write_text(f"a,b\n{row}\n{row}\n", encoding="utf-8")
    at_once = read(file)
    file.write_text(f'a,b\n{row}\n{row}\n3,"odd\n', encoding="utf-8")
    rows, strays = read(file)
    assert (rows, strays[:-1]) == at_once
    assert strays[-1] == (4, QUOTES, '3,"odd')


def test_an_archive_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    whole = "a,b\n" + "".join(f"{n},{n * n}\n" for n in range(50_000))
    file = tmp_path / "extract.csv"
    file.write_bytes(gzip.compress(whole.encode())[:-1_000])
    rows, strays = read(file)
    assert rows[0] == (2, "0", "0")
    assert 10_000 < len(rows) < 50_000
    [(line, reason, _)] = strays
    assert line == len(rows) + 2
    assert reason.startswith(BREAKS_OFF)


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b'"a,b', b"x" * (2 * LONGEST), b"\x1f\x8b\x08broken"]
)
def test_a_file_without_a_first_line_is_unusable(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "extract.csv"
    file.write_bytes(content)
    with pytest.raises(Unusable):
        read(file)


values = st.text(alphabet='ab",\n\r;é 1', max_size=6)


@settings(max_examples=200, deadline=None)
@given(table=st.lists(st.tuples(values, values), max_size=8))
def test_whatever_is_quoted_properly_comes_back_with_its_line(
    tmp_path_factory: pytest.TempPathFactory, table: list[tuple[str, str]]
) -> None:
    file = tmp_path_factory.mktemp("rows") / "extract.csv"
    written, expected, line = "a,b\n", [], 2
    for row in table:
        text = ",".join('"' + value.replace('"', '""') + '"' for value in row) + "\n"
        written += text
        expected.append((line, *row))
        line += len(text.splitlines())
    file.write_bytes(written.encode())
    assert read(file) == (expected, [])
    file.unlink()


def test_batches_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BATCH_ROWS", 2)
    file = tmp_path / "extract.csv"
    file.write_text("a\n1\n2\n3\n4\n5\n", encoding="utf-8")
    batches = open_csv(file, source(EVENTS)).batches
    assert [len(batch.rows) for batch in batches] == [2, 2, 1]
