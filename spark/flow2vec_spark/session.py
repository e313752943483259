"""The Spark session that steps run in."""

import atexit
import shutil
import tempfile
import zipfile
from pathlib import Path

from pyspark.sql import SparkSession

#: Times are UTC, as flow tools print them. Rows of one Arrow batch, which is what a task holds of its partition. The first
#: of many rows are sorted on disk: a heap of them in each task is larger than its memory.
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
    "spark.sql.execution.topKSortFallbackThreshold": "10000",
}


def session() -> SparkSession:
    spark = SparkSession.builder.appName("flow2vec").getOrCreate()
    for key, value in _SETTINGS.items():
        spark.conf.set(key, value)
    ship(spark)
    return spark


def ship(spark: SparkSession) -> None:
    """Sends this package, engine included, to executors that do not have it installed."""
    package = Path(__file__).resolve().parent
    if not package.is_dir():  # It came as an archive, and executors have it.
        return
    folder = tempfile.mkdtemp(prefix="flow2vec-")
    # Executors fetch it when their first task begins, so it stays as long as the driver.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    archive = Path(folder) / "flow2vec_spark.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for path in sorted([*package.glob("*.py"), *package.glob("dist/*")]):
            files.write(path, path.relative_to(package.parent))
    spark.sparkContext.addPyFile(str(archive))
