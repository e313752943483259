"""Counts of a capture in a lake, as `flow2vec summary` prints them."""

import datetime
from collections import Counter

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .labels import CLASSES, classes_of

_KEPT_PROBLEMS = 1000


def summarise(frame: DataFrame) -> dict:
    """Flows, rejected rows with file and record, times, hosts, protocols, labels."""
    micros = F.unix_micros("start_time")
    groups = (
        frame.groupBy(F.col("problem").isNull().alias("read"), "proto", "label")
        .agg(F.count("*").alias("flows"), F.min(micros).alias("first"), F.max(micros).alias("last"))
        .collect()
    )
    read = [group for group in groups if group["read"]]
    protocols, labels = Counter(), Counter()
    classes = classes_of(sorted({group["label"] for group in read}))
    for group in read:
        protocols[group["proto"]] += group["flows"]
        labels[classes[group["label"]]] += group["flows"]
    flows = frame.where("problem is null")
    hosts = (
        flows.select(F.explode(F.array("src_addr", "dst_addr")).alias("host")).where("host <> ''").distinct().count()
    )
    rejected = sum(group["flows"] for group in groups if not group["read"])
    return {
        "flows": sum(group["flows"] for group in read),
        "rejected": rejected,
        "problems": _problems(frame) if rejected else [],
        "hosts": hosts,
        **_times(read),
        "protocols": dict(sorted(protocols.items(), key=lambda item: (-item[1], item[0]))),
        "labels": {name: labels[i] for i, name in enumerate(CLASSES) if i in labels},
    }


def _problems(frame: DataFrame) -> list[dict]:
    rows = frame.where("problem is not null").orderBy("file", "record").limit(_KEPT_PROBLEMS).collect()
    return [{"file": row.file, "line": row.record, "message": row.problem} for row in rows]


def _times(groups) -> dict:
    timed = [group for group in groups if group["first"] is not None]
    if not timed:
        return {}
    first = min(group["first"] for group in timed)
    last = max(group["last"] for group in timed)
    return {"firstTime": iso(first), "lastTime": iso(last)}


def iso(micros: int | None) -> str:
    """Microseconds since 1970 as ISO 8601, UTC; empty for a flow of a file without times."""
    if micros is None:
        return ""
    time = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=micros)
    return time.isoformat(timespec="microseconds") + "Z"
