"""What people who wait are told."""

import contextlib
import sys
import threading
import time

from pyspark.sql import SparkSession

#: Seconds between two lines about the same stage.
_OFTEN = 10


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Steps:
    """How long the steps of some work took, one after the other."""

    def __init__(self):
        self._began = self._last = time.monotonic()
        self._seconds = {}

    def end(self, name: str) -> None:
        now = time.monotonic()
        self._seconds[name] = now - self._last
        self._last = now

    def told(self, digits: int) -> dict:
        """Seconds up to the end of the last step, and of each."""
        steps = {name: round(seconds, digits) for name, seconds in self._seconds.items()}
        return {"seconds": round(self._last - self._began, 1), "steps": steps}


@contextlib.contextmanager
def stages_told(spark: SparkSession):
    """Tells now and then how far Spark's stages are; what is over sooner is not worth a line."""
    ended = threading.Event()

    def look():
        tracker = spark.sparkContext.statusTracker()
        last = time.monotonic()
        while not ended.wait(1):
            if time.monotonic() - last < _OFTEN:
                continue
            stages = [tracker.getStageInfo(number) for number in tracker.getActiveStageIds()]
            told = [
                f"{stage.numCompletedTasks:,} of {stage.numTasks:,} tasks of stage {stage.stageId}"
                for stage in stages
                if stage is not None
            ]
            if told:
                last = time.monotonic()
                say("; ".join(told))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        ended.set()
        looking.join()
