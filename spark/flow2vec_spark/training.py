"""Local gradient descent with averaging: every share of the corpus trains from the same vectors, and their changes are
averaged, for as many rounds as asked."""

import concurrent.futures
import contextlib
import itertools
import json
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .corpus import Corpus, sentences_of
from .engine import engine
from .progress import Steps, say
from .tasks import Shared, through_engine

_CHANGES = "block int, told string, rows binary, seen binary, inputs binary, outputs binary"
_ANSWER = f"part int, {_CHANGES}"
_SUMS = f"node int, {_CHANGES}, leaf boolean"
#: Shares that are added up in one task: a tree of fixed shape, so that a sum does not depend on who came first.
_BRANCHES = 16
#: Rows at once, where each is large.
_LARGE_ROWS = {"spark.sql.execution.arrow.maxRecordsPerBatch": "50", "spark.sql.parquet.columnarReaderBatchSize": "128"}
#: Bytes of changes, of few shares, that the driver adds up itself, in the same order: moving them costs more than adding.
_AT_DRIVER = 128 << 20


def train(
    spark: SparkSession, corpus: Corpus, settings: dict, version: str, tell=None
) -> tuple[np.ndarray, dict]:
    """Vectors of all units after the last round, inputs and outputs × units × size, and what is told of it."""
    config = settings["config"]
    rounds = config["epochs"]
    asked = {"config": config, "rounds": rounds, "flows": corpus.flows / corpus.parts}
    told = {}
    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        # What the first round starts from follows from the seed: shares make it themselves, and nobody waits for it.
        starting = beside.submit(_starting, {**asked, "units": corpus.units.path()}, config["size"])
        for number in range(rounds):
            steps = Steps()
            before = {"vectors": Shared(spark, starting.result().tobytes())} if number > 0 else {}
            steps.end("sent")
            with _few_rows_at_once(spark):
                changes = through_engine(
                    sentences_of(spark, corpus),
                    "trainShare",
                    {**asked, "round": number},
                    version=version,
                    gives=_ANSWER,
                    shared={"units": corpus.units, **before},
                )
                gathered = _gathered(changes, corpus.rows, config["size"], corpus.parts)
            steps.end("shares")
            shares = _added(gathered, starting.result())
            steps.end("added")
            for shared in before.values():
                shared.forget()
            times = {**steps.told(digits=3), "engine": _mean_seconds(shares)}
            told = {"round": number + 1, "rounds": rounds, **_of_all(shares), **times}
            if tell:
                tell(told)
    return starting.result(), told


def _starting(asked: dict, size: int) -> np.ndarray:
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "vectors")
        engine().facts("startingVectors", {**asked, "out": place})
        return np.fromfile(place, "<f4").reshape(2, -1, size)


@contextlib.contextmanager
def _few_rows_at_once(spark: SparkSession):
    """Pieces of sentences are large rows, and blocks of vectors too: as many as Spark reads of Parquet at once, 4,096, would outgrow an executor."""
    before = {name: spark.conf.get(name) for name in _LARGE_ROWS}
    try:
        for name, rows in _LARGE_ROWS.items():
            spark.conf.set(name, rows)
        yield
    finally:
        for name, rows in before.items():
            spark.conf.set(name, rows)


def _gathered(changes: DataFrame, units: int, size: int, parts: int) -> pa.Table:
    """What shares changed, a row for each block of the matrices, or sums of several shares where they are too many for one process."""
    spark = changes.sparkSession
    level = changes.withColumnRenamed("part", "from").withColumn("leaf", F.lit(True))
    width = parts
    blocks = -(-units // _ROWS)
    at_driver = int(spark.conf.get("spark.flow2vec.sumAtDriver", str(_AT_DRIVER)))
    while width > _BRANCHES or width * 8 * units * size > at_driver:
        level = level.withColumn("node", F.floor(F.col("from") / _BRANCHES).cast("int"))
        level = level.repartition(min(blocks, spark.sparkContext.defaultParallelism), "block")
        level = level.groupBy("block", "node").applyInArrow(_sum(size), _SUMS)
        level = level.withColumnRenamed("node", "from")
        width = -(-width // _BRANCHES)
        if width == 1:
            break
    return level.toArrow()


def _added(gathered: pa.Table, vectors: np.ndarray) -> list[dict]:
    """Adds to the vectors the mean of what the shares changed, weighted by how often each saw the unit; what each says."""
    size = vectors.shape[2]
    table = gathered.sort_by("block").combine_chunks()
    ends = table.column("block").value_counts().to_pylist()
    bounds = itertools.pairwise(itertools.accumulate((end["counts"] for end in ends), initial=0))
    shares = []
    for from_, to in bounds:
        block = table.slice(from_, to - from_)
        rows, seen, *sums = _sums_of(block, size)
        rows += block.column("block")[0].as_py() * _ROWS
        for matrix, each in zip(vectors, sums):
            matrix[rows] += each / seen[:, None].astype("<f4")
        shares += _told(block)
    return shares


def _of_all(shares: list[dict]) -> dict:
    flows, pairs, loss = (sum(share[name] for share in shares) for name in ("flows", "pairs", "loss"))
    return {"flows": flows, "pairs": pairs, "loss": loss / max(1, pairs)}


def _mean_seconds(shares: list[dict]) -> dict:
    """How long the engine took in a share, step by step."""
    names = shares[0]["seconds"] if shares else ()
    return {name: round(sum(share["seconds"][name] for share in shares) / len(shares), 3) for name in names}


#: Rows of the matrices in a block: the engine's `rowsOfBlock`.
_ROWS = 1024


def _told(table: pa.Table) -> list[dict]:
    """What shares say of themselves, in their order; it stands with one of their blocks."""
    said = (json.loads(text) for text in table.sort_by("from").column("told").to_pylist() if text)
    return [share for each in said for share in each]


def _sums_of(table: pa.Table, size: int) -> tuple[np.ndarray, ...]:
    """Rows of a block, how often they were seen, and the sums of what some shares changed of inputs and outputs, times how
    often each saw the row. In the order of the shares: sums of floating point numbers depend on it."""
    table = table.sort_by("from")
    seen, sums = np.zeros(_ROWS), np.zeros((2, _ROWS, size), "<f4")
    for row in range(table.num_rows):
        rows, often, *changed = (_numbers(table, name, row, kind) for name, kind in _KINDS.items())
        seen[rows] += often
        for matrix, each in zip(sums, changed):
            # Sums of sums are weighted already.
            weight = often[:, None].astype("<f4") if table.column("leaf")[row].as_py() else np.float32(1)
            matrix[rows] += each.reshape(len(rows), size) * weight
    rows = np.flatnonzero(seen).astype("<i4")
    return rows, seen[rows], *sums[:, rows]


_KINDS = {"rows": "<i4", "seen": "<f8", "inputs": "<f4", "outputs": "<f4"}


def _numbers(table: pa.Table, name: str, row: int, kind: str) -> np.ndarray:
    return np.frombuffer(table.column(name)[row].as_buffer() or b"", kind)


def _sum(size: int):
    """The sums of a block's shares, as a row that is added up again."""

    def add(table: pa.Table) -> pa.Table:
        found = zip(_KINDS, _sums_of(table, size))
        return pa.table(
            {
                "node": table.column("node").slice(0, 1),
                "block": table.column("block").slice(0, 1),
                "told": [json.dumps(_told(table))],
                **{name: pa.array([numbers.tobytes()], pa.binary()) for name, numbers in found},
                "leaf": [False],
            }
        )

    return add


def tell_round(told: dict) -> None:
    """A line for people who wait."""
    rate = told["flows"] / max(told["seconds"], 0.1)
    say(
        f"round {told['round']} of {told['rounds']}: {told['flows']:,} flows in {told['seconds']} s "
        f"({rate:,.0f} flows/s), loss {told['loss']:.3f}"
    )
