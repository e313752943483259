"""What can be asked of flows in a lake."""

import tempfile
from pathlib import Path

import numpy as np
from pyspark.sql import SparkSession

from .clusters import cluster
from .corpus import build_corpus
from .files import copy_out, remove
from .flows import read_flows
from .progress import Steps
from .result import write_model
from .scoring import score
from .summary import summarise
from .training import tell_round, train


def run(spark: SparkSession, settings: dict, version: str) -> dict:
    """The answer as the command line prints it as JSON."""
    if settings["action"] == "score":
        return score(spark, settings, version)
    frame = read_flows(spark, settings, version)
    try:
        if settings["action"] == "summary":
            return summarise(frame)
        return _train(spark, frame, settings, version)
    finally:
        frame.unpersist()


def _train(spark: SparkSession, frame, settings: dict, version: str) -> dict:
    out = settings["out"].rstrip("/")
    work = f"{out}/_work"
    steps = Steps()
    try:
        corpus = build_corpus(spark, frame, settings, version, work)
        steps.end("sentences")
        vectors, told = train(spark, corpus, settings, version, tell=tell_round)
        steps.end("rounds")
        with tempfile.TemporaryDirectory() as folder:
            local = str(Path(folder) / "model.f2v")
            facts = write_model(spark, corpus, vectors, settings, told, local)
            place = f"{out}/model.f2v"
            # Clusters of a former model are none of this one's.
            remove(spark, f"{out}/model.clusters")
            copy_out(spark, local, place)
            steps.end("model")
            if settings["clusters"] > 0:
                facts["clusters"] = _clustered(spark, local, vectors, settings, out)
    finally:
        # Sentences are as large as the flows; a run that fails leaves none of it.
        remove(spark, work)
    steps.end("clusters")
    last_round = {name: told[name] for name in ("seconds", "steps", "engine")}
    return {
        "model": place,
        "flows": corpus.flows,
        "loss": told["loss"],
        "rounds": told["rounds"],
        "steps": steps.told(digits=1)["steps"],
        "lastRound": last_round,
        **facts,
    }


def _clustered(spark: SparkSession, model: str, vectors: np.ndarray, settings: dict, out: str) -> dict:
    made = f"{model}.clusters"
    try:
        found = cluster(spark, model, vectors, settings, made)
    except Exception as error:
        raise RuntimeError(f"{out}/model.f2v is written, and its clusters are not: {error}") from error
    place = f"{out}/model.clusters"
    copy_out(spark, made, place)
    return {"path": place, **found}
