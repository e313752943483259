"""Local gradient descent with averaging: every share of the corpus trains from the same vectors, and their changes are
averaged, for as many rounds as asked."""

import contextlib
import itertools
import sys
import time

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .corpus import Corpus, sentences_of
from .engine import engine
from .tasks import Shared, through_engine

_CHANGES = "block int, weight double, loss double, flows double, rows binary, seen binary, inputs binary, outputs binary"
_ANSWER = f"part int, {_CHANGES}"
_SUMS = f"node int, {_CHANGES}, leaf boolean"
#: Shares that are added up in one task: a tree of fixed shape, so that a sum does not depend on who came first.
_BRANCHES = 16
#: Rows at once, where each is large.
_LARGE_ROWS = {"spark.sql.execution.arrow.maxRecordsPerBatch": "500", "spark.sql.parquet.columnarReaderBatchSize": "128"}
#: Bytes of changes, of few shares, that the driver adds up itself, in the same order: moving them costs more than adding.
_AT_DRIVER = 128 << 20


def train(spark: SparkSession, corpus: Corpus, settings: dict, version: str, tell=None) -> tuple[bytes, dict]:
    """Vectors of all units (inputs, then outputs, little-endian floats) after the last round, and what is told of it."""
    config = settings["config"]
    rounds = config["epochs"]
    asked = {"config": config, "rounds": rounds, "flows": corpus.flows / corpus.parts}
    [start] = engine().rows("startingVectors", {**asked, "units": corpus.units.path()}).to_batches()
    vectors = start.column("vectors")[0].as_py()
    told = {}
    for number in range(rounds):
        began = time.monotonic()
        # What the first round starts from follows from the seed.
        before = {"vectors": Shared(spark, vectors)} if number > 0 else {}
        with _few_rows_at_once(spark):
            changes = through_engine(
                sentences_of(spark, corpus),
                "trainShare",
                {**asked, "round": number},
                version=version,
                gives=_ANSWER,
                shared={"units": corpus.units, **before},
            )
            vectors, told = _averaged(changes, vectors, config["size"], corpus.parts)
        for shared in before.values():
            shared.forget()
        told = {"round": number + 1, "rounds": rounds, **told, "seconds": round(time.monotonic() - began, 1)}
        if tell:
            tell(told)
    return vectors, told


@contextlib.contextmanager
def _few_rows_at_once(spark: SparkSession):
    """Pieces of sentences are large rows: as many as Spark reads of Parquet at once, 4,096, would outgrow an executor."""
    before = {name: spark.conf.get(name) for name in _LARGE_ROWS}
    try:
        for name, rows in _LARGE_ROWS.items():
            spark.conf.set(name, rows)
        yield
    finally:
        for name, rows in before.items():
            spark.conf.set(name, rows)


def _averaged(changes: DataFrame, before: bytes, size: int, parts: int) -> tuple[bytes, dict]:
    """The vectors after a round. A unit's change is the mean of the shares' changes, weighted by how often each share
    saw it."""
    spark = changes.sparkSession
    level = changes.withColumnRenamed("part", "from").withColumn("leaf", F.lit(True))
    width = parts
    cores = spark.sparkContext.defaultParallelism
    blocks = -(-len(before) // (8 * size * _ROWS))
    at_driver = int(spark.conf.get("spark.flow2vec.sumAtDriver", str(_AT_DRIVER)))
    few = width <= _BRANCHES and width * len(before) <= at_driver
    while not few:
        level = level.withColumn("node", F.floor(F.col("from") / _BRANCHES).cast("int"))
        level = level.repartition(min(blocks, cores), "block")
        width = -(-width // _BRANCHES)
        level = level.groupBy("block", "node").applyInArrow(_sum(size, last=width <= 1), _SUMS)
        if width <= 1:
            break
        level = level.withColumnRenamed("node", "from")
    table = level.toArrow()
    sums = [table]
    if few:
        add = _sum(size, last=True)
        table = table.append_column("node", pa.array([0] * table.num_rows, pa.int32())).sort_by("block").combine_chunks()
        ends = table.column("block").value_counts().to_pylist()
        bounds = itertools.pairwise(itertools.accumulate((end["counts"] for end in ends), initial=0))
        sums = [add(table.slice(from_, to - from_)) for from_, to in bounds]
    vectors = np.frombuffer(before, dtype="<f4").copy().reshape(2, -1, size)
    facts = {}
    for row in (row for each in sums for row in _rows(each)):
        rows = np.frombuffer(row["rows"], dtype="<i4") + row["block"] * _ROWS
        for matrix, name in enumerate(("inputs", "outputs")):
            vectors[matrix][rows] += np.frombuffer(row[name], dtype="<f4").reshape(-1, size)
        if row["block"] == 0:
            facts = {"flows": int(row["flows"]), "pairs": row["weight"], "loss": row["loss"] / max(1.0, row["weight"])}
    return vectors.tobytes(), facts


def _rows(table: pa.Table):
    """Rows one at a time: `to_pylist` would hold all of them once more."""
    for row in range(table.num_rows):
        yield {name: table.column(name)[row].as_py() for name in table.schema.names}


#: Rows of the matrices in a block: the engine's `rowsOfBlock`.
_ROWS = 1024


def _sum(size: int, last: bool):
    """Adds up the changes of some shares, times how often each saw the unit, and at the `last`
    level divides by how often all did; in the order of the shares, for sums of
    floating point numbers depend on their order."""

    def add(table: pa.Table) -> pa.Table:
        table = table.sort_by("from")
        seen, inputs, outputs = np.zeros(_ROWS), np.zeros((_ROWS, size)), np.zeros((_ROWS, size))
        for row in _rows(table):
            # Sums of sums are weighted already.
            kind = "<f4" if row["leaf"] else "<f8"
            rows = np.frombuffer(row["rows"], dtype="<i4")
            often = np.frombuffer(row["seen"], dtype=kind).astype("<f8")
            weight = often[:, None] if row["leaf"] else 1.0
            seen[rows] += often
            inputs[rows] += np.frombuffer(row["inputs"], dtype=kind).astype("<f8").reshape(-1, size) * weight
            outputs[rows] += np.frombuffer(row["outputs"], dtype=kind).astype("<f8").reshape(-1, size) * weight
        rows = np.flatnonzero(seen).astype("<i4")
        seen, inputs, outputs = seen[rows], inputs[rows], outputs[rows]
        if last:
            inputs, outputs = ((sums / seen[:, None]).astype("<f4") for sums in (inputs, outputs))
        total = {name: float(np.sum(table.column(name).to_numpy())) for name in ("weight", "loss", "flows")}
        found = (("rows", rows), ("seen", seen), ("inputs", inputs), ("outputs", outputs))
        return pa.table(
            {
                "node": table.column("node").slice(0, 1),
                "block": table.column("block").slice(0, 1),
                **{name: [value] for name, value in total.items()},
                **{name: pa.array([value.tobytes()], pa.binary()) for name, value in found},
                "leaf": [False],
            }
        )

    return add


def tell_round(told: dict) -> None:
    """A line for people who wait."""
    rate = told["flows"] / max(told["seconds"], 0.1)
    print(
        f"round {told['round']} of {told['rounds']}: {told['flows']:,} flows in {told['seconds']} s "
        f"({rate:,.0f} flows/s), loss {told['loss']:.3f}",
        file=sys.stderr,
        flush=True,
    )
