"""The shape of a data source: an extract of rows, and how its columns become a table of the population."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.shapes import Answered, Shape
from commonweal.blueprint.words import OneLine, Slug


class FromColumn(Shape):
    """One column of the extract and how its values are read."""

    column: OneLine
    otherwise: OneLine | None = Field(None, description="the column to read where that one gives nothing")
    format: OneLine | None = Field(None, description="how dates and times are written, such as %d/%m/%Y")
    values: dict[str, str] | None = Field(None, description="the source's value: ours; others are refused")
    unit: Literal["pounds", "pence"] | None = Field(None, description="money is kept in pence")


def _column(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


Columns = dict[
    str, Annotated[FromColumn, BeforeValidator(_column, json_schema_input_type=OneLine | FromColumn)]
]


class Source(Answered):
    """sources/<id>.yaml: files of one kind that fill one table."""

    id: Slug
    title: OneLine
    format: Literal["csv", "parquet"]
    files: OneLine = Field(description="the names such files have, such as gp_events_*.csv")
    table: Slug = Field(description="the table of the linked population that a row becomes a row of")
    columns: Columns = Field(min_length=1, description="our column: the column of the extract")
    constants: dict[str, str] = Field({}, description="our column: a value that every row has")
    key: tuple[OneLine, ...] = Field(
        (), description="columns of the extract that name a row; the whole row if none"
    )
    person: Literal["nhs_number", "source_id"] = Field(
        "nhs_number",
        description="what the column mapped to person holds; its `otherwise` is always a source_id",
    )
    encoding: Literal["utf-8", "latin-1", "utf-16"] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    invented: bool = False

    @property
    def reads(self) -> frozenset[str]:
        """The columns of the extract that matter to us."""
        origins = [name for each in self.columns.values() for name in (each.column, each.otherwise) if name]
        return frozenset((*origins, *self.key))

    @model_validator(mode="after")
    def each_column_has_one_origin(self) -> Source:
        """A column of ours comes from the extract or is a constant, not both."""
        for name in self.columns.keys() & self.constants.keys():
            raise PydanticCustomError(
                "source", "'{name}' stands under columns and under constants; keep one", {"name": name}
            )
        return self
