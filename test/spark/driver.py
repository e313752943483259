"""A driver that stays: it answers each line of words (JSON) with a line, so that tests do not start Spark each time."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "spark"))

from flow2vec_spark.engine import engine, version  # noqa: E402
from flow2vec_spark.main import words_of  # noqa: E402
from flow2vec_spark.run import run  # noqa: E402
from flow2vec_spark.session import session  # noqa: E402

spark = session()
print("READY", flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    try:
        settings = engine().facts("settingsOfWords", {"words": asked["words"]})
        answer = run(spark, settings, asked.get("version", version()))
    except Exception as error:  # noqa: BLE001 - the test looks at what people read.
        answer = {"error": words_of(error)}
    print("ANSWER " + json.dumps(answer), flush=True)
spark.stop()
