"""Where a flow stands, as one whole number: that of its file, and its record there. It is compared, moved and kept cheaply."""

import pyarrow as pa
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

#: The column of places.
PLACE = "place"
#: Bits that are the record's.
_RECORD = 40
#: Records are below: as many as a place tells apart.
MOST_RECORDS = 1 << _RECORD


def files_of(flows: DataFrame) -> list[str]:
    """Files by their numbers."""
    return [row.file for row in flows.select("file").distinct().orderBy("file").collect()]


def placed(spark: SparkSession, flows: DataFrame, files: list[str]) -> DataFrame:
    """Flows with their `place`."""
    record = F.pmod("record", F.lit(MOST_RECORDS))
    if len(files) < 2:
        return flows.withColumn(PLACE, record)
    joined = flows.join(F.broadcast(_numbered(spark, files)), "file")
    return joined.withColumn(PLACE, F.col("number") * MOST_RECORDS + record).drop("number")


def unplaced(spark: SparkSession, flows: DataFrame, files: list[str]) -> DataFrame:
    """Flows with `file` and `record` in place of their `place`."""
    told = flows.withColumn("record", F.col(PLACE).bitwiseAND(F.lit(MOST_RECORDS - 1)))
    if len(files) < 2:
        return told.withColumn("file", F.lit(files[0] if files else "")).drop(PLACE)
    told = told.withColumn("number", F.shiftright(PLACE, _RECORD))
    return told.join(F.broadcast(_numbered(spark, files)), "number").drop("number", PLACE)


def _numbered(spark: SparkSession, files: list[str]) -> DataFrame:
    return spark.createDataFrame(pa.table({"file": files, "number": pa.array(range(len(files)), pa.int64())}))


def file_of(place: int) -> int:
    return place >> _RECORD


def record_of(place: int) -> int:
    return place & (MOST_RECORDS - 1)
