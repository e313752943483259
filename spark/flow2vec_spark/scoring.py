"""How unexpected flows are to a model, judged unit by unit as one machine judges a capture."""

import datetime
import hashlib
import json
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as F

from .corpus import token_cells, token_of
from .engine import engine, stream_of
from .files import copy_out, read_file
from .flows import COLUMNS, read_flows
from .places import PLACE, files_of, placed, unplaced
from .progress import say
from .summary import iso
from .tasks import Shared, lots_of, through_engine

#: What flows are judged by: the engine's `JudgedFlows`.
_JUDGED = ["start_time", "src_addr", "dst_addr", "proto", "dport", "state", "bytes", "src_bytes"]
#: What is written of each flow beside its score.
_TOLD = ["start_time", "src_addr", "dst_addr", "proto", "dport", "label"]
#: Flows that one process judges together: a day of a sensor, or as many of its hours as stay below.
_UNIT = 2_000_000
#: Flows of the training that are the past of what is judged: the latest whole hours, and it is said where there are more.
_HISTORY = 1_000_000
#: Flows of the extract: what an analyst opens beside the model.
_EXTRACT = 200_000
#: Flows of an incident whose places are told.
_LINES = 20


def score(spark: SparkSession, settings: dict, version: str) -> dict:
    """Scores as Parquet by day, the least expected flows and hosts, and an extract that the editor opens."""
    out = settings["out"].rstrip("/")
    content = read_file(spark, settings["model"])
    model = Shared(spark, content)
    facts = engine().facts("factsOfModel", {"model": model.path()})
    history, told = _history(spark, settings, version)
    read = read_flows(spark, settings, version)
    frame = read.where("problem is null")
    units, number = _units(spark, frame)
    if number == 0:
        raise ValueError("There is no flow to score.")
    say(f"{number:,} units of flows to judge, beside {told['flows']:,} flows of the training")
    files = files_of(frame)
    given, cells = token_cells(placed(spark, units, files), facts["config"]["tokenColumns"], version)
    ordered = (
        given.select("unit", "lot", PLACE, *dict.fromkeys([*_TOLD, *cells]), "state", *_sizes())
        .repartition(number, "lot")
        .sortWithinPartitions("unit", "start_time", PLACE)
    )
    scored = through_engine(
        ordered,
        "scoreUnits",
        {"top": settings["top"], "cells": cells},
        version=version,
        gives="score double, unknown int, incident int, reasons string, found string",
        takes=["unit", *dict.fromkeys([*_JUDGED, *cells])],
        keeps=["unit", PLACE, *dict.fromkeys([*_TOLD, *cells])],
        shared={"model": model, "training": history},
    )
    written = unplaced(spark, scored, files).select(
        *["file", "record", *_TOLD, token_of(cells), "unit", "score", "unknown", "incident", "reasons", "found"],
        F.to_date("start_time").alias("day"),
    )
    place = f"{out}/scores"
    written.write.mode("overwrite").partitionBy("day").parquet(place)
    scores = spark.read.parquet(place)
    anomalies = _anomalies(scores, settings["top"])
    found = _found(scores)
    incidents, hosts = _incidents(scores, found, settings["top"]), _hosts(found, settings["top"])
    extract = _extract(spark, frame, hosts, anomalies, out)
    total = scores.agg(F.count("*").alias("flows"), F.sum("unknown").alias("unknown")).first()
    answer = {
        "flows": total["flows"],
        "unknown": total["unknown"],
        "units": number,
        "history": told,
        "anomalies": anomalies,
        "hosts": hosts,
        "incidents": incidents,
        "incidentsInAll": len(found),
        "scores": place,
        "extract": extract,
    }
    question = {"asked": settings, "model": {key: facts[key] for key in ("capture", "flows", "epochs")}, "engine": version}
    case = {"question": question, "answer": answer, "extract": extract, "time": _now()}
    documents = {
        "report.json": json.dumps({"question": question, **answer}, indent=1),
        "answer.flowcase": engine().facts("scoredCase", case)["text"],
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, text in documents.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
            copy_out(spark, str(Path(folder) / name), f"{out}/{name}")
    read.unpersist()
    return {**answer, "report": f"{out}/report.json", "case": f"{out}/answer.flowcase"}


def _hour() -> Column:
    """The hour of a flow since 1970; files without times are one hour."""
    return F.coalesce(F.floor(F.unix_seconds("start_time") / 3600), F.lit(0))


def _sizes() -> list:
    return [F.coalesce(F.col(name).cast("double"), F.lit(0.0)).alias(name) for name in ("bytes", "src_bytes")]


def _history(spark: SparkSession, settings: dict, version: str) -> tuple[Shared, dict]:
    """The flows that the model was trained on, as far as one process can hold them: all, or the latest hours."""
    read = read_flows(spark, settings, version, settings["trainedOn"])
    trained = read.where("problem is null").withColumn("hour", _hour())
    try:
        hours = trained.groupBy("hour").count().collect()
        total = sum(row["count"] for row in hours)
        if total == 0:
            raise ValueError("There is no flow in what the model was trained on.")
        since, flows = _latest(hours)
        table = (
            trained.where(F.col("hour") >= since)
            .orderBy("start_time", "file", "record")
            .select(*_JUDGED[:-2], *_sizes())
            .toArrow()
        )
    finally:
        read.unpersist()
    batch = table.combine_chunks().to_batches()[0]
    return Shared(spark, bytes(stream_of(batch))), {"flows": flows, "of": total}


def _latest(hours) -> tuple[int, int]:
    """The first of the latest hours, without a gap, that have no more than `_HISTORY` flows together, and how many they
    have; the last hour in any case. Hours left out in between would make hosts look slower than they are."""
    ordered = sorted(hours, key=lambda row: -row["hour"])
    since, flows = ordered[0]["hour"], ordered[0]["count"]
    for row in ordered[1:]:
        if flows + row["count"] > _HISTORY:
            break
        since, flows = row["hour"], flows + row["count"]
    return since, flows


def _units(spark: SparkSession, frame: DataFrame) -> tuple[DataFrame, int]:
    """Flows with the `unit` in which they are judged and its `lot`, and how many units there are."""
    counts = frame.groupBy("sensor", _hour().alias("hour")).count().collect()
    units, unit, held, last = [], -1, 0, None
    for row in sorted(counts, key=lambda each: (each["sensor"], each["hour"])):
        day = (row["sensor"], row["hour"] // 24)
        if day != last or held + row["count"] > _UNIT:
            unit, held, last = unit + 1, 0, day
        held += row["count"]
        units.append((row["sensor"], row["hour"], unit))
    lots = lots_of(spark, unit + 1)
    rows = [(*row, lots[row[2]]) for row in units]
    table = spark.createDataFrame(rows, "sensor string, hour long, unit int, lot int")
    joined = frame.withColumn("hour", _hour()).join(F.broadcast(table), ["sensor", "hour"])
    return joined, unit + 1


def _anomalies(scores: DataFrame, top: int) -> list[dict]:
    # The least expected of all are among those of each unit, which are told why.
    told = scores.where("reasons is not null")
    # As a number: Python would read a time in the zone of its machine.
    told = told.withColumn("micros", F.unix_micros("start_time"))
    rows = told.orderBy(F.desc("score"), "file", "record").limit(top).drop("start_time", "day").collect()
    return [
        {
            "file": row["file"],
            "line": row["record"],
            "time": iso(row["micros"]),
            "token": row["token"],
            "source": row["src_addr"],
            "score": row["score"],
            "reasons": row["reasons"].split("\n") if row["reasons"] else [],
            "label": row["label"],
        }
        for row in rows
    ]


def _found(scores: DataFrame) -> list[dict]:
    """Incidents, the least expected first. Those of all units are few beside the flows."""
    micros = F.unix_micros("start_time")
    rows = (
        scores.where("incident >= 0")
        .groupBy("unit", "incident", "src_addr")
        .agg(
            F.max("score").alias("score"),
            F.count("*").alias("flows"),
            F.min(micros).alias("first"),
            F.max(micros).alias("last"),
            F.max("found").alias("found"),
        )
        .orderBy(F.desc("score"), "unit", "incident")
        .collect()
    )
    return [{**row.asDict(), **json.loads(row["found"] or "{}"), "id": place} for place, row in enumerate(rows, 1)]


def _incidents(scores: DataFrame, found: list[dict], top: int) -> list[dict]:
    listed = found[:top]
    if not listed:
        return []
    keys = scores.sparkSession.createDataFrame([(i["unit"], i["incident"]) for i in listed], "unit int, incident int")
    order = Window.partitionBy("unit", "incident").orderBy("start_time", "file", "record")
    rows = (
        scores.join(F.broadcast(keys), ["unit", "incident"])
        .withColumn("place", F.row_number().over(order))
        .where(F.col("place") <= _LINES)
        .select("unit", "incident", "place", "file", "record")
        .collect()
    )
    lines = {}
    for row in sorted(rows, key=lambda each: each["place"]):
        lines.setdefault((row["unit"], row["incident"]), []).append((row["file"], row["record"]))
    return [
        {
            "id": incident["id"],
            "address": incident["src_addr"],
            "score": incident["score"],
            "from": iso(incident["first"]),
            "to": iso(incident["last"]),
            "flows": incident["flows"],
            "file": lines[incident["unit"], incident["incident"]][0][0],
            "lines": [record for _, record in lines[incident["unit"], incident["incident"]]],
            "reasons": incident.get("reasons", []),
        }
        for incident in listed
    ]


def _hosts(found: list[dict], top: int) -> list[dict]:
    """Sources by the least expected of their incidents."""
    hosts = {}
    for incident in found:
        hosts.setdefault(incident["src_addr"], []).append(incident)
    return [
        {
            "address": address,
            "score": incidents[0]["score"],
            "from": iso(incidents[0]["first"]),
            "to": iso(incidents[0]["last"]),
            "flows": sum(incident["flows"] for incident in incidents),
            "reasons": incidents[0].get("reasons", []),
            "incidents": [incident["id"] for incident in incidents],
            "unchanged": incidents[0].get("unchanged", []),
        }
        for address, incidents in list(hosts.items())[:top]
    ]


def _extract(spark: SparkSession, frame: DataFrame, hosts: list[dict], anomalies: list[dict], out: str) -> dict:
    """A capture of all flows of the ranked hosts, those of the first ones where they are too many; without hosts, of the
    sources of the least expected flows."""
    ranked = [host["address"] for host in hosts] or list(dict.fromkeys(flow["source"] for flow in anomalies))
    counts = {
        row["src_addr"]: row["count"]
        for row in frame.where(F.col("src_addr").isin(ranked)).groupBy("src_addr").count().collect()
    }
    kept, flows = [], 0
    for address in ranked:
        if kept and flows + counts.get(address, 0) > _EXTRACT:
            break
        kept.append(address)
        flows += counts.get(address, 0)
    columns = [F.col(sql).alias(name) for name, sql, _ in COLUMNS]
    of_hosts = frame.where(F.col("src_addr").isin(kept)).orderBy("start_time", "file", "record").limit(_EXTRACT)
    table = of_hosts.select(*columns).toArrow()
    times = table.column("StartTime").cast(pa.timestamp("us"))
    table = table.set_column(0, "StartTime", times)
    place = f"{out}/extract.parquet"
    with tempfile.TemporaryDirectory() as folder:
        local = str(Path(folder) / "extract.parquet")
        pq.write_table(table, local)
        digest = hashlib.sha256(Path(local).read_bytes()).hexdigest()
        copy_out(spark, local, place)
    told = {"path": place, "name": "extract.parquet", "digest": digest}
    return {**told, "flows": table.num_rows, "hosts": len(kept), "of": len(ranked)}


def _now() -> str:
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z"
