"""The files that rates are worked out from, read as tables with one name for each column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.analytics.rates import band, bands_of, five_years, one_after_another
from commonweal.analytics.rates.asked import AGE

ALSO_CALLED = {
    "ageband": AGE,
    "age_group": AGE,
    "agegroup": AGE,
    "events": "count",
    "observed": "count",
    "deaths": "count",
    "numerator": "count",
    "pop": "population",
    "people": "population",
    "denominator": "population",
}
YEARS = "age"  # in whole years, where there are no bands
LIMITS = ("prevalence", "prevalence_lower", "prevalence_upper")


class FileFault(ValueError):
    """What is wrong in a file, and in which line."""


@dataclass(frozen=True)
class Files:
    """How they are read: by which engine, who is told of what is doubtful, and the bands they share."""

    connection: ibis.BaseBackend
    warn: Callable[[str], None]
    bands: dict[str, str] = field(default_factory=dict)  # age in the words of the population → its band

    def population(self, path: Path) -> ibis.Table:
        """A row a group, with `population`; single years of age become bands of the standard population."""
        table = _without(self._read(path), "count")
        if "population" not in table.columns:
            raise FileFault(f"{path} has no column 'population'")
        table = _numbers(table, "population", path)
        self._settle(_ages(table, path), path, years=YEARS in table.columns)
        return self._kept(_in_bands(table, self.bands))

    def events(self, path: Path) -> ibis.Table:
        """A row an event, or a `count`, where nothing is none; ages become the bands of the population."""
        table = _without(self._read(path), "population")
        if "count" in table.columns:
            empty = int(table.filter(_empty(table, "count")).count().to_pyarrow().as_py())
            if empty:
                self.warn(f"{path}: lines without a count, taken for 0: {empty}")
            table = _numbers(
                table.mutate(count=_empty(table, "count").ifelse("0", table["count"])), "count", path
            )
        return self._placed(table, path)

    def reference(self, path: Path) -> ibis.Table:
        """A row a group, with count and population, which finer rows add up to, or with prevalence."""
        table = self._placed(self._read(path), path)
        if "prevalence" in table.columns:
            for name in set(LIMITS) & set(table.columns):
                table = _numbers(table, name, path)
            return table
        if not {"count", "population"} <= set(table.columns):
            raise FileFault(f"{path} needs the columns count and population, or prevalence")
        table = _numbers(_numbers(table, "count", path), "population", path)
        keys = [name for name in table.columns if name not in ("count", "population")]
        return table.agg(by=keys, count=table["count"].sum(), population=table.population.sum())

    def _read(self, path: Path) -> ibis.Table:
        """The file with our names for its columns, and the number of each line."""
        if not path.is_file():
            raise FileFault(f"no file {path}")
        table = self.connection.read_csv(str(path), all_varchar=True, header=True)
        names = {_name(theirs): theirs for theirs in table.columns}
        if len(names) < len(table.columns):
            raise FileFault(f"{path} has two columns that mean the same: {', '.join(table.columns)}")
        return table.rename(names)

    def _settle(self, words: Sequence[str], path: Path, *, years: bool) -> None:
        """The bands of the population, once for all files."""
        if years:
            self.bands.update({one: five_years(band(one)[0]) for one in words})
            return
        self.bands.update(one_after_another(words))
        for told, found in self.bands.items():
            if told != found:
                self.warn(f'{path}: the band "{told}" overlaps the next, and is taken for {found}')

    def _placed(self, table: ibis.Table, path: Path) -> ibis.Table:
        """With the bands of the population; an age that none of them has stays as it is."""
        words = _ages(table, path)
        found = {**{one: one for one in words}, **bands_of(words, list(self.bands.values()))}
        return self._kept(_in_bands(table, {one: self.bands.get(one, found[one]) for one in words}))

    def _kept(self, table: ibis.Table) -> ibis.Table:
        """Read once, whatever is asked of it then."""
        return self.connection.create_table(f"read_{uuid4().hex}", table, temp=True)


def _name(column: str) -> str:
    plain = column.strip().lower().replace(" ", "_")
    return ALSO_CALLED.get(plain, plain)


def _without(table: ibis.Table, column: str) -> ibis.Table:
    return table.drop(column) if column in table.columns else table


def _empty(table: ibis.Table, column: str) -> ir.BooleanColumn:
    return table[column].isnull() | (table[column].strip() == "")


def _numbers(table: ibis.Table, column: str, path: Path) -> ibis.Table:
    """The column as numbers from 0 up; the first line that holds none is named."""
    told = table.mutate(number=table[column].try_cast("float64"), line=ibis.row_number() + 2)
    wrong = told.filter(told.number.isnull() | (told.number < 0) | told.number.isnan())
    for bad in wrong.order_by("line").limit(1).to_pyarrow().to_pylist():
        raise FileFault(f"{path}:{bad['line']}: {column} '{bad[column] or ''}' is not a number from 0 up")
    return told.mutate(**{column: told.number}).drop("number", "line")


def _ages(table: ibis.Table, path: Path) -> list[str]:
    """The ages there are, in the words of the file; none where it has no such column."""
    column = next((name for name in (AGE, YEARS) if name in table.columns), None)
    if not column:
        return []
    words = [one for one in table.select(column).distinct().to_pyarrow()[column].to_pylist() if one]
    for one in words:
        try:
            band(one)
        except ValueError as problem:
            raise FileFault(f"{path}: {problem}") from None
    return words


def _in_bands(table: ibis.Table, bands: dict[str, str]) -> ibis.Table:
    """Each age as its band, in the column AGE."""
    if not bands:
        return table
    column = AGE if AGE in table.columns else YEARS
    known = ibis.memtable(pa.table({"as_told": list(bands), "as_band": list(bands.values())}))
    joined = table.left_join(known, table[column] == known.as_told)
    kept = [name for name in table.columns if name != column]
    return joined.select(*kept, joined.as_band.fill_null("").name(AGE))
