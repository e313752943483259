"""`flow2vec spark …`, as spark-submit runs it: the words are those of flow2vec's command line."""

import json
import os
import sys
import time
from pathlib import Path

if __package__ in (None, ""):  # Run as a file by spark-submit.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    __package__ = "flow2vec_spark"

from flow2vec_spark.engine import EngineError, engine, version  # noqa: E402


def main(words: list[str] | None = None) -> int:
    words = sys.argv[1:] if words is None else words
    try:
        settings = engine().facts("settingsOfWords", {"words": words})
    except EngineError as error:
        print(f"flow2vec spark: {error}", file=sys.stderr)
        return 2
    if "page" in settings:
        print(settings["page"])
        return 0
    from flow2vec_spark.progress import stages_told  # noqa: PLC0415 - words that are off need no Spark.
    from flow2vec_spark.run import run  # noqa: PLC0415
    from flow2vec_spark.session import session  # noqa: PLC0415

    spark = session()
    print(f"Spark UI: {spark.sparkContext.uiWebUrl or 'none'}", file=sys.stderr)
    try:
        began = time.monotonic()
        with stages_told(spark):
            answer = run(spark, settings, version())
        answer["seconds"] = round(time.monotonic() - began, 1)
    except KeyboardInterrupt:
        spark.sparkContext.cancelAllJobs()
        print("flow2vec spark: cancelled; nothing of the result was written.", file=sys.stderr)
        return 130
    except Exception as error:  # noqa: BLE001 - people read a sentence, not a trace.
        print(f"flow2vec spark {settings['action']}: {words_of(error)}", file=sys.stderr)
        return 1
    finally:
        # Databricks stops what it started itself, and takes a job for failed where the job does.
        if "DATABRICKS_RUNTIME_VERSION" not in os.environ:
            spark.stop()
    print(json.dumps(answer))
    return 0


def program() -> None:
    """The entry of the wheel: an exit that is no failure is none, as some who call entries take every exit for one."""
    code = main()
    if code != 0:
        sys.exit(code)


def words_of(error: Exception) -> str:
    """What an executor's task said, without the traces around it."""
    text = str(error)
    marked = [line for line in text.splitlines() if "EngineError: " in line]
    return marked[0].split("EngineError: ", 1)[1] if marked else text


if __name__ == "__main__":
    sys.exit(main())
