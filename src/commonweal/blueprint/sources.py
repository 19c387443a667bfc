"""The shape of a data source: an extract of rows, and how its columns become tables of the population."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.shapes import Answered, Shape
from commonweal.blueprint.words import OneLine, Slug

RANGE = re.compile(r"(?P<name>.*?)(?P<first>[0-9]+)\.\.(?P=name)(?P<last>[0-9]+)")
MOST_COLUMNS = 100


def columns_of(text: str) -> tuple[str, ...]:
    """DIAG_01..DIAG_03 → DIAG_01, DIAG_02, DIAG_03; any other name is one column."""
    found = RANGE.fullmatch(text)
    if not found:
        return (text,)
    name, first, last = found.group("name", "first", "last")
    return tuple(f"{name}{number:0{len(first)}}" for number in range(int(first), int(last) + 1))


Wanted = Literal["anything", "nothing"] | tuple[str, ...]


def _listed(only: object) -> object:
    """Lists as YAML gives them."""
    if not isinstance(only, dict):
        return only
    return {name: tuple(said) if isinstance(said, list) else said for name, said in only.items()}


Only = Annotated[dict[OneLine, Wanted], BeforeValidator(_listed)]


class FromColumn(Shape):
    """One column of the extract and how its values are read."""

    column: OneLine = Field(description="its name; NAME_01..NAME_24 makes one row of each of so many columns")
    otherwise: OneLine | None = Field(None, description="the column to read where that one gives nothing")
    followed_by: OneLine | None = Field(
        None, description="a column whose value is put after it, with a space, such as the time after a day"
    )
    format: OneLine | None = Field(None, description="how dates and times are written, such as %d/%m/%Y")
    values: dict[str, str] | None = Field(None, description="the source's value: ours; others are refused")
    other: str | None = Field(None, description="ours, for values that are not listed under values")
    empty: tuple[str, ...] = Field((), description="the source's values that say nothing, such as 1801-01-01")
    unit: Literal["pounds", "pence"] | None = Field(None, description="money is kept in pence")
    times: OneLine | None = Field(
        None, description="for money: the column of how many of it there are; unknown where that says nothing"
    )
    only: Only = Field({}, description="column: the values it has in lines where this one counts")
    last_day: bool = Field(
        False, description="for an end: the source gives the last day, ours is the day after"
    )

    @field_validator("column")
    @classmethod
    def a_range_counts_upwards(cls, column: str) -> str:
        """And not for ever."""
        found = RANGE.fullmatch(column)
        if found and not 0 < int(found["last"]) - int(found["first"]) < MOST_COLUMNS:
            raise PydanticCustomError(
                "range", "a range counts upwards, over at most {most} columns", {"most": MOST_COLUMNS}
            )
        return column

    @property
    def several(self) -> tuple[str, ...]:
        """The columns that make a row each; none where there is only one."""
        names = columns_of(self.column)
        return names if len(names) > 1 else ()

    @property
    def reads(self) -> Iterator[str]:
        """The columns that an extract must have; of a range, the first."""
        yield columns_of(self.column)[0]
        yield from (name for name in (self.otherwise, self.followed_by, self.times) if name)
        yield from (columns_of(name)[0] for name in self.only)


def _column(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


Columns = dict[
    str, Annotated[FromColumn, BeforeValidator(_column, json_schema_input_type=OneLine | FromColumn)]
]


class Filling(Shape):
    """One table of the linked population that the lines of an extract fill."""

    table: Slug = Field(description="the table of the linked population that a row becomes a row of")
    columns: Columns = Field(min_length=1, description="our column: the column of the extract")
    constants: dict[str, str] = Field({}, description="our column: a value that every row has")
    only: Only = Field(
        {}, description="column: its values in lines meant for this table ('' for none); every line if empty"
    )
    one_row: bool = Field(
        False, description="lines with one key make one row: first start, last end, else what is said last"
    )

    @property
    def reads(self) -> frozenset[str]:
        """The columns of the extract that matter to this table."""
        return frozenset((*(name for each in self.columns.values() for name in each.reads), *self.only))

    @property
    def several(self) -> tuple[str, ...]:
        """Those of our columns that a range of columns gives."""
        return tuple(name for name, origin in self.columns.items() if origin.several)

    @model_validator(mode="after")
    def each_column_has_one_origin(self) -> Filling:
        """A column of ours comes from the extract or is a constant, not both."""
        for name in self.columns.keys() & self.constants.keys():
            raise PydanticCustomError(
                "source", "'{name}' stands under columns and under constants; keep one", {"name": name}
            )
        if len({len(self.columns[name].several) for name in self.several}) > 1:
            raise PydanticCustomError("source", "ranges of columns are of different lengths; make them alike")
        return self


class Also(Filling):
    """A further table that the same lines fill; `person` comes from the same column as in the first."""

    columns: Columns = Field({}, description="our column: the column of the extract")
    key: tuple[OneLine, ...] = Field((), description="columns that name a row here; the source's if none")


class Source(Answered, Filling):
    """sources/<id>.yaml: files of one kind that fill one table, or several."""

    id: Slug
    title: OneLine
    format: Literal["csv", "parquet"]
    files: OneLine = Field(description="the names such files have, such as gp_events_*.csv")
    key: tuple[OneLine, ...] = Field(
        (), description="columns of the extract that name a row; the whole row if none"
    )
    person: Literal["nhs_number", "source_id"] = Field(
        "nhs_number",
        description="what the column mapped to person holds; its `otherwise` is always a source_id",
    )
    also: tuple[Also, ...] = Field((), description="further tables that the same lines fill")
    resent: Literal["rows", "files"] = Field(
        "rows",
        description="what comes again to correct: single rows, by their key; or a whole file, by its name",
    )
    encoding: Literal["utf-8", "latin-1", "utf-16"] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    invented: bool = False

    @property
    def fillings(self) -> tuple[Source, ...]:
        """The source for each table that it fills, as if it filled that one alone."""
        return (self, *map(self._with, self.also))

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that it fills, the first one first."""
        return tuple(each.table for each in self.fillings)

    @property
    def needs(self) -> frozenset[str]:
        """The columns that an extract must have."""
        return frozenset(name for each in self.fillings for name in (*each.reads, *each.key))

    @property
    def wants(self) -> frozenset[str]:
        """The columns that matter where an extract has them: all of a range."""
        every = (origin for each in self.fillings for origin in each.columns.values())
        return self.needs.union(*(origin.several for origin in every))

    def _with(self, also: Also) -> Source:
        told = {name: getattr(also, name) for name in Filling.model_fields}
        columns = (
            {"person": self.columns["person"]} | also.columns if "person" in self.columns else also.columns
        )
        return self.model_copy(update=told | {"columns": columns, "key": also.key or self.key})
