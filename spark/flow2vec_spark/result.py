"""What a training leaves: the model file that the editor opens."""

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from .corpus import Corpus
from .engine import engine
from .labels import CLASSES


def write_model(spark: SparkSession, corpus: Corpus, vectors: bytes, settings: dict, told: dict, out: str) -> dict:
    """Writes the model to the driver's file `out`, with the commonest tokens; what it holds."""
    columns = [f"p{i}" for i in range(len(settings["config"]["tokenColumns"]))]
    tokens = spark.read.parquet(corpus.tokens)
    order = [F.desc("count"), "file", "record", *columns]
    files = [row.file for row in tokens.select("file").distinct().orderBy("file").limit(0xFFFF).collect()]
    number = {file: place for place, file in enumerate(files)}
    top = tokens.orderBy(*order).limit(settings["maxTokens"])
    top = top.select(
        F.concat_ws(" ", *columns).alias("token"),
        "count",
        "file",
        "record",
        *[f"l{n}" for n in range(len(CLASSES))],
    ).toArrow()
    # Files beyond what 16 bits can number are all the last one.
    numbers = pa.array([number.get(file, 0xFFFF) for file in top.column("file").to_pylist()], pa.int32())
    top = top.set_column(top.schema.get_field_index("file"), "file", numbers)
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
    everything = tokens.count()
    return {
        "vocabulary": facts["tokens"],
        "units": facts["units"],
        **({"tokensLeftOut": everything - facts["tokens"]} if everything > facts["tokens"] else {}),
    }


def _written(content: bytes, path: str) -> str:
    with open(path, "wb") as file:
        file.write(content)
    return path
