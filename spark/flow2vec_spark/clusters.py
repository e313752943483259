"""Clusters of a model's tokens: by the engine beside the driver, or by MLlib where there are more than one process holds."""

import time

import numpy as np
import pyarrow as pa
from pyspark import StorageLevel
from pyspark.ml.clustering import KMeans
from pyspark.ml.functions import array_to_vector, vector_to_array
from pyspark.sql import SparkSession

from .engine import engine
from .progress import say
from .tasks import Shared

#: As many as the engine makes at most; MLlib's 20 end before small clusters have settled.
_ITERATIONS = 300


def cluster(spark: SparkSession, model: str, vectors: np.ndarray, settings: dict, out: str) -> dict:
    """Writes the clusters of the tokens of the driver's file `model` to its file `out`; how many there are, and by what."""
    number, config = settings["clusters"], settings["config"]
    asked = {
        "model": model,
        "out": out,
        "settings": {"k": number, "restarts": 1, "spherical": False, "method": "full", "seed": config["seed"]},
    }
    tokens = engine().facts("factsOfModel", {"model": model})["vocabulary"]
    if tokens <= settings["mllibAbove"]:
        return {**engine().facts("clusterModel", asked), "by": "one process"}
    if number < 2:
        raise ValueError("MLlib makes two clusters or more. Ask for --clusters 2, or raise --mllib-above.")
    say(f"clustering {tokens:,} tokens on the executors")
    found, rows = _by_mllib(spark, model, vectors, config, number, out)
    return {**engine().facts("clustersFound", {**asked, **found}, rows.to_batches(max_chunksize=50_000)), "by": "MLlib"}


def _by_mllib(spark: SparkSession, model: str, vectors: np.ndarray, config: dict, number: int, out: str) -> tuple[dict, pa.Table]:
    """What is told of the clustering, and `row`, `cluster` and `distance` of each token."""
    began = time.monotonic()
    size = config["size"]
    # Tokens are composed of inputs.
    units = Shared(spark, vectors[0].tobytes())
    tokens = spark.createDataFrame(engine().rows("vectorsOfTokens", {"model": model}))
    composed = tokens.mapInArrow(_composed(units, size), "row int, vector array<float>")
    composed = composed.select("row", array_to_vector("vector").alias("features")).persist(StorageLevel.MEMORY_AND_DISK)
    try:
        fitted = KMeans(k=number, seed=config["seed"], maxIter=_ITERATIONS).fit(composed)
        centres = np.stack(fitted.clusterCenters()).astype("<f4")
        with open(f"{out}.centres", "wb") as file:
            file.write(centres.tobytes())
        told = fitted.transform(composed).select("row", "prediction", vector_to_array("features", "float32").alias("vector"))
        rows = told.mapInArrow(_distances(Shared(spark, centres.tobytes()), size), "row int, cluster int, distance double")
        rows = rows.toArrow().combine_chunks()
    finally:
        composed.unpersist()
        units.forget()
    iterations = fitted.summary.numIter
    notes = ["Made on Spark, by KMeans of MLlib, which takes no silhouettes."]
    if iterations >= _ITERATIONS:
        notes.append(f"Stopped after {iterations} iterations, before every token had settled.")
    return {
        "centres": f"{out}.centres",
        "iterations": iterations,
        "inertia": fitted.summary.trainingCost,
        "seconds": time.monotonic() - began,
        "notes": notes,
    }, rows


def _composed(units: Shared, size: int):
    """A token's vector is the mean of those of its columns."""

    def run(batches):
        table = np.fromfile(units.path(), "<f4").reshape(-1, size)
        for batch in batches:
            names = [name for name in batch.schema.names if name != "row"]
            vectors = sum(table[batch.column(name).to_numpy()] for name in names) / np.float32(len(names))
            yield pa.record_batch([batch.column("row"), _lists(vectors)], names=["row", "vector"])

    return run


def _distances(centres: Shared, size: int):
    def run(batches):
        table = np.fromfile(centres.path(), "<f4").reshape(-1, size)
        for batch in batches:
            own = batch.column("prediction")
            vectors = batch.column("vector").flatten().to_numpy().reshape(-1, size)
            far = np.linalg.norm((vectors - table[own.to_numpy()]).astype("<f8"), axis=1)
            yield pa.record_batch([batch.column("row"), own, far], names=["row", "cluster", "distance"])

    return run


def _lists(vectors: np.ndarray) -> pa.ListArray:
    rows, size = vectors.shape
    return pa.ListArray.from_arrays(np.arange(0, (rows + 1) * size, size, dtype="<i4"), vectors.astype("<f4").ravel())
