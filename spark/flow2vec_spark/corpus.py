"""From flows to sentences of numbers: tokens, what has a vector of its own, and what stands beside what."""

import dataclasses

import pyarrow as pa
import pyarrow.compute  # noqa: F401 - pa.compute.
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from .engine import stream_of
from .flows import COLUMNS, SQL_NAMES, whole_files
from .places import files_of, placed
from .tasks import Shared, lots_of, through_engine

_TEXTS = {name for name, _, kind in COLUMNS if kind == "string"}


@dataclasses.dataclass
class Corpus:
    """What rounds of training need; everything large is Parquet in the working folder."""

    tokens: str
    """Distinct tokens of each label with counts and the place of their first flow."""
    files: list[str]
    """Files by the number that places have."""
    sentences: str
    """Pieces of sentences, a file for each part."""
    units: Shared
    """What has a vector, as an Arrow stream."""
    rows: int
    """How many have one."""
    flows: int
    parts: int


def build_corpus(spark: SparkSession, frame: DataFrame, settings: dict, version: str, work: str) -> Corpus:
    """Writes tokens and sentences of the flows of `frame` into the folder `work`."""
    config = settings["config"]
    columns = config["tokenColumns"]
    flows = frame.where("problem is null")
    files = files_of(flows)
    told = with_parts(placed(spark, flows, files), columns, version)
    tokens = f"{work}/tokens"
    count_tokens(told, len(columns)).write.mode("overwrite").parquet(tokens)
    counted = spark.read.schema(_tokens_of(len(columns))).parquet(tokens)
    table, rows, total = unit_table(counted, columns, config["maxVocabulary"], version)
    if total == 0:
        raise ValueError("There is no flow to learn from.")
    units = Shared(spark, table)
    shares = settings.get("partitions") or spark.sparkContext.defaultParallelism
    sentences = f"{work}/sentences"
    in_sentences(told, columns, config["sentence"], shares, units, version).write.mode("overwrite").partitionBy(
        "part"
    ).parquet(sentences)
    return Corpus(tokens, files, sentences, units, rows, total, shares)


def with_parts(flows: DataFrame, columns: list[str], version: str) -> DataFrame:
    """Flows with the parts of their tokens, `p0`, `p1`, …"""
    if are_cells(columns):
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


def are_cells(columns: list[str]) -> bool:
    """Whether what a cell says is its part, as the engine's `tokenOfParts` writes it."""
    return all(name in _TEXTS for name in columns)


def token_cells(flows: DataFrame, columns: list[str], version: str) -> tuple[DataFrame, list[str]]:
    """Flows with the columns that hold the parts of their tokens, and these: cells as they are, where those tell."""
    if are_cells(columns):
        return flows, [SQL_NAMES[name] for name in columns]
    return with_parts(flows, columns, version), [f"p{i}" for i in range(len(columns))]


def token_of(cells: list[str]) -> Column:
    """The token of a flow by such columns."""
    return F.concat_ws(" ", *[_part(F.col(cell)) for cell in cells]).alias("token")


def _part(column: Column) -> Column:
    return F.when(column == "", F.lit("-")).otherwise(F.translate(column, " \t\r\n", "____"))


def _cell(name: str) -> Column:
    column = F.col(SQL_NAMES[name])
    if name == "StartTime":
        column = F.date_format(column, "yyyy/MM/dd HH:mm:ss.SSSSSS")
    return F.coalesce(column.cast("string"), F.lit(""))


def _tokens_of(columns: int) -> str:
    return "".join(f"p{i} string, " for i in range(columns)) + "label string, count bigint, first bigint"


def count_tokens(told: DataFrame, columns: int) -> DataFrame:
    """Distinct tokens of each label: `count`, and the place of the `first` flow. Whole numbers alone are aggregated, which
    Spark does by hashing; a least text or structure would have it sort all flows."""
    parts = [f"p{i}" for i in range(columns)]
    return told.groupBy(*parts, "label").agg(F.count("*").alias("count"), F.min("place").alias("first"))


def unit_table(tokens: DataFrame, columns: list[str], most: int, version: str) -> tuple[bytes, int, int]:
    """`place`, `value`, `count` of what has a vector, commonest first, how many these and flows are: the `most` commonest
    values of all columns, as many networks of the addresses beyond, and what stands for the rest of a column."""
    parts = F.array(*[f"p{i}" for i in range(len(columns))])
    values = tokens.select("count", F.posexplode(parts).alias("place", "value"))
    values = values.groupBy("place", "value").agg(F.sum("count").alias("count")).persist()
    try:
        order = [F.desc("count"), F.asc("place"), F.asc("value")]
        kept = values.limit(most + 1).toArrow()
        if kept.num_rows <= most:
            total = sum(row["count"] for row in kept.filter(pa.compute.equal(kept["place"], 0)).to_pylist())
        else:
            total = values.where("place = 0").agg(F.sum("count")).first()[0]
            kept = values.orderBy(*order).limit(most).toArrow()
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
    return bytes(stream_of(kept.to_batches()[0])) if total else b"", kept.num_rows, total or 0


def sentence_columns(scheme: dict) -> tuple[Column, list[Column]]:
    """The number of the window of time, and what else tells apart the flows of sentences.

    A sentence lies within a sensor and an hour, unless it has a time of its own: so no group outgrows a task.
    """
    by = scheme["by"]
    hour = F.floor(F.unix_micros("start_time") / F.lit(scheme.get("seconds", 3600) * 1e6)).cast("bigint")
    more = {"host": ["src_addr"], "service": ["proto", "dport"]}.get(by, [])
    return hour, [F.col(name) for name in ("sensor", *more)]


#: Shares that are put on cores evenly.
_EVEN = 1000


def in_sentences(
    told: DataFrame, columns: list[str], scheme: dict, shares: int, units: Shared, version: str
) -> DataFrame:
    """Pieces of sentences: `part` is the share of a sentence, and the pieces of a part stand in an order that does not
    depend on how the rows were partitioned before. Flows are moved and sorted once, pieces of thousands of them once more.
    """
    window, group = sentence_columns(scheme)
    parts = [f"p{i}" for i in range(len(columns))]
    flows = told.select(
        window.alias("window"), F.concat_ws("\t", *group).alias("group"), "start_time", "place", *parts
    )
    pieces = through_engine(
        flows.repartition("window", "group").sortWithinPartitions("start_time", "place"),
        "cutSentences",
        {"columns": columns, "scheme": scheme, "shares": shares},
        version=version,
        gives="part int, window bigint, group string, piece int, numbers binary",
        takes=["window", "group", *parts],
        shared={"units": units},
    )
    order = ["part", "window", "group", "piece"]
    lot = F.col("part")
    if shares <= _EVEN:  # Where there are many, cores get as many each in any case.
        lot = F.element_at(F.array(*map(F.lit, lots_of(told.sparkSession, shares))), lot + 1)
    return pieces.repartition(shares, lot).sortWithinPartitions(*order).select("part", "numbers")


def sentences_of(spark: SparkSession, corpus: Corpus) -> DataFrame:
    return whole_files(spark, corpus.sentences, "numbers binary, part int")
