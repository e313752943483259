"""What a training leaves: the model file that the editor opens."""

import numpy as np
import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .corpus import Corpus
from .engine import engine
from .labels import CLASSES, class_column, classes_of, distinct_labels
from .places import file_of, record_of


def write_model(spark: SparkSession, corpus: Corpus, vectors: np.ndarray, settings: dict, told: dict, out: str) -> dict:
    """Writes the model to the driver's file `out`, with the commonest tokens; what it holds."""
    columns = [f"p{i}" for i in range(len(settings["config"]["tokenColumns"]))]
    top, everything = _commonest(spark.read.parquet(corpus.tokens), columns, settings["maxTokens"])
    files = corpus.files
    asked = {
        "config": settings["config"],
        "units": corpus.units.path(),
        "vectors": _written(vectors, f"{out}.vectors"),
        "out": out,
        "facts": {
            "of": {"inputs": settings["inputs"], "flows": corpus.flows},
            "files": [file.rsplit("/", 1)[-1] for file in files],
            "flows": corpus.flows,
            "tokens": told["flows"],
            "loss": told["loss"],
            "epochs": told["rounds"],
        },
    }
    facts = engine().facts("modelFile", asked, top.combine_chunks().to_batches(max_chunksize=50_000))
    return {
        "vocabulary": facts["tokens"],
        "units": facts["units"],
        **({"tokensLeftOut": everything - facts["tokens"]} if everything > facts["tokens"] else {}),
    }


def _commonest(tokens: DataFrame, columns: list[str], most: int) -> tuple[pa.Table, int]:
    """The `most` commonest tokens as the engine's `modelFile` takes them, and how many there are."""
    label = class_column(classes_of(distinct_labels(tokens)))
    of_class = [F.sum(F.when(label == number, F.col("count")).otherwise(0)).alias(f"l{number}") for number in range(len(CLASSES))]
    whole = tokens.groupBy(*columns).agg(F.sum("count").alias("count"), F.min("first").alias("first"), *of_class)
    whole = whole.select(F.concat_ws(" ", *columns).alias("token"), *whole.columns[len(columns) :])
    # Added up once, whatever is asked of them then: there may be many more than are kept.
    whole = whole.persist(StorageLevel.DISK_ONLY)
    try:
        everything = whole.count()
        kept = whole if everything <= most else whole.orderBy(F.desc("count"), "first", "token").limit(most)
        found = kept.toArrow()
    finally:
        whole.unpersist()
    found = found.sort_by([("count", "descending"), ("first", "ascending"), ("token", "ascending")])
    places = found.column("first").to_pylist()
    # Files beyond what 16 bits can number are all the last one.
    files = pa.array([min(file_of(place), 0xFFFF) for place in places], pa.int32())
    records = pa.array([record_of(place) for place in places], pa.int64())
    return found.drop_columns(["first"]).append_column("file", files).append_column("record", records), everything


def _written(vectors: np.ndarray, path: str) -> str:
    vectors.tofile(path)
    return path
