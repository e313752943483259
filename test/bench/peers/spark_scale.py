"""
Flows that are generated in Spark as Parquet, then counted, trained on for a round, and scored:
python spark_scale.py FOLDER FLOWS
"""

import json
import shutil
import sys

from pyspark.sql import functions as F

from spark_session import GreatestMemory, Measured, flow2vec, session

#: Microseconds between two flows: 240,000 in an hour, as of a campus.
_APART = 15_000


def campus(spark, flows):
    """Flows of a campus in order of time: as `generate.ts` writes them, each a function of its number alone."""

    def share(place):
        mixed = F.xxhash64("id", F.lit(place)).bitwiseAND(F.lit((1 << 53) - 1))
        return mixed / F.lit(float(1 << 53))

    def below(n, place):
        return F.floor(share(place) * n)

    def ranked(n, place):
        """A number below n whose frequency falls with its rank."""
        return F.floor(F.exp(share(place) * F.log(F.lit(n + 1.0)))) - 1

    def remote(kind, number):
        mixed = F.xxhash64(F.lit(kind), number)
        parts = [F.pmod(F.shiftright(mixed, shift), F.lit(size)) + low for shift, size, low in
                 ((0, 140, 1), (8, 256, 0), (16, 256, 0), (24, 254, 1))]  # fmt: skip
        return F.concat_ws(".", *parts)

    def one_of(items, place):
        return F.element_at(F.array(*map(F.lit, items)), (below(len(items), place) + 1).cast("int"))

    local = F.concat(F.lit("147.32."), below(3, 1) + 84, F.lit("."), ranked(250, 2) + 1)
    person = F.concat(F.lit("147.32.84."), one_of([134, 164, 170], 3))
    bot, resolver = F.lit("147.32.84.165"), F.lit("147.32.80.9")
    web = one_of(["80", "80", "443"], 4)
    phase = F.pmod(F.floor(F.col("id") / 3000), F.lit(3))

    def flow(proto, src, direction, dst, dport, state, label):
        texts = (proto, src, direction, dst, dport, state, label)
        names = ("proto", "src_addr", "dir", "dst_addr", "dport", "state", "label")
        return F.struct(*[(t if not isinstance(t, str) else F.lit(t)).alias(n) for t, n in zip(texts, names)])

    u = share(0)
    drawn = (
        F.when((u < 0.02) & (phase == 0), flow("udp", bot, "<->", remote(4, ranked(900, 5)), "53", "CON", "flow=From-Botnet-UDP-DNS"))
        .when((u < 0.02) & (phase == 1), flow("tcp", bot, "->", remote(5, ranked(2500, 5)), "25", "S_", "flow=From-Botnet-TCP-SPAM"))
        .when(u < 0.02, flow("tcp", bot, "->", remote(6, below(12, 5)), "888", "SPA_SPA", "flow=From-Botnet-TCP-CC"))
        .when(u < 0.026, flow("udp", person, "<->", resolver, "53", "CON", "flow=From-Normal-Jist"))
        .when(u < 0.035, flow("tcp", person, "->", remote(2, ranked(600, 5)), web, "FSPA_FSPA", "flow=From-Normal-Jist"))
        .when(u < 0.52, flow("udp", one_of(["147.32.84.229", "147.32.86.58"], 6), "<->", remote(1, ranked(300_000, 5)), "13363", "CON", "flow=Background-UDP"))
        .when(u < 0.71, flow("udp", local, "<->", resolver, "53", "CON", "flow=To-Background-UDP-CVUT-DNS-Server"))
        .when(u < 0.9, flow("tcp", local, "->", remote(2, ranked(6000, 5)), web, "FSPA_FSPA", "flow=Background-TCP"))
        .otherwise(flow("tcp", remote(3, ranked(50_000, 5)), "->", local, one_of(["22", "445", "3389"], 6), "S_", "flow=Background-TCP-Attempt"))
    )  # fmt: skip
    packets = below(20, 7) + 1
    bytes_ = packets * (below(600, 8) + 60)
    return (
        spark.range(0, flows, 1, max(2, flows // 1_000_000))
        .select("id", drawn.alias("flow"), packets.alias("packets"), bytes_.alias("bytes"))
        .select(
            F.timestamp_micros(F.lit(1_313_488_800_000_000) + F.col("id") * _APART).alias("start_time"),
            (below(9_000_000, 9) / 1e6).alias("duration"),
            "flow.*",
            (below(60_000, 10) + 1024).cast("string").alias("sport"),
            "packets",
            "bytes",
            F.floor(F.col("bytes") / 2).alias("src_bytes"),
        )
    )


def step(name, flows, run):
    """What a step answers, and what it took, which is told people who wait."""
    with Measured() as took:
        answer = run()
    rate = f"{flows / took.seconds:,.0f} flows/s"
    print(f"  {flows:,} flows, {name}: {took.seconds:.1f} s, {rate}, {took.processor:.1f} s of processors", file=sys.stderr, flush=True)
    return answer, took.told()


def measured(flows):
    lake, out = f"{folder}/lake-{flows}", f"{folder}/out-{flows}"
    _, generated = step("generated", flows, lambda: campus(spark, flows).write.mode("overwrite").parquet(lake))
    counted, summary = step("summary", flows, lambda: flow2vec(spark, "summary", lake))
    trained, train = step(
        "train", flows, lambda: flow2vec(spark, "train", lake, "--out", out, "--rounds", 1, "--partitions", 2)
    )
    train |= {key: trained[key] for key in ("steps", "units", "vocabulary")}
    words = ["score", lake, "--model", trained["model"], "--trained-on", lake, "--out", out]
    scored, score = step("score", flows, lambda: flow2vec(spark, *words))
    score |= {"units": scored["units"], "incidents": scored["incidentsInAll"]}
    shutil.rmtree(lake)
    shutil.rmtree(out)
    return {"flows": flows, "counted": counted["flows"], "scored": scored["flows"], "generated": generated,
            "summary": summary, "train": train, "score": score}  # fmt: skip


#: Flows that Java compiles its code by, before anything is measured.
_WARM = 100_000

folder, flows = sys.argv[1], int(sys.argv[2])
spark = session()
with GreatestMemory() as memory:
    measured(_WARM)
    told = measured(flows)
print(json.dumps({**told, "memory": memory.told()}), flush=True)
spark.stop()
