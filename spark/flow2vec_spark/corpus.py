"""From flows to sentences of numbers: tokens, what has a vector of its own, and what stands beside what."""

import dataclasses

import pyarrow as pa
from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as F

from .engine import stream_of
from .flows import COLUMNS, SQL_NAMES, whole_files
from .labels import CLASSES, class_column, classes_of, distinct_labels
from .tasks import Shared, through_engine

#: Flows of a sentence at most: the engine's `longestSentence`.
_LONGEST = 10_000
_TEXTS = {name for name, _, kind in COLUMNS if kind == "string"}


@dataclasses.dataclass
class Corpus:
    """What rounds of training need; everything large is Parquet in the working folder."""

    tokens: str
    """Distinct tokens with counts, labels and first flow."""
    sentences: str
    """`part`, `first` and units of every flow, a file for each part."""
    units: Shared
    """What has a vector, as an Arrow stream."""
    flows: int
    parts: int


def build_corpus(spark: SparkSession, flows: DataFrame, settings: dict, version: str, work: str) -> Corpus:
    """Writes tokens and sentences of `flows` (without rejected rows) into the folder `work`."""
    config = settings["config"]
    columns = config["tokenColumns"]
    parts = [f"p{i}" for i in range(len(columns))]
    told = with_parts(flows, columns, version)
    tokens = f"{work}/tokens"
    count_tokens(told, parts).write.mode("overwrite").parquet(tokens)
    counted = spark.read.parquet(tokens)
    total = counted.agg(F.sum("count")).first()[0] or 0
    if total == 0:
        raise ValueError("There is no flow to learn from.")
    units = Shared(spark, unit_table(counted, columns, config["maxVocabulary"], version))
    shares = settings.get("partitions") or spark.sparkContext.defaultParallelism
    sentences = f"{work}/sentences"
    _numbered(told, columns, units, version).transform(
        lambda frame: in_sentences(frame, config["sentence"], shares)
    ).write.mode("overwrite").partitionBy("part").parquet(sentences)
    return Corpus(tokens, sentences, units, total, shares)


def with_parts(flows: DataFrame, columns: list[str], version: str) -> DataFrame:
    """Flows with the parts of their tokens, `p0`, `p1`, …"""
    if all(name in _TEXTS for name in columns):
        # What a cell says is its part, as the engine's `tokenOfParts` writes it.
        made = [_part(F.col(SQL_NAMES[name])).alias(f"p{i}") for i, name in enumerate(columns)]
        return flows.select("*", *made)
    cells = [_cell(name.split("/")[0]).alias(f"c{i}") for i, name in enumerate(columns)]
    return through_engine(
        flows.select("*", *cells),
        "tokenParts",
        {"columns": columns},
        version=version,
        gives=", ".join(f"p{i} string" for i in range(len(columns))),
        takes=[f"c{i}" for i in range(len(columns))],
        keeps=flows.columns,
    )


def _part(column: Column) -> Column:
    return F.when(column == "", F.lit("-")).otherwise(F.translate(column, " \t\r\n", "____"))


def _cell(name: str) -> Column:
    column = F.col(SQL_NAMES[name])
    if name == "StartTime":
        column = F.date_format(column, "yyyy/MM/dd HH:mm:ss.SSSSSS")
    return F.coalesce(column.cast("string"), F.lit(""))


def count_tokens(told: DataFrame, parts: list[str]) -> DataFrame:
    """Distinct tokens: `count`, `l0`, `l1`, … flows of each class of labels, `file` and `record` of the first flow."""
    label = class_column(classes_of(distinct_labels(told)))
    classes = [F.count_if(label == number).alias(f"l{number}") for number in range(len(CLASSES))]
    first = F.min(F.struct("file", "record")).alias("first")
    return (
        told.groupBy(*parts)
        .agg(F.count("*").alias("count"), first, *classes)
        .select(*parts, "count", "first.file", "first.record", *[f"l{n}" for n in range(len(CLASSES))])
    )


def unit_table(tokens: DataFrame, columns: list[str], most: int, version: str) -> bytes:
    """`place`, `value`, `count` of what has a vector, commonest first: the `most` commonest values of all columns,
    as many networks of the addresses beyond, and what stands for the rest of a column."""
    values = None
    for place in range(len(columns)):
        one = tokens.groupBy(F.col(f"p{place}").alias("value")).agg(F.sum("count").alias("count"))
        one = one.select(F.lit(place).alias("place"), "value", "count")
        values = one if values is None else values.unionAll(one)
    values = values.persist()
    try:
        order = [F.desc("count"), F.asc("place"), F.asc("value")]
        kept = values.orderBy(*order).limit(most).toArrow()
        if kept.num_rows == most:
            last = kept.slice(most - 1).to_pylist()[0]
            beyond = values.where(
                (F.col("count") < last["count"])
                | ((F.col("count") == last["count"]) & (F.col("place") > last["place"]))
                | (
                    (F.col("count") == last["count"])
                    & (F.col("place") == last["place"])
                    & (F.col("value") > last["value"])
                )
            )
            named = through_engine(
                beyond,
                "sharedNames",
                {"columns": columns},
                version=version,
                gives="name string",
                takes=["place", "value"],
                keeps=["place", "count"],
            )
            shared = named.groupBy("place", F.col("name").alias("value")).agg(F.sum("count").alias("count"))
            networks = shared.where("value <> '*'").orderBy(*order).limit(most).toArrow()
            # Networks beyond those have what rare values of the column have; it stands in the table in any case.
            rare = [(place, "*", 1) for place in range(len(columns))]
            rest = pa.table(
                {
                    "place": pa.array([p for p, _, _ in rare], pa.int32()),
                    "value": pa.array([v for _, v, _ in rare], pa.string()),
                    "count": pa.array([c for _, _, c in rare], pa.int64()),
                }
            )
            kept = pa.concat_tables([t.cast(rest.schema) for t in (kept, networks, rest)])
    finally:
        values.unpersist()
    kept = kept.cast(pa.schema([("place", pa.int32()), ("value", pa.string()), ("count", pa.int64())]))
    kept = kept.sort_by([("count", "descending"), ("place", "ascending"), ("value", "ascending")]).combine_chunks()
    return bytes(stream_of(kept.to_batches()[0]))


def _numbered(told: DataFrame, columns: list[str], units: Shared, version: str) -> DataFrame:
    parts = [f"p{i}" for i in range(len(columns))]
    return through_engine(
        told,
        "unitNumbers",
        {"columns": columns},
        version=version,
        gives=", ".join(f"n{i} int" for i in range(len(columns))),
        takes=parts,
        keeps=["file", "record", "sensor", "start_time", "proto", "src_addr", "dport"],
        shared={"units": units},
    )


def sentence_columns(scheme: dict) -> tuple[list[Column], int]:
    """What tells apart the flows of sentences, and how many flows one has at most.

    A sentence lies within a sensor and an hour, unless it has a time of its own: so no group outgrows a task.
    """
    seconds = F.unix_seconds("start_time")
    hour = F.floor(seconds / 3600).alias("window")
    by = scheme["by"]
    if by == "count":
        return [F.col("sensor"), hour], scheme["size"]
    if by == "host":
        return [F.col("sensor"), hour, F.col("src_addr")], _LONGEST
    window = F.floor(F.unix_micros("start_time") / F.lit(scheme["seconds"] * 1e6)).alias("window")
    if by == "time":
        return [F.col("sensor"), window], _LONGEST
    return [F.col("sensor"), window, F.col("proto"), F.col("dport")], _LONGEST


def in_sentences(numbered: DataFrame, scheme: dict, shares: int) -> DataFrame:
    """`part`, `first` and `n0`, `n1`, …: sentence after sentence, each in one part, in an order that does not depend on
    how the rows were partitioned before."""
    group, most = sentence_columns(scheme)
    names = [f"g{i}" for i in range(len(group))]
    frame = numbered.select("*", *[column.alias(name) for column, name in zip(group, names)])
    window = Window.partitionBy(*names).orderBy("start_time", "file", "record")
    place = F.row_number().over(window) - 1
    frame = frame.withColumn("place", place).withColumn("sentence", F.floor(F.col("place") / most))
    part = F.pmod(F.xxhash64(*names, "sentence"), F.lit(shares)).cast("int")
    units = [name for name in numbered.columns if name.startswith("n") and name[1:].isdigit()]
    return (
        frame.withColumn("part", part)
        .repartition(shares, "part")
        .sortWithinPartitions("part", *[n for n in names], "place")
        .select("part", (F.col("place") % most == 0).cast("int").alias("first"), *units)
    )


def sentences_of(spark: SparkSession, corpus: Corpus) -> DataFrame:
    return whole_files(spark, corpus.sentences)
