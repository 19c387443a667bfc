"""A Spark cluster as an engine. Only `engines` brings this in, for whoever asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import ibis
import ibis.expr.operations as ops
from ibis.backends.pyspark import Backend
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.backends.sql.datatypes import PySparkType
from ibis.util import gen_name
from pyarrow import parquet
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.storagelevel import StorageLevel

from commonweal.store.engines import EngineFault
from commonweal.store.once import computed_once

SETTINGS: dict[str, bool | float | int | str | None] = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",  # as everyone else writes them
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


class _Wording(PySparkCompiler):  # type: ignore[misc]  # Ibis has no types
    """Where Spark would understand the words that Ibis has for it otherwise than DuckDB.

    Its `hash` has 32 bits: among millions of records two would soon pass for one. And a number written with a
    point is a decimal to it, so that a share would be cut after six places.
    """

    __slots__ = ()
    SIMPLE_OPS: ClassVar = {ops.Hash: "xxhash64"}

    def visit_NonNullLiteral(self, op: ops.Literal, *, value: Any, dtype: Any) -> Any:
        said = super().visit_NonNullLiteral(op, value=value, dtype=dtype)
        return self.cast(said, dtype) if dtype.is_floating() and said is not None else said


class _Backend(Backend):  # type: ignore[misc]  # Ibis has no types
    """Rows go to Spark and come from it as Arrow, where Ibis goes by way of pandas.

    That has no whole numbers with gaps.
    """

    compiler = _Wording()

    def _register_in_memory_table(self, op: ops.InMemoryTable) -> None:
        rows = op.data.to_pyarrow(op.schema)
        self._session.createDataFrame(rows).createOrReplaceTempView(op.name)

    def to_pyarrow(self, expr: ibis.Expr, /, **asked: Any) -> Any:
        self._run_pre_execute_hooks(expr)
        rows = self._session.sql(self.compile(expr, **asked)).toArrow()
        return expr.__pyarrow_result__(rows.cast(expr.as_table().schema().to_pyarrow()))


class Spark:
    """Answers of a cluster, whose own settings stand in its `spark-defaults.conf`.

    The store has to lie at the same path for the driver and every worker.
    """

    name = "spark"

    def __init__(self, address: str) -> None:
        builder = SparkSession.builder.master(address).appName("commonweal")
        try:
            self.session = builder.config(map=SETTINGS).getOrCreate()
        except (PySparkException, OSError, RuntimeError) as fault:
            raise EngineFault(
                f"Spark does not start: {fault}; docs/any-size.md says what it needs"
            ) from fault
        _Backend.register_options()
        self.backend = _Backend()
        self.backend.do_connect(self.session)

    def read(self, files: Sequence[Path]) -> ibis.Table:
        # Left to find the columns out itself, Spark runs a job for every table.
        columns = from_arrow_schema(parquet.read_schema(files[0]))
        return self._named(self.session.read.schema(columns).parquet(*map(str, files)))

    def write(self, table: ibis.Table, path: Path) -> None:
        parts: list[DataFrame] = []

        def keep(part: ibis.Table) -> ibis.Table:
            parts.append(self._frame(part).persist(StorageLevel.MEMORY_AND_DISK))
            return self._named(parts[-1])

        frame = self._frame(computed_once(table, keep))
        frame.write.mode("overwrite").parquet(str(path), compression="zstd")
        for part in parts:
            part.unpersist()

    def hold(self, part: ibis.Table) -> ibis.Table:
        return self._named(self._frame(part).persist(StorageLevel.MEMORY_AND_DISK))

    def close(self) -> None:
        self.session.stop()

    def _frame(self, table: ibis.Table) -> DataFrame:
        """What Spark has for an Ibis table, and of its kinds; tables in memory are made known to it."""
        self.backend._run_pre_execute_hooks(table)
        frame = self.session.sql(self.backend.compile(table))
        kinds = {column: PySparkType.to_string(kind) for column, kind in table.schema().items()}
        return frame.select(*(frame[column].cast(kind).alias(column) for column, kind in kinds.items()))

    def _named(self, frame: DataFrame) -> ibis.Table:
        name = gen_name("frame")
        frame.createOrReplaceTempView(name)
        return self.backend.table(name)
