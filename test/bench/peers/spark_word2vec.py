"""
flow2vec beside MLlib's Word2Vec, in one session of Spark, on the same tokens in the same sentences:
python spark_word2vec.py CAPTURE FOLDER '{"window": 30, …}'
"""

import json
import sys

from pyspark.ml.feature import Word2Vec
from pyspark.sql import functions as F

from spark_session import Measured, flow2vec, session

from flow2vec_spark.corpus import in_sentences, with_parts  # noqa: E402
from flow2vec_spark.engine import engine, version  # noqa: E402
from flow2vec_spark.flows import read_flows  # noqa: E402

capture, folder, settings = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
spark = session()
lake = f"{folder}/lake"
asked = engine().facts("settingsOfWords", {"words": ["train", capture, "--out", folder]})
order = ["start_time", "file", "record"]
first = read_flows(spark, asked, version()).where("problem is null").orderBy(*order).limit(settings["flows"])
first.repartitionByRange(16, "start_time").sortWithinPartitions(*order).drop(
    "sensor", "problem", "file", "record"
).write.mode("overwrite").parquet(lake)

# Spark's processes and ours are started by the first job, for whoever comes first.
flow2vec(spark, "summary", lake)


def ours(name, *more):
    with Measured() as took:
        answer = flow2vec(
            spark, "train", lake, "--out", f"{folder}/{name}", "--rounds", 1, "--partitions", settings["partitions"],
            "--window", settings["window"], "--size", settings["size"], *more,
        )  # fmt: skip
    return {"name": name, "model": answer["model"], "flows": answer["flows"], "rounds": answer["steps"]["rounds"], **took.told()}


def theirs():
    asked["inputs"] = [lake]
    flows = read_flows(spark, asked, version()).where("problem is null")
    columns = asked["config"]["tokenColumns"]
    parts = [f"p{i}" for i in range(len(columns))]
    told = with_parts(flows, columns, version()).withColumn("n0", F.concat_ws(" ", *parts))
    said = in_sentences(told, asked["config"]["sentence"], settings["partitions"]).rdd
    sentences = said.mapPartitions(_gathered).toDF("words array<string>").persist()
    sentences.count()
    learner = Word2Vec(
        vectorSize=settings["size"], windowSize=settings["window"], maxIter=1, minCount=0, seed=1,
        numPartitions=settings["partitions"], inputCol="words", outputCol="vector", maxSentenceLength=10_000,
    )  # fmt: skip
    with Measured() as took:
        model = learner.fit(sentences)
    vectors = f"{folder}/mllib"
    model.getVectors().select("word", F.col("vector").cast("string").alias("vector")).write.mode("overwrite").parquet(vectors)
    return {"name": "mllib", "vectors": vectors, "flows": flows.count(), "rounds": took.seconds, **took.told()}


def _gathered(rows):
    words = []
    for row in rows:
        if row["first"] == 1 and words:
            yield (words,)
            words = []
        words.append(row["n0"])
    if words:
        yield (words,)


answers = [ours("sampled"), ours("every flow", "--sample", 0), theirs()]
print(json.dumps(answers))
spark.stop()
