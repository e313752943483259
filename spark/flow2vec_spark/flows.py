"""Flows of a lake in the columns of the capture store."""

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .engine import engine
from .files import is_there
from .places import MOST_RECORDS
from .tasks import through_engine

#: Name, name in SQL and type of each column; the engine's `storeColumns`.
COLUMNS = [
    ("StartTime", "start_time", "timestamp"),
    ("Dur", "duration", "double"),
    ("Proto", "proto", "string"),
    ("SrcAddr", "src_addr", "string"),
    ("Sport", "sport", "string"),
    ("Dir", "dir", "string"),
    ("DstAddr", "dst_addr", "string"),
    ("Dport", "dport", "string"),
    ("State", "state", "string"),
    ("sTos", "s_tos", "string"),
    ("dTos", "d_tos", "string"),
    ("TotPkts", "packets", "bigint"),
    ("TotBytes", "bytes", "bigint"),
    ("SrcBytes", "src_bytes", "bigint"),
    ("SrcPkts", "src_packets", "bigint"),
    ("srcUdata", "src_udata", "string"),
    ("dstUdata", "dst_udata", "string"),
    ("Label", "label", "string"),
    ("DetailedLabel", "detailed_label", "string"),
    ("Service", "service", "string"),
    ("History", "history", "string"),
    ("Severity", "severity", "string"),
    ("Signature", "signature", "string"),
    ("FlowId", "flow_id", "string"),
]
SQL_NAMES = {name: sql for name, sql, _ in COLUMNS}
_NO_FLOW = "The row has no time, or lacks an address of the two: correct it; until then it is left out of the capture."
_NEEDED = ("start_time", "src_addr", "dst_addr")
#: A file is one partition, however large: its records are numbered in order, and it is trained on in order.
_WHOLE_FILES = {
    "spark.sql.files.maxPartitionBytes": str(1 << 50),
    "spark.sql.files.openCostInBytes": str(1 << 50),
}


def read_flows(spark: SparkSession, settings: dict, version: str, inputs=None) -> DataFrame:
    """Flows and rejected rows of some URIs: `file`, `record`, `sensor`, `problem` (null for a flow) and the columns.

    Tables (Parquet, Delta, Iceberg) come by the names of their columns; text files are read by the engine, which
    recognises each of them.
    """
    inputs = list(inputs or settings["inputs"])
    kind = _kind_of(spark, inputs, settings.get("format"))
    if kind == "text":
        return _kept(_with_sensor(_from_text(spark, inputs, settings, version), settings))
    table = _load(spark, inputs, kind)
    own = _own_columns(table)
    if "mapping" in settings or own is None:
        return _kept(_with_sensor(_by_mapping(table, settings, version), settings))
    return _with_sensor(_by_names(table, own, settings), settings)


def _kept(frame: DataFrame) -> DataFrame:
    """What the engine reads is looked at several times: it is kept on the executors' disks until `unpersist`. A table's columns
    are read again sooner than kept."""
    return frame.persist(StorageLevel.DISK_ONLY)


def whole_files(spark: SparkSession, path: str, schema: str) -> DataFrame:
    """Parquet that each of its files is one partition of, rows in order. Holds for the plan that is made at once."""
    before = {key: spark.conf.get(key) for key in _WHOLE_FILES}
    for key, value in _WHOLE_FILES.items():
        spark.conf.set(key, value)
    try:
        frame = spark.read.schema(schema).parquet(path)
        frame._jdf.queryExecution().executedPlan()  # Planned now, by these settings.
        return frame
    finally:
        for key, value in before.items():
            spark.conf.set(key, value)


def _kind_of(spark: SparkSession, inputs: list[str], named: str | None) -> str:
    if named in ("parquet", "delta", "iceberg", "orc"):
        return named
    if named is not None:
        return "text"
    # A table's files are no flows by themselves: some were deleted in it. Spark's listing leaves out what begins with "_".
    for table, mark in (("delta", "_delta_log"), ("iceberg", "metadata/*.metadata.json")):
        if any(is_there(spark, f"{place.rstrip('/')}/{mark}") for place in inputs):
            return table
    files = (
        spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(inputs).select("path").limit(1000)
    )
    names = [row.path.lower() for row in files.collect()]
    if not names:
        raise ValueError(f"{', '.join(inputs)}: holds no files. Name a folder of flows, or files.")
    return "parquet" if any(name.endswith((".parquet", ".parq")) for name in names) else "text"


#: What a cluster needs that does not have these tables, for Spark 4.0.
_PACKAGES = {
    "delta": (
        "Delta Lake",
        "--conf spark.jars.packages=io.delta:delta-spark_2.13:4.0.0 "
        "--conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension "
        "--conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog",
    ),
    "iceberg": (
        "Iceberg",
        "--conf spark.jars.packages=org.apache.iceberg:iceberg-spark-runtime-4.0_2.13:1.10.0",
    ),
}


def _load(spark: SparkSession, inputs: list[str], kind: str) -> DataFrame:
    reader = spark.read.format(kind)
    try:
        if kind == "parquet":
            return reader.option("recursiveFileLookup", "false").load(inputs)
        frame = reader.load(inputs[0])
        for more in inputs[1:]:
            frame = frame.unionByName(spark.read.format(kind).load(more))
        return frame
    except Exception as error:  # Of Java, or as PySpark translates it.
        if kind not in _PACKAGES or "DATA_SOURCE_NOT_FOUND" not in str(error):
            raise
        name, words = _PACKAGES[kind]
        raise ValueError(
            f"{inputs[0]}: is a table of {name}, which this Spark does not read. Give it the package of its version: {words}"
        ) from error


def _from_text(spark: SparkSession, inputs: list[str], settings: dict, version: str) -> DataFrame:
    for key, value in _WHOLE_FILES.items():
        spark.conf.set(key, value)
    lines = (
        spark.read.option("recursiveFileLookup", "true")
        .text(inputs)
        .select(F.col("_metadata.file_path").alias("file"), F.col("value").cast("binary").alias("line"))
    )
    asked = {key: settings[key] for key in ("format", "mapping") if key in settings}
    return _stored(through_engine(lines, "readLines", asked, version=version, gives=_GIVEN))


#: As the engine answers: times in microseconds, whole numbers as doubles.
_GIVEN = "file string, record bigint, problem string, " + ", ".join(
    f"{sql} {'string' if kind == 'string' else 'double'}" for _, sql, kind in COLUMNS
)


def _stored(frame: DataFrame) -> DataFrame:
    columns = []
    for _, sql, kind in COLUMNS:
        column = F.col(sql)
        if kind == "timestamp":
            column = F.timestamp_micros(column.try_cast("bigint"))
        elif kind == "bigint":
            # A count beyond 64 bits is none, and no reason for a task to fail.
            column = column.try_cast("bigint")
        elif kind == "string":
            column = F.coalesce(column, F.lit(""))
        columns.append(column.alias(sql))
    return frame.select("file", "record", "problem", *columns)


def _own_columns(table: DataFrame) -> dict[str, str] | None:
    """A table's columns by their names in SQL, where they are those of the capture store and its times are times."""
    lower = {name.lower(): name for name in table.columns}
    found = {sql: lower.get(sql) or lower.get(name.lower()) for name, sql, _ in COLUMNS}
    own = {sql: name for sql, name in found.items() if name is not None}
    if not all(name in own for name in _NEEDED):
        return None
    return own if table.schema[own["start_time"]].dataType.typeName().startswith("timestamp") else None


def _by_names(table: DataFrame, own: dict[str, str], settings: dict) -> DataFrame:
    file, record = _places(table)
    sensor = settings.get("sensor")
    # Rows without one are those of a sensor without a name.
    named = F.coalesce(F.col(f"`{sensor}`").cast("string"), F.lit(""))
    extra = [named.alias("_sensor")] if _is_column(table, sensor) else []
    rules = engine().facts("rulesOfRows", {})
    columns = []
    for _, sql, kind in COLUMNS:
        column = F.col(f"`{own[sql]}`") if sql in own else F.lit(None)
        if kind == "string":
            column = F.trim(column.cast("string"))
            column = F.when(column.isNull() | column.isin(rules["absent"]), F.lit("")).otherwise(column)
        else:
            column = column.try_cast(kind)
        columns.append(column.alias(sql))
    # The rules of the engine for tables: a flow has a time, and both ends.
    micros = F.unix_micros("start_time")
    is_time = (micros >= int(rules["first"])) & (micros < int(rules["end"]))
    is_flow = is_time & (F.col("src_addr") != "") & (F.col("dst_addr") != "")
    problem = F.when(is_flow, F.lit(None)).otherwise(F.lit(_NO_FLOW)).cast("string")
    return table.select(file, record, *columns, *extra).withColumn("problem", problem)


def _by_mapping(table: DataFrame, settings: dict, version: str) -> DataFrame:
    if _is_column(table, settings.get("sensor")):
        raise ValueError("--sensor works on tables whose columns need no mapping: rename them in a view first.")
    names = table.columns
    cells = [F.col(f"`{name}`").cast("string").alias(f"c{i}") for i, name in enumerate(names)]
    asked = {"columns": names, **({"mapping": settings["mapping"]} if "mapping" in settings else {})}
    return _stored(
        through_engine(table.select(*_places(table), *cells), "readTable", asked, version=version, gives=_GIVEN)
    )


def _is_column(table: DataFrame, name: str | None) -> bool:
    return name is not None and name.lower() in (column.lower() for column in table.columns)


def _places(table: DataFrame):
    """Where a row stands: file and number within it, from 1, where the format tells; else a digest of the row."""
    try:
        table.select("_metadata.file_path", "_metadata.row_index").schema
    except Exception:  # Analysis says so: not every source has them.
        digest = F.xxhash64(*[F.col(f"`{name}`").cast("string") for name in table.columns])
        return F.lit("").alias("file"), F.pmod(digest, F.lit(MOST_RECORDS)).alias("record")
    return F.col("_metadata.file_path").alias("file"), (F.col("_metadata.row_index") + 1).alias("record")


def _with_sensor(frame: DataFrame, settings: dict) -> DataFrame:
    sensor = settings.get("sensor")
    if "_sensor" in frame.columns:
        return frame.withColumnRenamed("_sensor", "sensor")
    if sensor is None:
        return frame.withColumn("sensor", F.lit(""))
    if sensor == "file":
        return frame.withColumn("sensor", F.col("file"))
    raise ValueError(f'The flows have no column "{sensor}": name one of theirs with --sensor, or "file".')
