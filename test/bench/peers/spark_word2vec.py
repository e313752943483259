"""
flow2vec beside MLlib's Word2Vec, in one session of Spark, on the same tokens in the same sentences:
python spark_word2vec.py CAPTURE FOLDER '{"window": 30, …}'
"""

import json
import sys

from pyspark.ml.feature import Word2Vec
from pyspark.sql import Window
from pyspark.sql import functions as F

from spark_session import Measured, flow2vec, session

from flow2vec_spark.engine import engine, version  # noqa: E402
from flow2vec_spark.flows import SQL_NAMES, read_flows  # noqa: E402

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
    """From flows in Parquet to the model file, and how long each step took."""
    steps = {}
    with Measured() as took:
        answer = flow2vec(
            spark, "train", lake, "--out", f"{folder}/{name}", "--rounds", 1, "--partitions", settings["partitions"],
            "--window", settings["window"], "--size", settings["size"], *more, steps=steps,
        )  # fmt: skip
    return {"name": name, "model": answer["model"], "flows": answer["flows"], "round": answer["lastRound"], **steps,
            "whole": took.told()}  # fmt: skip


def theirs():
    """From flows in Parquet to vectors in Parquet, by MLlib and the functions of Spark alone."""
    columns = [F.col(SQL_NAMES[name]) for name in asked["config"]["tokenColumns"]]
    word = F.concat_ws(" ", *[F.when(c == "", "-").otherwise(F.translate(c, " ", "_")) for c in columns])
    hour = F.floor(F.unix_seconds("start_time") / 3600)
    with Measured() as whole:
        with Measured() as prepared:
            flows = spark.read.parquet(lake).select("start_time", word.alias("word"), hour.alias("hour"))
            place = F.row_number().over(Window.partitionBy("hour").orderBy("start_time")) - 1
            said = flows.withColumn("place", place).withColumn("sentence", F.floor(F.col("place") / 30))
            words = F.transform(F.array_sort(F.collect_list(F.struct("place", "word"))), lambda each: each["word"])
            sentences = said.groupBy("hour", "sentence").agg(words.alias("words")).select("words")
            sentences = sentences.repartition(settings["partitions"]).persist()
            sentences.count()
        learner = Word2Vec(
            vectorSize=settings["size"], windowSize=settings["window"], maxIter=1, minCount=0, seed=1,
            numPartitions=settings["partitions"], inputCol="words", outputCol="vector", maxSentenceLength=10_000,
        )  # fmt: skip
        with Measured() as took:
            model = learner.fit(sentences)
        vectors = f"{folder}/mllib"
        model.getVectors().write.mode("overwrite").parquet(vectors)
    sentences.unpersist(blocking=True)
    texts = f"{folder}/mllib-texts"
    as_text = F.col("vector").cast("string").alias("vector")
    spark.read.parquet(vectors).select("word", as_text).write.mode("overwrite").parquet(texts)
    return {"name": "mllib", "vectors": texts, "flows": flows.count(), "prepared": prepared.told(),
            "learned": took.told(), "whole": whole.told()}  # fmt: skip


learn = (lambda: ours("sampled"), lambda: ours("every flow", "--sample", 0), theirs)
# What Java runs often it compiles: the second run of each is another one than the first, which is what a command sees.
answers = [[each() for each in learn] for _ in range(2)]
print(json.dumps(answers))
spark.stop()
