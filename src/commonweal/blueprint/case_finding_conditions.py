"""One test of a column, or several joined: what a rule of case finding asks of a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.case_finding_columns import COLUMNS, Column
from commonweal.blueprint.case_finding_risk import EXAMPLE, column_named
from commonweal.blueprint.shapes import Shape
from commonweal.blueprint.wording import did_you_mean
from commonweal.blueprint.words import OneLine, Slug

JOINS = {"all_of": "all", "any_of": "any", "none_of": "not"}  # what joins conditions → its key
OTHERWISE = f"the columns are {', '.join(COLUMNS)}, and of a model of risk such as {EXAMPLE}"


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e9 <= value <= 1e9:
        raise PydanticCustomError("number", "should be a number, not '{given}'", {"given": str(value)[:40]})
    return value


def _column(name: str) -> str:
    try:
        column_named(name)
    except KeyError:
        said = f"there is no column '{name}'; {did_you_mean(name, COLUMNS, OTHERWISE)}"
        raise PydanticCustomError("column", "{said}", {"said": said}) from None
    return name


Number = Annotated[float, BeforeValidator(_number, json_schema_input_type=float)]
ColumnName = Annotated[str, AfterValidator(_column)]
TESTS = {  # kind of column → how it can be asked
    "whole": ("at_least", "at_most", "between", "known"),
    "number": ("at_least", "at_most", "between", "known"),
    "text": ("one_of", "known"),
    "texts": ("has_any", "has_all"),
    "yes_no": ("is",),
}
EVERY_TEST = tuple(dict.fromkeys(test for tests in TESTS.values() for test in tests))


class Condition(Shape):
    """One test of a column; or several conditions joined by all, any or not."""

    column: ColumnName | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    between: tuple[Number, Number] | None = Field(None, description="both ends belong to it")
    one_of: tuple[OneLine, ...] = ()
    has_any: tuple[Slug, ...] = ()
    has_all: tuple[Slug, ...] = ()
    is_: bool | None = Field(None, alias="is")
    known: bool | None = None
    all_of: tuple[Condition, ...] = Field((), alias="all")
    any_of: tuple[Condition, ...] = Field((), alias="any")
    none_of: Condition | None = Field(None, alias="not")

    @property
    def test(self) -> str:
        """How its column is asked, a key as the file has it."""
        return next(test for test in EVERY_TEST if self.given(test))

    @property
    def of(self) -> Column:
        """The column of a condition that asks one."""
        assert self.column
        return column_named(self.column)

    @property
    def within(self) -> tuple[Condition, ...]:
        """The conditions that it joins; none where it asks a column itself."""
        return (*self.all_of, *self.any_of, *((self.none_of,) if self.none_of else ()))

    def given(self, test: str) -> bool:
        """Whether the file has this test."""
        return getattr(self, "is_" if test == "is" else test) not in (None, ())

    @model_validator(mode="after")
    def is_one_thing(self) -> Condition:
        """A column with one test that its kind has, or conditions joined in one way."""
        joined = [key for name, key in JOINS.items() if getattr(self, name)]
        tests = [test for test in EVERY_TEST if self.given(test)]
        if len(joined) + (self.column is not None) != 1:
            raise wrong("should have exactly one of column, all, any and not")
        if joined and tests:
            raise wrong(f"{tests[0]} goes with a column; move it to where the column stands")
        if self.column:
            self._fits(self.of, tests)
        return self

    def _fits(self, column: Column, tests: list[str]) -> None:
        fitting = TESTS[column.kind]
        if len(tests) != 1:
            raise wrong(f"{column.name} should have one of {', '.join(fitting)}")
        (test,) = tests
        if test not in fitting:
            raise wrong(
                f"{column.name} is {KINDS[column.kind]}; write {' or '.join(fitting)} instead of {test}"
            )
        if test == "known" and not column.may_be_unknown:
            raise wrong(f"{column.name} is known of everybody; ask for a value")
        if self.between and self.between[0] > self.between[1]:
            raise wrong(f"between runs backwards; write [{self.between[1]:g}, {self.between[0]:g}]")
        if column.kind == "whole" and any(not float(one).is_integer() for one in self.amounts):
            raise wrong(f"{column.name} is a whole number; take out the part behind the point")
        for word in self.one_of if column.words else ():
            if word not in column.words:
                known = f"it may be {', '.join(column.words)}"
                raise wrong(f"{column.name} is never '{word}'; {did_you_mean(word, column.words, known)}")

    @property
    def amounts(self) -> tuple[float, ...]:
        """Its thresholds, in the order that they are said."""
        single = self.at_least if self.at_least is not None else self.at_most
        return self.between or (() if single is None else (single,))


KINDS = {
    "whole": "a whole number",
    "number": "a number",
    "text": "a word",
    "texts": "several words",
    "yes_no": "true or false",
}


def wrong(message: str) -> PydanticCustomError:
    return PydanticCustomError("condition", "{message}", {"message": message})


def leaves_of(condition: Condition) -> Iterator[Condition]:
    """Every condition within it that asks a column, in the order of the file."""
    if condition.column:
        yield condition
    for one in condition.within:
        yield from leaves_of(one)
