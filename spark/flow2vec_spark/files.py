"""Single files, by the file systems that Spark knows. Their credentials are Spark's; none is read here."""

import tempfile
from pathlib import Path

from pyspark.sql import SparkSession


def read_file(spark: SparkSession, place: str) -> bytes:
    """The bytes of a file. It is copied beside the driver: a row of a table that holds hundreds of megabytes exceeds the
    memory of whoever hands it on."""
    hadoop = spark._jvm.org.apache.hadoop.fs
    path = hadoop.Path(place)
    system = path.getFileSystem(spark._jsc.hadoopConfiguration())
    if not system.exists(path) or system.getFileStatus(path).isDirectory():
        raise ValueError(f"{place}: is not one file. Name the model file that a training wrote.")
    with tempfile.TemporaryDirectory() as folder:
        local = Path(folder) / "file"
        system.copyToLocalFile(False, path, hadoop.Path(f"file://{local}"), True)
        return local.read_bytes()


def is_there(spark: SparkSession, pattern: str) -> bool:
    """Whether a file or folder is there; `*` and the like as Spark reads them."""
    path = spark._jvm.org.apache.hadoop.fs.Path(pattern)
    return bool(path.getFileSystem(spark._jsc.hadoopConfiguration()).globStatus(path))


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
