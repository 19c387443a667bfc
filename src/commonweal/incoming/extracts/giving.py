"""The texts that a line of an extract gives for our columns, as expressions over the line's values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from commonweal.blueprint import FromColumn, Source
from commonweal.blueprint.sources import Wanted, columns_of
from commonweal.incoming.extracts.columns import quoted
from commonweal.terms.nhs_number import normal_sql

BETWEEN = "chr(31)"  # stands in no value


class Given:
    """What lines whose values stand in the columns `names` give for one table."""

    def __init__(self, source: Source, names: Sequence[str]) -> None:
        self.source, self.names = source, names

    def texts(self) -> Iterator[tuple[str, str]]:
        """Name and expression: for each of our columns, for who the person is, for the key and the place."""
        for name, origin in self.source.columns.items():
            yield f"given_{name}", self._several(origin) if origin.several else self._one(origin, 0)
        yield from self._person()
        everything = ", ".join(self._text(name) for name in self._everything())
        key = " || '/' || ".join(map(self._text, self.source.key))
        yield "own_key", key or f"md5(concat_ws({BETWEEN}, {everything}))"
        yield "every_text", f"concat({everything})"
        yield "place", f"unnest(range(1, {self.places} + 1))" if self.places else "NULL::BIGINT"

    @property
    def places(self) -> int:
        """How many rows a line makes at most, where a range of columns makes one of each; otherwise 0."""
        return next((len(self.source.columns[name].several) for name in self.source.several), 0)

    @property
    def made(self) -> str:
        """The condition under which a place in the ranges makes a row."""
        origins = {name: self.source.columns[name] for name in self.source.several}
        said = (f"given_{name} IS NOT NULL" for name, origin in origins.items() if origin.otherwise is None)
        return " AND ".join(said) or "true"

    @property
    def meant(self) -> str:
        """The condition under which a line is meant for this table."""
        return self._wanted(self.source.only, 0)

    @property
    def left_out(self) -> str:
        """Why a line is not meant for this table, in words."""
        whens = (
            f"WHEN NOT ({self._wanted({name: wanted}, 0)})"
            f" THEN {quoted(name + ' ')} || coalesce({self._text(name)}, 'empty')"
            for name, wanted in self.source.only.items()
        )
        return f"CASE {' '.join(whens)} END"

    def _person(self) -> Iterator[tuple[str, str]]:
        person, traced = self.source.columns["person"], self.source.person == "nhs_number"
        first, second = self._text(person.column), self._text(person.otherwise)
        yield "nhs_number", normal_sql(first) if traced else "NULL::TEXT"
        yield "own_number", second if traced else f"coalesce({first}, {second})"

    def _everything(self) -> list[str]:
        """Every column that is read, all of a range of them."""
        several = (name for origin in self.source.columns.values() for name in origin.several)
        return sorted({*self.source.reads, *(name for name in several if name in self.names)})

    def _several(self, origin: FromColumn) -> str:
        return f"unnest([{', '.join(self._one(origin, place) for place in range(len(origin.several)))}])"

    def _one(self, origin: FromColumn, place: int) -> str:
        """The text given by the column of this place in the range, or by the only one."""
        names = columns_of(origin.column)
        first = self._said(names[place], origin.empty)
        if origin.followed_by:
            second = self._said(origin.followed_by, origin.empty)
            first = f"CASE WHEN {second} IS NULL THEN {first} ELSE {first} || ' ' || {second} END"
        if origin.times:
            first = self._product(first, self._text(origin.times))
        if origin.only:
            first = f"CASE WHEN {self._wanted(origin.only, place)} THEN {first} END"
        return (
            f"coalesce({first}, {self._said(origin.otherwise, origin.empty)})" if origin.otherwise else first
        )

    def _product(self, amount: str, count: str) -> str:
        """An amount of money so many times; where one is no number, words that are refused as no amount."""
        digits = f"regexp_replace({amount}, '[£,\\s]', '', 'g')"
        product = f"TRY_CAST({digits} AS DECIMAL(18, 4)) * TRY_CAST({count} AS DECIMAL(12, 4))"
        return f"coalesce(({product})::TEXT, {amount} || ' times ' || {count})"

    def _wanted(self, only: Mapping[str, Wanted], place: int) -> str:
        conditions = []
        for name, wanted in only.items():
            names = columns_of(name)
            text = self._text(names[min(place, len(names) - 1)])
            if wanted == "anything":
                conditions.append(f"{text} IS NOT NULL")
            elif wanted == "nothing":
                conditions.append(f"{text} IS NULL")
            else:
                conditions.append(f"coalesce({text}, '') IN ({', '.join(map(quoted, wanted))})")
        return " AND ".join(conditions) or "true"

    def _said(self, name: str | None, empty: Sequence[str]) -> str:
        text = self._text(name)
        return f"CASE WHEN {text} NOT IN ({', '.join(map(quoted, empty))}) THEN {text} END" if empty else text

    def _text(self, name: str | None) -> str:
        """The value in this column; nothing where there is none, as a range may be cut short."""
        return f"""nullif(trim("{self.names.index(name)}"), '')""" if name in self.names else "NULL::TEXT"
