"""Single files, by the file systems that Spark knows. Their credentials are Spark's; none is read here."""

from pyspark.sql import SparkSession


def read_file(spark: SparkSession, place: str) -> bytes:
    rows = spark.read.format("binaryFile").load(place).select("content").collect()
    if len(rows) != 1:
        raise ValueError(f"{place}: is not one file. Name the model file that a training wrote.")
    return bytes(rows[0]["content"])


def copy_out(spark: SparkSession, local: str, place: str) -> None:
    """A file of the driver to where the result goes; what was there is replaced."""
    hadoop = spark._jvm.org.apache.hadoop.fs
    path = hadoop.Path(place)
    system = path.getFileSystem(spark._jsc.hadoopConfiguration())
    system.copyFromLocalFile(False, True, hadoop.Path(f"file://{local}"), path)


def remove(spark: SparkSession, place: str) -> None:
    """A folder and all below it; none is no fault."""
    path = spark._jvm.org.apache.hadoop.fs.Path(place)
    path.getFileSystem(spark._jsc.hadoopConfiguration()).delete(path, True)
