"""Local gradient descent with averaging: every share of the corpus trains from the same vectors, and their changes are
averaged, for as many rounds as asked."""

import sys
import time

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .corpus import Corpus, sentences_of
from .engine import engine
from .tasks import Shared, through_engine

_ANSWER = (
    "part int, block int, weight double, loss double, flows double, seen binary, inputs binary, outputs binary"
)
_SUMS = (
    "node int, block int, weight double, loss double, flows double, seen binary, inputs binary, outputs binary, "
    "leaf boolean"
)
#: Shares that are added up in one task: a tree of fixed shape, so that a sum does not depend on who came first.
_BRANCHES = 16


def train(spark: SparkSession, corpus: Corpus, settings: dict, version: str, tell=None) -> tuple[bytes, dict]:
    """Vectors of all units (inputs, then outputs, little-endian floats) after the last round, and what is told of it."""
    config = settings["config"]
    rounds = config["epochs"]
    asked = {"config": config, "rounds": rounds, "flows": corpus.flows / corpus.parts}
    [start] = engine().rows("startingVectors", {**asked, "units": corpus.units.path()}).to_batches()
    vectors = b"".join(start.column("vectors").to_pylist())
    told = {}
    for number in range(rounds):
        began = time.monotonic()
        before = Shared(spark, vectors)
        changes = through_engine(
            sentences_of(spark, corpus),
            "trainShare",
            {**asked, "round": number},
            version=version,
            gives=_ANSWER,
            shared={"units": corpus.units, "vectors": before},
        )
        vectors, told = _averaged(changes, vectors, config["size"], corpus.parts)
        before.forget()
        told = {"round": number + 1, "rounds": rounds, **told, "seconds": round(time.monotonic() - began, 1)}
        if tell:
            tell(told)
    return vectors, told


def _averaged(changes: DataFrame, before: bytes, size: int, parts: int) -> tuple[bytes, dict]:
    """The vectors after a round. A unit's change is the mean of the shares' changes, weighted by how often each share
    saw it."""
    level = changes.withColumnRenamed("part", "node").withColumn("leaf", F.lit(True))
    width = parts
    cores = changes.sparkSession.sparkContext.defaultParallelism
    blocks = -(-len(before) // (8 * size * _ROWS))
    while True:
        level = level.withColumn("from", F.col("node")).withColumn("node", F.floor(F.col("node") / _BRANCHES).cast("int"))
        level = level.repartition(min(blocks, cores), "block")
        width = -(-width // _BRANCHES)
        level = level.groupBy("block", "node").applyInArrow(_sum(size, last=width <= 1), _SUMS)
        if width <= 1:
            break
    vectors = np.frombuffer(before, dtype="<f4").copy()
    half = len(vectors) // 2
    facts = {}
    for row in _rows(level.toArrow()):
        for at, name in ((0, "inputs"), (half, "outputs")):
            change = np.frombuffer(row[name], dtype="<f4")
            from_ = at + row["block"] * _ROWS * size
            vectors[from_ : from_ + len(change)] += change
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
        seen, inputs, outputs = 0.0, 0.0, 0.0
        for row in range(table.num_rows):
            kind = "<f4" if table.column("leaf")[row].as_py() else "<f8"
            often, ins, outs = (
                np.frombuffer(table.column(name)[row].as_py(), dtype=kind).astype("<f8")
                for name in ("seen", "inputs", "outputs")
            )
            # Sums of sums are weighted already.
            weight = often[:, None] if kind == "<f4" else 1.0
            seen = seen + often
            inputs = inputs + ins.reshape(-1, size) * weight
            outputs = outputs + outs.reshape(-1, size) * weight
        if last:
            inputs, outputs = ((sums / np.maximum(seen, 1)[:, None]).astype("<f4") for sums in (inputs, outputs))
        total = {name: float(np.sum(table.column(name).to_numpy())) for name in ("weight", "loss", "flows")}
        return pa.table(
            {
                "node": table.column("node").slice(0, 1),
                "block": table.column("block").slice(0, 1),
                **{name: [value] for name, value in total.items()},
                **{name: [value.tobytes()] for name, value in (("seen", seen), ("inputs", inputs), ("outputs", outputs))},
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
