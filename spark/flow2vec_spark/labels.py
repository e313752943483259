"""Classes of labels, by the engine's rule."""

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from .engine import engine

#: The engine's `labelClasses`.
CLASSES = ["botnet", "malicious", "alert", "normal", "background", "other", "unlabelled"]
_MOST = 100_000


def classes_of(labels: list[str]) -> dict[str, int]:
    """Number of each label's class. Labels that occur are few; they are judged once each, beside the driver."""
    if len(labels) > _MOST:
        raise ValueError(
            f"The flows have more than {_MOST:,} different labels. A label is a class of flows: map another column to it."
        )
    if not labels:
        return {}
    batch = pa.record_batch([pa.array(labels, pa.string())], names=["label"])
    known = engine().rows("classesOfLabels", {}, [batch]).to_pydict()
    return dict(zip(known["label"], known["class"]))


def distinct_labels(flows: DataFrame) -> list[str]:
    return [row.label for row in flows.select("label").distinct().limit(_MOST + 1).collect()]


def class_column(classes: dict[str, int]) -> Column:
    """Number of each flow's class."""
    if not classes:
        return F.lit(CLASSES.index("unlabelled"))
    pairs = [part for label, number in classes.items() for part in (F.lit(label), F.lit(number))]
    return F.element_at(F.create_map(*pairs), F.col("label"))
